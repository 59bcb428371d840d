//! The facts of a source record, as the portal must have them.

use super::digest::Facts;
use super::facts::{History, decimal, text};
use crate::record::policy::Policy;
use crate::record::source::Record;
use chrono::NaiveDate;

/// What must be known beside a source record to say how it stands in the portal.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beside {
    /// The row's number in its file.
    pub(super) row: u64,
    /// A draft must be cancelled.
    pub(super) cancelled: bool,
    /// The log-in that the row names stands in the portal.
    pub(super) user_stands: bool,
}

/// Returns the table and the facts of a source record of history, as the portal must have them.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the other records are of the next function"
)]
pub(super) fn of_record(
    record: &Record,
    policy: &Policy,
    beside: Beside,
) -> Option<(History, Facts)> {
    let date = |day: NaiveDate| Some(day.to_string());
    let maybe = |day: Option<NaiveDate>| day.map(|d| d.to_string());
    let cents = |amount: crate::record::money::Cents| Some(amount.0.to_string());
    Some(match record {
        Record::Meter(r) => (
            History::Meter,
            vec![
                text(&r.meter_number),
                decimal(Some(r.multiplier)),
                maybe(r.installed_on),
                maybe(r.removed_on),
                text(&r.commodity),
            ],
        ),
        Record::Usage(r) => (
            History::Usage,
            vec![
                r.legacy_bill_id.as_deref().and_then(text),
                r.meter_number.as_deref().and_then(text),
                maybe(r.period_start),
                maybe(r.period_end),
                decimal(Some(r.quantity)),
                text(if r.estimated { "estimated" } else { "actual" }),
                text(&r.unit),
            ],
        ),
        Record::Bill(r) => {
            let image = policy.images_from.is_some_and(|from| r.bill_date >= from);
            (
                History::Bill,
                vec![
                    text(&r.legacy_bill_id),
                    date(r.bill_date),
                    maybe(r.due_date),
                    maybe(r.period_start),
                    maybe(r.period_end),
                    r.previous_balance.and_then(cents),
                    cents(r.current_charges),
                    r.total_due.and_then(cents),
                    Some(u8::from(image).to_string()),
                ],
            )
        }
        Record::Payment(r) => (
            History::Payment,
            vec![
                text(&r.legacy_payment_id),
                date(r.paid_on),
                cents(r.amount),
                text(&r.channel),
                text(if r.amount.0 < 0 { "returned" } else { "posted" }),
                r.reference.as_deref().and_then(text),
            ],
        ),
        Record::Adjustment(r) => (
            History::Adjustment,
            vec![
                text(&r.legacy_adjustment_id),
                date(r.posted_on),
                cents(r.amount),
                text(&r.kind),
                r.description.as_deref().and_then(text),
            ],
        ),
        _ => return of_other(record, beside),
    })
}

/// Returns the facts of what goes along whatever its date.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "every other record is no row of history"
)]
fn of_other(record: &Record, beside: Beside) -> Option<(History, Facts)> {
    Some(match record {
        Record::Installment(r) => (
            History::Installment,
            vec![
                text(&r.arrangement_id),
                Some(r.sequence.to_string()),
                Some(r.due_date.to_string()),
                Some(r.amount.0.to_string()),
            ],
        ),
        Record::Draft(r) => (
            History::ScheduledPayment,
            vec![
                text(&r.legacy_draft_id),
                Some(r.draft_date.to_string()),
                Some(r.amount.0.to_string()),
                text(if beside.cancelled {
                    "cancelled"
                } else {
                    "carried"
                }),
            ],
        ),
        Record::Note(r) => (
            History::AccountNote,
            vec![
                text(&r.legacy_note_id),
                Some(r.noted_on.to_string()),
                text(&r.text),
            ],
        ),
        Record::Activity(r) => {
            let user = r.user_id.as_deref().filter(|_| beside.user_stands);
            (
                History::Activity,
                vec![
                    Some(r.at.timestamp().to_string()),
                    Some(beside.row.to_string()),
                    user.and_then(text),
                    text(&r.kind),
                    r.detail.as_deref().and_then(text),
                ],
            )
        }
        _ => return None,
    })
}
