//! The field catalogue: what a source row of each entity may hold, as data.
//!
//! Names are those of the record types. A field says what kind of value it takes, whether a
//! mapping must name it, and whether a row may leave it blank.

use crate::record::source::Entity;

/// What kind of value a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier, or another value on one line.
    Word,
    /// Text that people type: line breaks and tabs may stand in it.
    Text,
    /// A day.
    Day,
    /// A day and time, in the utility's time zone.
    Stamp,
    /// A month, YYYY-MM.
    Month,
    /// An amount of money.
    Money,
    /// A decimal number.
    Quantity,
    /// A whole number between the two, both included.
    Count(u32, u32),
    /// ZIP or ZIP+4.
    Zip,
    /// Yes or no.
    Flag,
    /// An account number or the id of a log-in, as another field says.
    Member,
    /// One of the portal's values.
    Code(&'static [&'static str]),
}

impl Kind {
    /// Returns the code of the fault where a cell can hold no such value.
    pub(super) fn fault(self) -> &'static str {
        match self {
            Self::Money => "row::bad_amount",
            Self::Day | Self::Stamp | Self::Month => "row::bad_date",
            Self::Flag | Self::Code(_) => "row::bad_code",
            Self::Word
            | Self::Text
            | Self::Member
            | Self::Quantity
            | Self::Count(..)
            | Self::Zip => "row::bad_number",
        }
    }
}

/// One field of an entity.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// The name, as in the record type.
    pub(super) name: &'static str,
    /// What it takes.
    pub(super) kind: Kind,
    /// True where a mapping of the entity must have it.
    pub(super) mapped: bool,
    /// True where a row must have a value in it, if it is mapped.
    pub(super) required: bool,
}

/// Mapped always, a value always.
const fn must(name: &'static str, kind: Kind) -> Field {
    field(name, kind, true, true)
}
/// Where mapped, a value always.
const fn full(name: &'static str, kind: Kind) -> Field {
    field(name, kind, false, true)
}
/// Where mapped, a value or none.
const fn may(name: &'static str, kind: Kind) -> Field {
    field(name, kind, false, false)
}
const fn field(name: &'static str, kind: Kind, mapped: bool, required: bool) -> Field {
    Field {
        name,
        kind,
        mapped,
        required,
    }
}

/// The legacy account number: the name that most entities share.
pub(super) const ACCOUNT: &str = "legacy_account_number";

const CUSTOMER_KINDS: &[&str] = &["residential", "business"];
const LANGUAGES: &[&str] = &["en", "es"];
const ACCOUNT_STATUS: &[&str] = &["open", "closed"];
const CHANNELS: &[&str] = &[
    "card",
    "bank_draft",
    "bank_bill_pay",
    "check",
    "cash",
    "lockbox",
    "phone",
    "kiosk",
    "other",
];
const ADJUSTMENT_KINDS: &[&str] = &[
    "late_fee",
    "credit",
    "balance_forward",
    "returned_fee",
    "deposit_applied",
    "refund",
    "other",
];
const UNITS: &[&str] = &["kWh", "CCF", "gal", "therm", "kgal"];
const COMMODITIES: &[&str] = &["electric", "water", "gas"];
const READ_TYPES: &[&str] = &["actual", "estimated"];
const METHODS: &[&str] = &["card", "bank"];
const DRAFT_STATUS: &[&str] = &["scheduled", "pending"];
const MEMBERS: &[&str] = &["account", "user"];
const USER_STATUS: &[&str] = &["active", "locked"];
const PORTAL_STATUS: &[&str] = &["enrolled", "unenrolled", "permanent_lock", "hidden"];

