//! What speaks for a guess, in a few words: counts of a column's values, never a value.

use crate::inspect::report::{ColumnProfile, ColumnType};

/// Returns what a column holds. `score` is how well its header fits, of 1000.
pub(super) fn of(column: &ColumnProfile, score: usize) -> String {
    let n = column.filled;
    if n == 0 {
        return "nothing in any row".to_owned();
    }
    let mut said = format!("{} {}", count(n), plural(column.kind, n));
    let apart = matches!(column.kind, ColumnType::Identifier | ColumnType::Codes);
    if apart && column.distinct.exact {
        if column.distinct.count == n && n > 1 {
            said.push_str(", all different");
        } else {
            said.push_str(&format!(", {} different", count(column.distinct.count)));
        }
    }
    if column.misfits > 0 && column.kind != ColumnType::Identifier {
        said.push_str(&format!(", {} not so", count(column.misfits)));
    }
    if column.blank > 0 {
        said.push_str(&format!(", {} blank", count(column.blank)));
    }
    let none: u64 = column.null_words.iter().map(|word| word.rows).sum();
    if none > 0 {
        said.push_str(&format!(", {} none", count(none)));
    }
    let texts = column.payment.as_ref().map_or(0, |facts| facts.texts);
    if texts > 0 {
        said.push_str(&format!(", card or bank data in {}", count(texts)));
    }
    if score < 1000 {
        said.push_str("; the header fits in part");
    }
    said
}

/// Returns what the checksums of a column say, where they tell what it is.
pub(super) fn checksum(column: &ColumnProfile) -> Option<String> {
    use crate::inspect::report::PaymentSign;
    let facts = column.payment.as_ref()?;
    if facts.by != PaymentSign::Values {
        return None;
    }
    let most = facts
        .card_numbers
        .max(facts.routing_numbers)
        .max(facts.ibans);
    (most * 10 >= facts.filled * 9).then(|| format!("{most} of {} pass its checksum", facts.filled))
}

/// Returns why a column is dropped to be safe.
pub(super) fn payment(column: &ColumnProfile) -> String {
    use crate::inspect::report::PaymentSign;
    let n = count(column.filled);
    match column.payment.as_ref().map(|facts| facts.by) {
        Some(PaymentSign::Name) => format!("by its name; {n} values"),
        Some(PaymentSign::SomeValues) => format!("some of {n} values pass a checksum"),
        Some(PaymentSign::Values) => format!("beside card data; {n} values"),
        Some(PaymentSign::Texts) | None => format!("beside card data, to be safe; {n} values"),
    }
}

/// Returns a count with thousands commas.
pub(super) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn plural(kind: ColumnType, n: u64) -> &'static str {
    let (one, many) = match kind {
        ColumnType::Blank => ("blank", "blanks"),
        ColumnType::Text => ("text", "texts"),
        ColumnType::Identifier => ("identifier", "identifiers"),
        ColumnType::Codes => ("code", "codes"),
        ColumnType::Flag => ("flag", "flags"),
        ColumnType::WholeNumber => ("whole number", "whole numbers"),
        ColumnType::Decimal => ("decimal", "decimals"),
        ColumnType::Amount => ("amount", "amounts"),
        ColumnType::Date => ("day", "days"),
        ColumnType::Month => ("month", "months"),
        ColumnType::TimeStamp => ("time stamp", "time stamps"),
        ColumnType::Zip => ("ZIP", "ZIPs"),
        ColumnType::Phone => ("phone number", "phone numbers"),
        ColumnType::Email => ("e-mail address", "e-mail addresses"),
        ColumnType::PasswordHash => ("hash", "hashes"),
    };
    if n == 1 { one } else { many }
}
