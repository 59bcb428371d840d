//! The tables of what a utility decides, as types: their schema is derived, and no value is ever
//! made of them. `mappings/README.md` says more of each key; a test holds both to the parser.

use schemars::JsonSchema;
use std::collections::BTreeMap;

/// A day: bare, `2017-03-01`, or the same in quotes.
#[derive(JsonSchema)]
#[schemars(transparent, inline)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Day(#[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))] String);

/// Who the letters are from.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Utility {
    /// The name on the letterhead and in the report.
    name: String,
    /// Zone of the legacy time stamps, such as "America/Los_Angeles".
    time_zone: String,
    /// What customers call the new portal.
    portal: Option<String>,
    /// The help line.
    phone: Option<String>,
    /// The web address.
    web: Option<String>,
    /// Lines of the return address.
    address: Option<TextOrList>,
    /// Further help lines: a place or purpose, and a number.
    more_phones: Option<BTreeMap<String, String>>,
    /// When the help line is open, in both languages.
    hours: Option<Hours>,
}

/// When the help line is open.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Hours {
    /// In English.
    en: String,
    /// In Spanish.
    es: String,
}

/// One text, or several.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) enum TextOrList {
    One(String),
    Several(Vec<String>),
}

/// The days of the cutover.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Cutover {
    /// Day of the extract: balances are as of this day.
    extracted_on: Day,
    /// Day the new portal opens.
    on: Day,
    /// No due date, draft or late fee falls on these days, both included.
    blackout: Option<Days>,
    /// History carried, counted back from `on`: "24 months" or "2 years".
    history: Option<String>,
}

/// The days on which something may not happen; each window is the blackout unless it is named.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Windows {
    /// Nobody can pay in the portal.
    pay_online: Option<Window>,
    /// Nobody can pay by telephone.
    pay_phone: Option<Window>,
    /// No draft runs.
    draft: Option<Window>,
    /// No bill is issued.
    bill_print: Option<Window>,
    /// No bill and no installment is due.
    due: Option<Window>,
    /// No late fee is charged.
    late_fee: Option<Window>,
    /// Nobody is disconnected.
    disconnect: Option<Window>,
    /// No meter is read; readings must be allowed to move.
    read: Option<Window>,
}

/// Days from one to another, several such, or none.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) enum Window {
    One(Days),
    Several(Vec<Days>),
}

/// First and last day, both included.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Days {
    /// First day.
    from: Day,
    /// Last day.
    to: Day,
}

/// Whether numbers stay, or how the new ones look.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct AccountNumbers {
    /// Keep the legacy numbers, or give new ones.
    policy: NumberPolicy,
    /// `d` a digit, `c` the check digit at the end: "dddddddddc".
    #[schemars(regex(pattern = r"^d{6,11}c$"))]
    pattern: Option<String>,
    /// Digits a number may begin with: "4-7" or "234".
    first_digit: Option<String>,
    /// How the check digit is made.
    check: Option<Check>,
    /// File with the key, relative to the mapping; `CUTOVER_KEY` wins.
    key_file: Option<String>,
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($word:ident),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(JsonSchema)]
            #[schemars(rename_all = "snake_case", inline)]
            #[expect(dead_code, reason = "only its schema is wanted")]
            pub(super) enum $name { $($word),* }
        )*
    };
}

words! {
    /// Keep the legacy numbers, or give new ones.
    NumberPolicy { Keep, Assign }
    /// How a check digit is made.
    Check { Luhn }
    /// What becomes of automatic payment.
    Autopay { ReEnroll, Carry }
    /// What becomes of electronic bills.
    Paperless { Reset, Carry }
    /// What becomes of log-ins.
    Credentials { ReRegister, Carry }
    /// Which accounts are enrolled on the first day.
    Enrolled { Nobody, WebUsers, Portfolios, AsExported }
    /// A state in which drafts may be cancelled.
    StoppedStatus { PermanentLock, Hidden }
    /// What becomes of a bill due in the blackout on the customer's own day.
    DesignatedDay { MoveLater, Keep }
    /// Whether meters may be read on other days.
    Reads { Stay, Move }
}

