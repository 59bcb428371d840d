//! What holds for a table as a whole: keys, trailers, periods, and what columns say together.

use super::inspect_columns::rows;
use super::inspect_text::{line, some};
use super::summary::count;
use crate::flow::inspect::TableProfile;
use std::fmt::Write;

/// What holds for the table as a whole.
pub(super) fn facts(out: &mut String, table: &TableProfile) {
    keys(out, table);
    trailers(out, table);
    for period in &table.periods {
        let (least, middle, most) = period.days;
        let text = format!(
            "{} to {} of each {}: the next begins the same day {} times, the day after {}, with a gap {}, too early {}; {least} to {most} days, mostly {middle}",
            period.start,
            period.end,
            period.of,
            count(period.same_day),
            count(period.next_day),
            count(period.gaps),
            count(period.overlaps)
        );
        line(out, 2, "periods", &text);
        if let Some(by) = &period.by {
            let each = by.lengths.iter();
            let each = each.map(|(code, least, most)| format!("{code} {least} to {most}"));
            let each = each.collect::<Vec<_>>().join(", ");
            line(out, 2, "", &format!("in days by {}: {each}", by.column));
        }
    }
    for charge in &table.free_charges {
        let rows = some(charge.rows, "row", "rows");
        let mut text = format!(
            "{} is 0 and {} is not in {rows}",
            charge.quantity, charge.amount
        );
        if let Some((column, code, rows)) = &charge.always {
            let _ = write!(text, "; so in all {} of {column} {code}", count(*rows));
        }
        line(out, 2, "charges", &text);
    }
    for codes in &table.shared_codes {
        let each = codes.first.iter();
        let each = each.map(|(code, under)| format!("{code} under {}", under.len()));
        let mut first = each.collect::<Vec<_>>().join(", ");
        if codes.several > codes.first.len() as u64 {
            first.push_str(", …");
        }
        let text = format!(
            "{} of {} in {} stand under more than one {}, in {} compared: {first}",
            count(codes.several),
            count(codes.codes),
            codes.column,
            codes.under,
            some(codes.rows, "row", "rows")
        );
        line(out, 2, "codes", &text);
    }
    owners(out, table);
    overpaid(out, table);
    if !table.same_names.is_empty() {
        let text = format!("several columns are called {}", table.same_names.join(", "));
        line(out, 2, "names", &text);
    }
    if !table.skipped_names.is_empty() {
        let text = format!(
            "{} left out of a numbered series",
            table.skipped_names.join(", ")
        );
        line(out, 2, "names", &text);
    }
}

fn owners(out: &mut String, table: &TableProfile) {
    for owner in &table.owners {
        let mut text = format!(
            "up to {} of one {}; {} different in {} looked at",
            some(owner.most_rows, "row", "rows"),
            owner.column,
            count(owner.ids),
            some(owner.rows, "row", "rows")
        );
        for (n, code) in owner.changing.iter().enumerate() {
            let lead = if n == 0 { "; not always the same" } else { "," };
            let _ = write!(text, "{lead} {} in {}", code.column, count(code.ids));
        }
        line(out, 2, "each", &text);
    }
}

fn overpaid(out: &mut String, table: &TableProfile) {
    for pair in &table.overpaid {
        let text = format!(
            "{} is above {} in {} of {} looked at",
            pair.paid,
            pair.billed,
            count(pair.above),
            some(pair.rows, "row", "rows")
        );
        line(out, 2, "paid", &text);
    }
}

fn keys(out: &mut String, table: &TableProfile) {
    for key in &table.keys {
        let mut text = key.columns.join(" + ");
        if key.repeats > 0 {
            let at = rows(&key.repeat_rows);
            let _ = write!(
                text,
                ", unique but for {} ({at})",
                some(key.repeats, "row", "rows")
            );
        }
        if key.blank > 0 {
            let _ = write!(text, ", blank in {}", some(key.blank, "row", "rows"));
        }
        if !key.exact {
            text.push_str(", as far as a sample of its values tells");
        }
        line(out, 2, "key", &text);
    }
    if table.keys.is_empty() && table.rows.rows > 1 {
        let text = match &table.nearest_key {
            Some(key) => format!(
                "none of up to three columns; nearest {}, which repeats in {}",
                key.columns.join(" + "),
                some(key.repeats, "row", "rows")
            ),
            None => "none of up to three columns".to_owned(),
        };
        line(out, 2, "key", &text);
    }
}

fn trailers(out: &mut String, table: &TableProfile) {
    for trailer in &table.trailers {
        let mut text = match (trailer.count, trailer.count_agrees) {
            (Some(n), Some(true)) => format!("counts {}, which agrees", some(n, "row", "rows")),
            (Some(n), _) => format!("counts {}, which is WRONG", some(n, "row", "rows")),
            (None, _) => "gives no count".to_owned(),
        };
        match trailer.sum_agrees {
            Some(true) => {
                let _ = write!(
                    text,
                    "; its sum is that of {}",
                    trailer.sum_of.join(" and ")
                );
            }
            Some(false) => text.push_str("; its sum is that of NO column"),
            None => {}
        }
        line(out, 2, "trailer", &text);
    }
}
