//! What each table of a mapping may hold, with the words of the headers that legacy exports give
//! it: data for the guesses. A new word that exports use is added here.

use crate::record::source::Entity;

/// What the values of a field must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// An identifier.
    Id,
    /// Anything that is no day and no amount.
    Text,
    /// A day.
    Day,
    /// A day with a time.
    Stamp,
    /// A month.
    Month,
    /// An amount.
    Money,
    /// A number.
    Number,
    /// A ZIP.
    Zip,
    /// Yes or no.
    Flag,
    /// A short list of codes.
    Codes,
}

/// A field that a column may be.
pub(super) struct Wanted {
    /// Its name in a mapping.
    pub(super) field: &'static str,
    /// What its values look like.
    pub(super) takes: Takes,
    /// True where the table is not complete without it.
    pub(super) needed: bool,
    /// Headers that mean it, in plain words, `|` between them.
    pub(super) headers: &'static str,
}

const fn must(field: &'static str, takes: Takes, headers: &'static str) -> Wanted {
    Wanted {
        field,
        takes,
        needed: true,
        headers,
    }
}

const fn may(field: &'static str, takes: Takes, headers: &'static str) -> Wanted {
    Wanted {
        field,
        takes,
        needed: false,
        headers,
    }
}

const ACCOUNT: Wanted = must(
    "legacy_account_number",
    Takes::Id,
    "account id|account|account code",
);
const CUSTOMER: &str = "customer id|customer";
const PREMISE: &str = "premise id|premise";
const BILL_ID: &str = "bill id|bill";
const FROM: &str = "from date|from|period start|start date|begin service date|period from";
const TO: &str = "to date|to|period end|end date|ending service date|period to";

