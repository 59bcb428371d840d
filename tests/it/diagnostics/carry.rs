//! An opening balance does not fit.

use super::of_library;
use cutover::decide::carry::opening_balance;
use cutover::record::money::Cents;

cases!(carry: opening_balance_too_large);

/// One amount has at most thirteen digits: an account would need millions of such rows. The
/// program adds the account's row.
fn opening_balance_too_large() -> String {
    of_library(*opening_balance(Cents(0), i128::from(i64::MAX) * 2).unwrap_err())
}