/// A customer. Which name is required hangs on the kind: see the record builder.
static CUSTOMER: &[Field] = &[
    must("legacy_customer_id", Kind::Word),
    must("kind", Kind::Code(CUSTOMER_KINDS)),
    must("last_name", Kind::Text).or_blank(),
    must("first_name", Kind::Text).or_blank(),
    must("business_name", Kind::Text).or_blank(),
    may("email", Kind::Word),
    may("phone", Kind::Word),
    must("language", Kind::Code(LANGUAGES)),
    must("mailing_line1", Kind::Text),
    may("mailing_line2", Kind::Text),
    must("mailing_city", Kind::Text),
    must("mailing_state", Kind::Word),
    must("mailing_postal_code", Kind::Zip),
];
static PREMISE: &[Field] = &[
    must("legacy_premise_id", Kind::Word),
    must("line1", Kind::Text),
    may("line2", Kind::Text),
    must("city", Kind::Text),
    must("state", Kind::Word),
    must("postal_code", Kind::Zip),
    may("district", Kind::Word),
];
/// An account. A closed one must have `closed_on`: see the record builder.
static ACCOUNT_FIELDS: &[Field] = &[
    must(ACCOUNT, Kind::Word),
    full("legacy_customer_id", Kind::Word),
    full("legacy_premise_id", Kind::Word),
    full("service_line1", Kind::Text),
    may("service_line2", Kind::Text),
    full("service_city", Kind::Text),
    full("service_state", Kind::Word),
    full("service_postal_code", Kind::Zip),
    may("district", Kind::Word),
    must("status", Kind::Code(ACCOUNT_STATUS)),
    full("opened_on", Kind::Day),
    may("closed_on", Kind::Day),
    full("bill_cycle", Kind::Word),
    may("custom_due_day", Kind::Count(1, 31)),
    may("statement_group", Kind::Word),
    full("rate_class", Kind::Word),
    full("balance", Kind::Money),
    full("deposit", Kind::Money),
    full("donation", Kind::Money),
    full("medical_baseline", Kind::Flag),
    full("autopay", Kind::Flag),
    full("paperless", Kind::Flag),
];
static METER: &[Field] = &[
    must("meter_number", Kind::Word),
    must(ACCOUNT, Kind::Word),
    must("commodity", Kind::Code(COMMODITIES)),
    full("multiplier", Kind::Quantity),
    full("installed_on", Kind::Day),
    may("removed_on", Kind::Day),
];
static CALENDAR: &[Field] = &[
    must("bill_cycle", Kind::Word),
    must("period", Kind::Month),
    must("read_date", Kind::Day),
    must("bill_date", Kind::Day),
    must("due_date", Kind::Day),
    may("reminder_date", Kind::Day),
    may("late_fee_date", Kind::Day),
    may("disconnect_date", Kind::Day),
];
static BILL: &[Field] = &[
    must("legacy_bill_id", Kind::Word),
    must(ACCOUNT, Kind::Word),
    must("bill_date", Kind::Day),
    full("due_date", Kind::Day),
    full("period_start", Kind::Day),
    full("period_end", Kind::Day),
    full("previous_balance", Kind::Money),
    must("current_charges", Kind::Money),
    full("total_due", Kind::Money),
];
static USAGE: &[Field] = &[
    full("legacy_bill_id", Kind::Word),
    must(ACCOUNT, Kind::Word),
    full("meter_number", Kind::Word),
    full("period_start", Kind::Day),
    full("period_end", Kind::Day),
    must("quantity", Kind::Quantity),
    must("unit", Kind::Code(UNITS)),
    full("read_type", Kind::Code(READ_TYPES)),
];
static PAYMENT: &[Field] = &[
    must("legacy_payment_id", Kind::Word),
    must(ACCOUNT, Kind::Word),
    must("paid_on", Kind::Day),
    must("amount", Kind::Money),
    must("channel", Kind::Code(CHANNELS)),
    may("reference", Kind::Text),
];
static ADJUSTMENT: &[Field] = &[
    must("legacy_adjustment_id", Kind::Word),
    must(ACCOUNT, Kind::Word),
    must("posted_on", Kind::Day),
    must("amount", Kind::Money),
    must("kind", Kind::Code(ADJUSTMENT_KINDS)),
    may("description", Kind::Text),
];
static INSTALLMENT: &[Field] = &[
    must("arrangement_id", Kind::Word),
    must(ACCOUNT, Kind::Word),
    must("sequence", Kind::Count(1, 9999)),
    must("due_date", Kind::Day),
    must("amount", Kind::Money),
];
static DRAFT: &[Field] = &[
    must("legacy_draft_id", Kind::Word),
    must(ACCOUNT, Kind::Word),
    must("draft_date", Kind::Day),
    must("amount", Kind::Money),
    full("status", Kind::Code(DRAFT_STATUS)),
];
/// A stored payment method. Its id is read to tell repeated rows, and goes no further.
static PAYMENT_METHOD: &[Field] = &[
    full("legacy_method_id", Kind::Word),
    must(ACCOUNT, Kind::Word),
    must("kind", Kind::Code(METHODS)),
];
static NOTE: &[Field] = &[
    must("legacy_note_id", Kind::Word),
    must(ACCOUNT, Kind::Word),
    must("noted_on", Kind::Day),
    must("text", Kind::Text).or_blank(),
    full("line", Kind::Count(0, 999_999)),
];
static WEB_USER: &[Field] = &[
    must("user_id", Kind::Word),
    must("legacy_customer_id", Kind::Word),
    must("login", Kind::Word),
    may("email", Kind::Word),
    may("password_hash", Kind::Word),
    full("failed_logins", Kind::Count(0, 999_999_999)),
    full("status", Kind::Code(USER_STATUS)),
    may("first_login_at", Kind::Stamp),
    may("last_login_at", Kind::Stamp),
];
static PORTFOLIO: &[Field] = &[
    must("portfolio_id", Kind::Word),
    must("name", Kind::Text),
    may("legacy_customer_id", Kind::Word),
    may("owner_user_id", Kind::Word),
];
static PORTFOLIO_ACCOUNT: &[Field] = &[must("portfolio_id", Kind::Word), must(ACCOUNT, Kind::Word)];
static PORTFOLIO_GUEST: &[Field] = &[
    must("portfolio_id", Kind::Word),
    must("user_id", Kind::Word),
    may("added_on", Kind::Day),
];
/// A row a member. Group, portfolio and name stand in every row, merged or not.
static GROUP_MEMBER: &[Field] = &[
    must("group_id", Kind::Word),
    must("portfolio_id", Kind::Word),
    must("name", Kind::Text),
    must("member_kind", Kind::Code(MEMBERS)),
    must("member", Kind::Member),
];

