//! What the utility decided: the policy half of a mapping, with every default filled in.

use super::account::PortalStatus;
use super::dates::{BusinessDays, DateRange, months_before};
use super::letter::NoticeKind;
use super::windows::Windows;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Who the utility is, as its letters say it.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Utility {
    /// The name on the letterhead.
    pub name: String,
    /// Lines of the return address.
    pub address: Vec<String>,
    /// Help line.
    pub phone: String,
    /// Further help lines: a place or purpose, and a number.
    pub more_phones: Vec<(String, String)>,
    /// Web address.
    pub web: String,
    /// What the new portal is called.
    pub portal_name: String,
    /// When help is open, in English.
    pub hours_en: String,
    /// When help is open, in Spanish.
    pub hours_es: String,
}

/// Check digit methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// Mod 10 (Luhn).
    Luhn,
}

/// How account numbers come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberPolicy {
    /// The legacy number stays.
    Keep,
    /// A new number is assigned.
    Assign {
        /// Digits in all, check digit included.
        length: u32,
        /// Allowed first digits, never 0.
        first: BTreeSet<u8>,
        /// How the last digit is made.
        check: Check,
    },
}

/// What happens to a customer's own settings at the switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Carry {
    /// It stays as it was.
    Carry,
    /// It starts anew: the customer sets it up again.
    Reset,
}

/// Which accounts are enrolled in the portal from its first day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Enrolled {
    /// None: every customer enrols anew.
    Nobody,
    /// Those whose customer has a log-in.
    WebUsers,
    /// Those in a portfolio.
    Portfolios,
    /// Each as the export says, row by row.
    AsExported,
}

/// What happens to a bill due inside the blackout on the customer's own due day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Designated {
    /// That one bill moves; the day stays for every later one.
    MoveLater,
    /// The printed date stays, without fee or draft.
    Keep,
}

/// How many rows of a file may be refused before the delivery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RejectLimit {
    /// Hundredths of a percent of the file's rows: 1 % is 100.
    pub basis_points: u64,
    /// This many are always allowed.
    pub at_least: u64,
}

impl RejectLimit {
    /// Returns how many of `rows` may be refused.
    #[must_use]
    pub fn allowed(&self, rows: u64) -> u64 {
        let share = u128::from(rows) * u128::from(self.basis_points) / 10_000;
        u64::try_from(share).unwrap_or(u64::MAX).max(self.at_least)
    }
}

/// What may move besides the dates that must, and what keeps it from going far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftRules {
    /// Meters may be read on other days.
    pub reads_move: bool,
    /// Days by which a reading may move at most, either way.
    pub read_move_days: u64,
    /// Dates of bills that are not issued yet may move to an earlier day too.
    pub earlier: bool,
    /// Cycles with no date in a window may move to make room.
    pub others_move: bool,
    /// Periods, the one in the window included, after which a cycle is back on its regular dates.
    pub return_within_periods: u64,
    /// Days in a period, shortest and longest, that need no proration.
    pub unprorated_days: (i64, i64),
    /// Days between the due dates of two bills that follow each other, at least.
    pub due_gap_days: u64,
    /// No due date falls behind the next bill's date.
    pub due_by_next_bill: bool,
    /// A cycle that was due before another of its period is not due after it.
    pub keep_cycle_order: bool,
    /// Accounts billed on a day that receives moved bill dates, at most; none where any number.
    pub bill_capacity: Option<u64>,
    /// Days from a bill to a draft whose date moves, at least.
    pub draft_after_bill_days: u64,
    /// Days from the notice to a draft whose date moves, at least.
    pub draft_notice_days: u64,
    /// The day on which notices are sent.
    pub notices_sent_on: NaiveDate,
}

