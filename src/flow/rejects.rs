//! Refused rows as findings: what a reject says, with its place and what to do about its code.
//!
//! In: rejects. Out: warnings. Says nothing of a row that its reject does not say.

use crate::diag::finding::Finding;
use crate::record::fate::Reject;
use crate::record::origin::Origin;

/// Returns a refused row as a warning.
#[must_use]
pub fn finding(reject: &Reject) -> Finding {
    let column = (!reject.column.is_empty()).then(|| reject.column.clone());
    let finding = Finding::warning(reject.code, reject.message.clone()).at(Origin {
        file: reject.file.clone(),
        row: Some(reject.row),
        column,
    });
    match help(reject.code) {
        Some(help) => finding.help(help),
        None => finding,
    }
}

/// Returns what to do about a refused row, by its code.
fn help(code: &str) -> Option<&'static str> {
    Some(match code {
        "row::columns" => {
            "look for a delimiter or line break in the legacy text that nothing quotes, or for a copybook of another layout; have the row exported again"
        }
        "row::blank" => {
            "correct it in the legacy system; where blanks are right, see whether the mapping can do without the field"
        }
        "row::bad_date" => {
            "correct it in the legacy system; where many rows have it, say with `date` or `time_stamp` in `format` how days are written"
        }
        "row::bad_amount" => {
            "correct it in the legacy system; where many rows have it, say with `money` in `format` how amounts are written"
        }
        "row::bad_number" => {
            "correct it in the legacy system; where many rows have it, see whether the mapping names the right column and `pattern`"
        }
        "row::number_cell" => {
            "name the column as { column = \"…\", pattern = \"dddd\" }, a `d` for each digit, or have it sent as text"
        }
        "row::error_cell" => {
            "mend the formula or the value in the workbook, and have it sent again"
        }
        "row::bad_code" => {
            "add the code to the field's list in the mapping once you know what it means, or correct it in the legacy system"
        }
        "row::control_character" => {
            "correct it in the legacy system; where many rows have it, look at `encoding` in `format`"
        }
        "row::unknown_account" => {
            "ask which is wrong: the row, or the delivery that lacks the account"
        }
        "row::payment_data" => {
            "correct it in the legacy system, and delete the number there too; if it is an identifier all the same, name the column in `not_payment` with the reason"
        }
        "row::repeated_key" => {
            "ask which of the rows counts; `key` and `repeated_rows` in the mapping say what is compared and what becomes of it"
        }
        "account::ledger_does_not_tie" => {
            "mend the account in the legacy system and have it exported again, or place it in the new portal by hand"
        }
        "account::customer_missing" => {
            "mend the customer's row in the legacy system, or ask for it, and have both exported again"
        }
        "account::premise_missing" => {
            "mend the place's row in the legacy system, or ask for it, and have both exported again"
        }
        _ => return None,
    })
}
