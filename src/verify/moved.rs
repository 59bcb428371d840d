//! A bill's, an installment's or a draft's date that is not the legacy one any more.

use super::facts::History;
use crate::record::policy::Policy;
use crate::record::windows::Spans;
use chrono::NaiveDate;

/// A date that moved or had to, looked at again when the calendar is known.
#[derive(Clone, Debug)]
pub(super) struct Moved {
    /// The table it stands in.
    pub(super) history: History,
    /// The portal's account number.
    pub(super) number: String,
    /// The day the bill was issued; none for other tables.
    pub(super) bill_date: Option<NaiveDate>,
    /// The legacy date.
    pub(super) old: NaiveDate,
    /// The date that stands.
    pub(super) new: NaiveDate,
    /// The rule that the portal says it moved by.
    pub(super) moved_by: Option<String>,
}

/// Returns the window of what the dates of a table stand for: of drafts, of late fees, and of
/// everything else that falls due.
pub(super) fn window(history: History, policy: &Policy) -> &Spans {
    match history {
        History::ScheduledPayment => &policy.windows.draft,
        History::Adjustment => &policy.windows.late_fee,
        History::Meter
        | History::Usage
        | History::Bill
        | History::Payment
        | History::Installment
        | History::AccountNote
        | History::Activity => &policy.windows.due,
    }
}