impl ShiftRules {
    /// Returns the defaults. Gaps: two bills were due in one month after a published shift. Drafts:
    /// Regulation E, ten days' notice of a varying amount, which the bill is; and the bank rules'
    /// seven days' notice of a changed date.
    #[must_use]
    pub fn defaults(extracted_on: NaiveDate, period_days: (i64, i64)) -> Self {
        Self {
            reads_move: false,
            read_move_days: 7,
            earlier: false,
            others_move: false,
            return_within_periods: 1,
            unprorated_days: period_days,
            due_gap_days: 21,
            due_by_next_bill: true,
            keep_cycle_order: false,
            bill_capacity: None,
            draft_after_bill_days: 10,
            draft_notice_days: 7,
            notices_sent_on: extracted_on,
        }
    }
}

/// The utility's decisions. Sources of the defaults: the mapping's documentation.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Letterhead and contacts.
    pub utility: Utility,
    /// IANA time zone of the legacy system's time stamps.
    pub time_zone: chrono_tz::Tz,
    /// Day of the extract: balances are as of this day.
    pub extracted_on: NaiveDate,
    /// Day the new portal opens.
    pub cutover_on: NaiveDate,
    /// No bill, due date, draft, installment or late fee on these days.
    pub blackout: Option<DateRange>,
    /// The same for each action, where they differ.
    pub windows: Windows,
    /// How many months of history before the cutover are carried.
    pub history_months: u32,
    /// How many months before the cutover the activity log is kept at least; none where all of
    /// it is.
    pub activity_months: Option<u32>,
    /// Account numbers.
    pub numbers: NumberPolicy,
    /// Automatic payment.
    pub autopay: Carry,
    /// Electronic bills.
    pub paperless: Carry,
    /// Log-ins.
    pub credentials: Carry,
    /// Accounts that are enrolled from the first day on.
    pub enrolled: Enrolled,
    /// Consecutive failed log-ins that lock, where log-ins are carried; none where only the
    /// export's own lock counts.
    pub failed_logins_lock: Option<u32>,
    /// Drafts dated on or after this day are cancelled.
    pub drafts_cancel_from: Option<NaiveDate>,
    /// Drafts of accounts that are in one of these states are cancelled too.
    pub drafts_cancel_states: BTreeSet<PortalStatus>,
    /// Customers' own due days.
    pub designated: Designated,
    /// Days from bill to due date at least.
    pub days_to_pay: u64,
    /// Days in a billing period, shortest and longest.
    pub period_days: (i64, i64),
    /// Accounts due on a day that receives moved due dates, at most.
    pub daily_capacity: u64,
    /// Days after the blackout within which a moved due date must fall.
    pub move_within_days: u64,
    /// Days that a due date may move when its bill date moves.
    pub move_with_bill_within_days: u64,
    /// What else may move, and how far.
    pub shift: ShiftRules,
    /// Monday to Friday without the utility's holidays.
    pub business_days: BusinessDays,
    /// No late fee up to this day, on every open account.
    pub late_fee_waived_until: Option<NaiveDate>,
    /// No disconnection up to this day, on every open account.
    pub disconnect_hold_until: Option<NaiveDate>,
    /// No dunning and no collector up to this day, on every open account and every closed one that
    /// owes.
    pub collection_hold_until: Option<NaiveDate>,
    /// Bill images exist for bills dated on or after this day.
    pub images_from: Option<NaiveDate>,
    /// What customers are told.
    pub notices: BTreeSet<NoticeKind>,
    /// True where the bank may go on sending the old number.
    pub old_number_still_works: bool,
    /// How many rows may be refused.
    pub reject_limit: RejectLimit,
    /// Name of the donation program, where the export has donations.
    pub donation_program: Option<String>,
    /// Days after the last draft or the extract for which the legacy side must hold bank data
    /// before it is deleted.
    pub purge_hold_days: u64,
}

impl Policy {
    /// Returns the history window: from the cutover's date `history_months` earlier to the
    /// cutover, both days included.
    #[must_use]
    pub fn window(&self) -> DateRange {
        DateRange {
            from: months_before(self.cutover_on, self.history_months),
            to: self.cutover_on,
        }
    }

    /// Returns true where `day` lies in the blackout.
    #[must_use]
    pub fn in_blackout(&self, day: NaiveDate) -> bool {
        self.blackout.is_some_and(|blackout| blackout.contains(day))
    }
}
