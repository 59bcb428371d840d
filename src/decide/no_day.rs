//! What a person must know of a bill, an installment or a draft that must move and finds no day.

use crate::diag::finding::Finding;
use crate::record::plan::DateRule;
use crate::record::policy::Policy;
use chrono::NaiveDate;

/// What stands against every day that a date could move to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDay {
    /// No day within reach is open and has room.
    Reach,
    /// The first day leaves fewer days to the account's next due date than must be.
    Gap {
        /// That first day.
        first: NaiveDate,
        /// When the account is due next.
        next: NaiveDate,
        /// Days that must lie between.
        least: i64,
    },
    /// No day from the first that a draft may run on to the last within reach is open and has room.
    Draft {
        /// That first day; it may lie behind the last one.
        first: NaiveDate,
        /// The last one within reach.
        last: NaiveDate,
        /// The bill behind which it must keep its days, where that counts.
        bill_date: Option<NaiveDate>,
    },
}

/// The date that finds no day.
#[derive(Clone, Copy, Debug)]
pub struct Stuck<'a> {
    /// The legacy account number, of a row of the account file: it is shown in full, so that a
    /// person can find the account.
    pub account: &'a str,
    /// What it is the date of, with its article: "a bill due".
    pub what: &'static str,
    /// The date.
    pub date: NaiveDate,
}

/// Returns the finding: account, dates, and the key that would help.
#[must_use]
pub fn no_day(stuck: &Stuck<'_>, fault: NoDay, policy: &Policy) -> Finding {
    let who = format!(
        "account {}: {} on {}",
        stuck.account, stuck.what, stuck.date
    );
    match fault {
        NoDay::Reach => {
            Finding::error(
                "shift::no_day_for_account",
                format!(
                    "{who} finds no other day: none of the {} days behind its window is open and has room for the accounts due on it",
                    policy.move_within_days
                ),
            )
            .help(format!(
                "raise `{}` or `{}`, or check `holidays`",
                DateRule::DailyCapacity.name(),
                DateRule::MoveWithinDays.name()
            ))
        }
        NoDay::Gap { first, next, least } => {
            let days = (next - first).num_days();
            Finding::error(
                "shift::no_day_for_account",
                format!(
                    "{who} could move to {first}, and the account is due again on {next}: {days} days later, where {least} must lie between (`due_gap_days`)"
                ),
            )
            .help(format!(
                "`due_gap_days` = {} would let it stand; or end the window earlier",
                days.max(0)
            ))
        }
        NoDay::Draft {
            first,
            last,
            bill_date,
        } => draft(&who, (first, last), bill_date, policy),
    }
}

/// A draft: which days it could run on, and which rule pushes the first of them away.
fn draft(
    who: &str,
    (first, last): (NaiveDate, NaiveDate),
    bill_date: Option<NaiveDate>,
    policy: &Policy,
) -> Finding {
    let shift = &policy.shift;
    let (why, key) = match bill_date {
        Some(bill) => (
            format!(
                "its bill is of {bill}, {} days before it",
                shift.draft_after_bill_days
            ),
            "draft_after_bill_days",
        ),
        None => (
            format!(
                "letters go out on {}, {} days before it",
                shift.notices_sent_on, shift.draft_notice_days
            ),
            "draft_notice_days",
        ),
    };
    let found = if first > last {
        format!("can run on {first} at the earliest ({why}, `{key}`), and on {last} at the latest")
    } else {
        format!("finds no business day with room from {first} ({why}, `{key}`) to {last}")
    };
    Finding::error(
        "shift::no_day_for_account",
        format!(
            "{who} {found}, {} days behind its window",
            policy.move_within_days
        ),
    )
    .help(format!(
        "raise `move_within_days`, lower `{key}`, or cancel such drafts with `drafts.cancel_from`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::samples::{day, policy};

    #[test]
    fn each_account_is_named_in_full_however_many_digits_it_has() {
        for account in ["0202", "3000000017", "3000000025"] {
            let stuck = Stuck {
                account,
                what: "a bill due",
                date: day("2017-02-24"),
            };
            let finding = no_day(&stuck, NoDay::Reach, &policy());
            let head = format!("account {account}: a bill due on 2017-02-24 finds no other day");
            assert!(finding.message.starts_with(&head), "{}", finding.message);
        }
    }
}