static USER_ACCOUNT: &[Field] = &[
    must("user_id", Kind::Word),
    must(ACCOUNT, Kind::Word),
    must("portal_status", Kind::Code(PORTAL_STATUS)),
];
static ACTIVITY: &[Field] = &[
    must(ACCOUNT, Kind::Word),
    may("user_id", Kind::Word),
    must("at", Kind::Stamp),
    must("kind", Kind::Word),
    may("detail", Kind::Text),
];

impl Field {
    /// The same field, mapped always, but a row may leave it blank.
    const fn or_blank(self) -> Self {
        field(self.name, self.kind, self.mapped, false)
    }
}

/// Returns the fields of an entity, in the catalogue's order.
pub(super) fn of(entity: Entity) -> &'static [Field] {
    match entity {
        Entity::Customer => CUSTOMER,
        Entity::Premise => PREMISE,
        Entity::Account => ACCOUNT_FIELDS,
        Entity::Meter => METER,
        Entity::Calendar => CALENDAR,
        Entity::Bill => BILL,
        Entity::Usage => USAGE,
        Entity::Payment => PAYMENT,
        Entity::Adjustment => ADJUSTMENT,
        Entity::Installment => INSTALLMENT,
        Entity::Draft => DRAFT,
        Entity::PaymentMethod => PAYMENT_METHOD,
        Entity::Note => NOTE,
        Entity::WebUser => WEB_USER,
        Entity::UserAccount => USER_ACCOUNT,
        Entity::Activity => ACTIVITY,
        Entity::Portfolio => PORTFOLIO,
        Entity::PortfolioAccount => PORTFOLIO_ACCOUNT,
        Entity::PortfolioGuest => PORTFOLIO_GUEST,
        Entity::GroupMember => GROUP_MEMBER,
    }
}

/// Returns the fields that tell one row of an entity from another, unless the mapping says so;
/// none where rows are not compared.
pub(super) fn key_of(entity: Entity) -> &'static [&'static str] {
    match entity {
        Entity::Customer => &["legacy_customer_id"],
        Entity::Premise => &["legacy_premise_id"],
        Entity::Account => &[ACCOUNT],
        Entity::Meter => &["meter_number", ACCOUNT],
        Entity::Calendar => &["bill_cycle", "period"],
        Entity::Bill => &["legacy_bill_id"],
        Entity::Usage => &["legacy_bill_id", "meter_number"],
        Entity::Payment => &["legacy_payment_id"],
        Entity::Adjustment => &["legacy_adjustment_id"],
        Entity::Installment => &["arrangement_id", "sequence"],
        Entity::Draft => &["legacy_draft_id"],
        Entity::PaymentMethod => &["legacy_method_id"],
        Entity::Note => &["legacy_note_id"],
        Entity::WebUser => &["user_id"],
        Entity::UserAccount => &["user_id", ACCOUNT],
        Entity::Activity => &[],
        Entity::Portfolio => &["portfolio_id"],
        Entity::PortfolioAccount => &["portfolio_id", ACCOUNT],
        Entity::PortfolioGuest => &["portfolio_id", "user_id"],
        Entity::GroupMember => &["group_id", "member_kind", "member"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_a_field_and_no_field_stands_twice() {
        for entity in Entity::ALL {
            let names: Vec<_> = of(entity).iter().map(|f| f.name).collect();
            for key in key_of(entity) {
                assert!(names.contains(key), "{} {key}", entity.name());
            }
            for (i, name) in names.iter().enumerate() {
                assert!(!names[i + 1..].contains(name), "{} {name}", entity.name());
            }
        }
    }
}
