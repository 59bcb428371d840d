//! Bills and payments in one row, by the first rows: how many payments are above the bill. Columns
//! belong together by their names: `PAY_AMT1` with `BILL_AMT1`, and with `BILL_AMT2`, as a series
//! that counts back in time has the bill that was paid under the next number.

use super::column::Column;
use super::report::{ColumnProfile, ColumnType, Overpaid};
use super::sample::NO_AMOUNT;

/// Most pairs that are told.
const MOST_PAIRS: usize = 24;

/// Returns the pairs in which a payment is above a bill, in the order of the payments.
pub(super) fn overpaid(columns: &[Column], profiles: &[ColumnProfile]) -> Vec<Overpaid> {
    let of = |wanted: fn(&Column) -> bool| {
        let both = columns.iter().zip(profiles);
        both.filter(move |(column, p)| p.kind == ColumnType::Amount && wanted(column))
    };
    let mut found = Vec::new();
    for (payment, paid) in of(|c| c.hints.paid && !c.hints.billed) {
        for (bill, billed) in of(|c| c.hints.billed && !c.hints.paid) {
            let apart = match (number(&paid.name), number(&billed.name)) {
                (None, None) => Some(0),
                (Some(paid), Some(billed)) => billed.checked_sub(paid),
                _ => None,
            };
            if !matches!(apart, Some(0 | 1)) {
                continue;
            }
            let (rows, above) = compare(payment, bill);
            if above > 0 {
                found.push(Overpaid {
                    paid: paid.name.clone(),
                    billed: billed.name.clone(),
                    rows,
                    above,
                });
            }
        }
    }
    found.truncate(MOST_PAIRS);
    found
}

/// Returns the number at the end of a name.
fn number(name: &str) -> Option<u32> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    name.get(stem.len()..)?.parse().ok()
}

/// Returns the rows that have both amounts, and those of them whose payment is above the bill. A
/// payment of nothing pays no bill, not even a credit.
fn compare(payment: &Column, bill: &Column) -> (u64, u64) {
    let (Some(payments), Some(bills)) = (&payment.sample, &bill.sample) else {
        return (0, 0);
    };
    let both = payments.amounts.iter().zip(&bills.amounts);
    let both = both.filter(|(paid, billed)| **paid != NO_AMOUNT && **billed != NO_AMOUNT);
    both.fold((0, 0), |(rows, above), (paid, billed)| {
        (rows + 1, above + u64::from(*paid > 0 && paid > billed))
    })
}