/// What the utility decided about payments, dates, fees and refused rows.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Policy {
    /// Whether automatic payment stays in force.
    autopay: Option<Autopay>,
    /// Whether electronic bills stay.
    paperless: Option<Paperless>,
    /// Whether password hash, failed log-ins and lock come along.
    credentials: Option<Credentials>,
    /// Accounts that are enrolled on the first day.
    enrolled: Option<Enrolled>,
    /// Failed log-ins in a row that lock, where log-ins are carried.
    #[schemars(range(min = 1, max = 1000))]
    failed_logins_lock: Option<u64>,
    /// Which drafts are cancelled.
    drafts: Option<Drafts>,
    /// How long the activity log is kept: "36 months" or "3 years".
    activity: Option<String>,
    /// What becomes of a bill due in the blackout on the customer's own day.
    designated_day: Option<DesignatedDay>,
    /// Whether banks may go on with the old number; the letters say so.
    old_number_still_works: Option<bool>,
    /// Days from bill to due date at least, for calendar rows that move.
    #[schemars(range(max = 90))]
    days_to_pay: Option<u64>,
    /// Days from read to read.
    period_days: Option<PeriodDays>,
    /// Accounts due on a day that takes moved dates.
    #[schemars(range(min = 1))]
    daily_capacity: Option<u64>,
    /// A moved due date falls at most so many days after the blackout.
    #[schemars(range(min = 1, max = 90))]
    move_within_days: Option<u64>,
    /// The same where the bill date moved too, counted from the old due date.
    #[schemars(range(min = 1, max = 90))]
    move_with_bill_within_days: Option<u64>,
    /// Whether meters may be read on other days.
    reads: Option<Reads>,
    /// Days by which a reading may move at most, where readings move.
    #[schemars(range(min = 1, max = 31))]
    read_move_days: Option<u64>,
    /// Whether dates of bills that are not issued may move to an earlier day.
    earlier: Option<bool>,
    /// Whether cycles with no date in a window may move to make room.
    others_move: Option<bool>,
    /// Periods after which a cycle is back on its regular dates, the one in the window included.
    #[schemars(range(min = 1, max = 12))]
    return_within_periods: Option<u64>,
    /// Days from read to read that need no proration; they lie within `period_days`.
    unprorated_days: Option<PeriodDays>,
    /// Days between the due dates of two bills that follow each other, at least.
    #[schemars(range(max = 60))]
    due_gap_days: Option<u64>,
    /// Whether a bill is due no later than the next one is issued.
    due_by_next_bill: Option<bool>,
    /// Whether moved cycles are due in their old order.
    keep_cycle_order: Option<bool>,
    /// Accounts billed on a day that takes moved bill dates.
    #[schemars(range(min = 1))]
    bill_capacity: Option<u64>,
    /// Days from the bill to a draft whose date moves, at least.
    #[schemars(range(max = 60))]
    draft_after_bill_days: Option<u64>,
    /// Days from the letters to a draft whose date moves, at least.
    #[schemars(range(max = 60))]
    draft_notice_days: Option<u64>,
    /// Days besides Saturday and Sunday on which nothing may fall due.
    holidays: Option<Vec<Day>>,
    /// No late fee on open accounts up to this day.
    late_fee_waived_until: Option<Day>,
    /// No disconnection of open accounts up to this day.
    disconnect_hold_until: Option<Day>,
    /// No collection from accounts that owe up to this day.
    collection_hold_until: Option<Day>,
    /// Bills dated on or after this day have an image in the portal.
    images_from: Option<Day>,
    /// How many rows of a file may be refused.
    rejects: Option<Rejects>,
    /// Days after the last draft before the legacy side deletes payment data.
    #[schemars(range(max = 3650))]
    purge_hold_days: Option<u64>,
}

/// Which drafts are cancelled.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Drafts {
    /// Drafts that would run on this day or later.
    cancel_from: Option<Day>,
    /// Drafts of accounts in one of these states, whatever their day.
    cancel_portal_status: Option<Vec<StoppedStatus>>,
}

/// Days from read to read, shortest and longest.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct PeriodDays {
    /// The shortest.
    #[schemars(range(min = 1, max = 366))]
    min: u64,
    /// The longest.
    #[schemars(range(min = 1, max = 366))]
    max: u64,
}

/// How many rows of a file may be refused: whichever is more.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is wanted")]
pub(super) struct Rejects {
    /// In percent of the file's rows, with at most two decimals.
    #[schemars(range(min = 0, max = 100))]
    percent: Option<serde_json::Number>,
    /// This many are always allowed.
    at_least: Option<u64>,
}