static CUSTOMERS: &[Wanted] = &[
    must("legacy_customer_id", Takes::Id, CUSTOMER),
    must(
        "kind",
        Takes::Codes,
        "customer type|type|class|customer class",
    ),
    must("last_name", Takes::Text, "last name|last|surname"),
    must(
        "first_name",
        Takes::Text,
        "first name|first|given name|given",
    ),
    must("business_name", Takes::Text, "business name|business"),
    may("email", Takes::Text, "email|email addr"),
    may("phone", Takes::Text, "phone|phone id|home phone"),
    must("language", Takes::Codes, "language|language code"),
    must(
        "mailing_line1",
        Takes::Text,
        "mail addr 1|mail addr|mail 1|billing addr|billing addr 1|addr 1|addr",
    ),
    may(
        "mailing_line2",
        Takes::Text,
        "mail addr 2|mail 2|billing addr 2|addr 2",
    ),
    must("mailing_city", Takes::Text, "mail city|billing city|city"),
    must(
        "mailing_state",
        Takes::Text,
        "mail state|billing state|state",
    ),
    must(
        "mailing_postal_code",
        Takes::Zip,
        "mail zip|billing zip|zip|zip code|mail zip code",
    ),
];
static PREMISES: &[Wanted] = &[
    must("legacy_premise_id", Takes::Id, PREMISE),
    must(
        "line1",
        Takes::Text,
        "service addr 1|service addr|addr 1|addr|service 1",
    ),
    may("line2", Takes::Text, "service addr 2|addr 2|unit|service 2"),
    must("city", Takes::Text, "service city|city"),
    must("state", Takes::Text, "service state|state"),
    must("postal_code", Takes::Zip, "service zip|zip|zip code"),
    may("district", Takes::Id, "district"),
];
static ACCOUNTS: &[Wanted] = &[
    ACCOUNT,
    may("legacy_customer_id", Takes::Id, CUSTOMER),
    may("legacy_premise_id", Takes::Id, PREMISE),
    may(
        "service_line1",
        Takes::Text,
        "service addr|service addr 1|addr|addr 1",
    ),
    may("service_line2", Takes::Text, "service addr 2|addr 2"),
    may("service_city", Takes::Text, "service city|city"),
    may("service_state", Takes::Text, "service state|state"),
    may("service_postal_code", Takes::Zip, "service zip|zip"),
    must("status", Takes::Codes, "status|account status"),
    may(
        "opened_on",
        Takes::Day,
        "open date|open|start date|move in date",
    ),
    may(
        "closed_on",
        Takes::Day,
        "close date|close|end date|move out date",
    ),
    may(
        "bill_cycle",
        Takes::Id,
        "cycle|bill cycle|cycle code|bill cycle code",
    ),
    may(
        "custom_due_day",
        Takes::Number,
        "due day|preferred due day|custom due date|custom due day",
    ),
    may("statement_group", Takes::Id, "statement group"),
    may("rate_class", Takes::Id, "rate|rate class|rate code|tariff"),
    may(
        "balance",
        Takes::Money,
        "balance|current balance|account balance|total balance",
    ),
    may("deposit", Takes::Money, "deposit|deposit amount"),
    may(
        "donation",
        Takes::Money,
        "donation|donation amount|hh amount",
    ),
    may(
        "medical_baseline",
        Takes::Flag,
        "medical baseline|medical|medical base|baseline",
    ),
    may(
        "autopay",
        Takes::Flag,
        "autopay|auto payment|direct payment|autopay flag|use draft",
    ),
    may("paperless", Takes::Flag, "ebill|ebill flag"),
];
static METERS: &[Wanted] = &[
    must("meter_number", Takes::Id, "meter id|meter|serial id"),
    ACCOUNT,
    must("commodity", Takes::Codes, "commodity|service type|service"),
    may(
        "multiplier",
        Takes::Number,
        "multiplier|meter multiplier|mult",
    ),
    may("installed_on", Takes::Day, "install date|install"),
    may("removed_on", Takes::Day, "remove date|remove"),
];
static CALENDAR: &[Wanted] = &[
    must("bill_cycle", Takes::Id, "cycle|bill cycle|cycle code"),
    must("period", Takes::Month, "period|bill period|month"),
    must("read_date", Takes::Day, "read date|read"),
    must("bill_date", Takes::Day, "bill date|bill"),
    must("due_date", Takes::Day, "due date|due"),
    may("reminder_date", Takes::Day, "reminder date|reminder"),
    may("late_fee_date", Takes::Day, "late fee date|late date"),
    may("disconnect_date", Takes::Day, "disconnect date|disconnect"),
];
static USER_ACCOUNTS: &[Wanted] = &[
    must("user_id", Takes::Id, "user id|user"),
    ACCOUNT,
    must("portal_status", Takes::Codes, "portal status|status"),
];
static BILLS: &[Wanted] = &[
    must("legacy_bill_id", Takes::Id, BILL_ID),
    ACCOUNT,
    must("bill_date", Takes::Day, "bill date|date"),
    may("due_date", Takes::Day, "due date|due"),
    may("period_start", Takes::Day, FROM),
    may("period_end", Takes::Day, TO),
    may(
        "previous_balance",
        Takes::Money,
        "previous balance|balance previous",
    ),
    must(
        "current_charges",
        Takes::Money,
        "current charges|charges|current charges amount",
    ),
    may(
        "total_due",
        Takes::Money,
        "total due|total|total balance|amount due",
    ),
];
static USAGE: &[Wanted] = &[
    may("legacy_bill_id", Takes::Id, BILL_ID),
    ACCOUNT,
    may("meter_number", Takes::Id, "meter id|meter|serial id"),
    may("period_start", Takes::Day, FROM),
    may("period_end", Takes::Day, TO),
    must(
        "quantity",
        Takes::Number,
        "kwh|ccf|gallons|gal|kgal|therms|therm|usage|billed usage",
    ),
    must("unit", Takes::Codes, "unit|units|meter unit"),
    may("read_type", Takes::Codes, "read type|estimated|read status"),
];
static PAYMENTS: &[Wanted] = &[
    must("legacy_payment_id", Takes::Id, "payment id|payment"),
    ACCOUNT,
    must(
        "paid_on",
        Takes::Day,
        "payment date|paid on|paid date|paid|date",
    ),
    must("amount", Takes::Money, "payment amount|amount|amount paid"),
    must(
        "channel",
        Takes::Codes,
        "source code|source|payment type|payment source",
    ),
    may("reference", Takes::Text, "reference|reference id"),
];
static ADJUSTMENTS: &[Wanted] = &[
    must(
        "legacy_adjustment_id",
        Takes::Id,
        "adjustment id|adjustment",
    ),
    ACCOUNT,
    must(
        "posted_on",
        Takes::Day,
        "posted|adjustment date|posted on|post date|date",
    ),
    must("amount", Takes::Money, "adjustment amount|amount"),
    must(
        "kind",
        Takes::Codes,
        "adjustment code|code|adjustment type|type|reason",
    ),
    may(
        "description",
        Takes::Text,
        "description|text|adjustment description",
    ),
];
static INSTALLMENTS: &[Wanted] = &[
    must("arrangement_id", Takes::Id, "arrangement id|arrangement"),
    ACCOUNT,
    must("sequence", Takes::Number, "sequence|install id"),
    must("due_date", Takes::Day, "due date|due"),
    must("amount", Takes::Money, "install amount|amount"),
];
static DRAFTS: &[Wanted] = &[
    must("legacy_draft_id", Takes::Id, "draft id|draft"),
    ACCOUNT,
    must("draft_date", Takes::Day, "draft date|payment date|date"),
    must("amount", Takes::Money, "draft amount|amount"),
    may("status", Takes::Codes, "status|state|draft status"),
];
static METHODS: &[Wanted] = &[
    may("legacy_method_id", Takes::Id, "method id|method"),
    ACCOUNT,
    must("kind", Takes::Codes, "method type|type|payment type"),
];
static NOTES: &[Wanted] = &[
    must("legacy_note_id", Takes::Id, "note id"),
    ACCOUNT,
    must("noted_on", Takes::Day, "note date|date|noted on"),
    must("text", Takes::Text, "note text|text|note"),
    may("line", Takes::Number, "sequence|line|line id"),
];
static WEB_USERS: &[Wanted] = &[
    must("user_id", Takes::Id, "user id|user"),
    must("legacy_customer_id", Takes::Id, CUSTOMER),
    must("login", Takes::Text, "login|user name|login name|login id"),
    may("email", Takes::Text, "email|email addr"),
    may("password_hash", Takes::Text, "password hash|hash"),
    may(
        "failed_logins",
        Takes::Number,
        "failed count|failed login|failed",
    ),
    may("status", Takes::Codes, "status|user status"),
    may(
        "first_login_at",
        Takes::Stamp,
        "first login|first login date",
    ),
    may("last_login_at", Takes::Stamp, "last login|last login date"),
];
static ACTIVITY: &[Wanted] = &[
    ACCOUNT,
    may("user_id", Takes::Id, "user id|user"),
    must(
        "at",
        Takes::Stamp,
        "logged at|logged|at|activity date|event date|time stamp",
    ),
    must(
        "kind",
        Takes::Id,
        "activity|event|action|activity type|event type",
    ),
    may("detail", Takes::Text, "detail|details|activity text"),
];
static PORTFOLIOS: &[Wanted] = &[
    must("portfolio_id", Takes::Id, "portfolio id|portfolio"),
    must("name", Takes::Text, "portfolio name|name"),
    may("legacy_customer_id", Takes::Id, CUSTOMER),
    may("owner_user_id", Takes::Id, "owner user id|owner|owner id"),
];
static PORTFOLIO_ACCOUNTS: &[Wanted] = &[
    must("portfolio_id", Takes::Id, "portfolio id|portfolio"),
    ACCOUNT,
];
static PORTFOLIO_GUESTS: &[Wanted] = &[
    must("portfolio_id", Takes::Id, "portfolio id|portfolio"),
    must("user_id", Takes::Id, "user id|user"),
    may("added_on", Takes::Day, "added on|added|date"),
];
static GROUP_MEMBERS: &[Wanted] = &[
    must("group_id", Takes::Id, "group id|group"),
    must("portfolio_id", Takes::Id, "portfolio id|portfolio"),
    must("name", Takes::Text, "group name|name"),
    must("member_kind", Takes::Codes, "member type|type"),
    must("member", Takes::Id, "member|member id"),
];

/// Returns the fields of an entity, in the order of a mapping.
pub(super) fn of(entity: Entity) -> &'static [Wanted] {
    match entity {
        Entity::Customer => CUSTOMERS,
        Entity::Premise => PREMISES,
        Entity::Account => ACCOUNTS,
        Entity::Meter => METERS,
        Entity::Calendar => CALENDAR,
        Entity::UserAccount => USER_ACCOUNTS,
        Entity::Bill => BILLS,
        Entity::Usage => USAGE,
        Entity::Payment => PAYMENTS,
        Entity::Adjustment => ADJUSTMENTS,
        Entity::Installment => INSTALLMENTS,
        Entity::Draft => DRAFTS,
        Entity::PaymentMethod => METHODS,
        Entity::Note => NOTES,
        Entity::WebUser => WEB_USERS,
        Entity::Activity => ACTIVITY,
        Entity::Portfolio => PORTFOLIOS,
        Entity::PortfolioAccount => PORTFOLIO_ACCOUNTS,
        Entity::PortfolioGuest => PORTFOLIO_GUESTS,
        Entity::GroupMember => GROUP_MEMBERS,
    }
}
