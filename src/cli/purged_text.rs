//! What `cutover verify --purged` says: each line of the purge list, and whether it is gone.

use super::summary::count;
use crate::flow::purged::{Purged, PurgedLine, State};
use std::fmt::Write;

/// Widest place shown: a longer one is cut at its end.
const WIDEST: usize = 46;

/// Returns the lines as a table, and the verdict.
pub fn purged(purged: &Purged) -> String {
    let mut out = String::new();
    let places: Vec<String> = purged.lines.iter().map(place).collect();
    let width = places.iter().map(|p| p.chars().count()).max().unwrap_or(0);
    let kinds = purged.lines.iter().map(|line| line.kind.len()).max();
    let kinds = kinds.unwrap_or(0).max("what".len());
    let _ = writeln!(
        out,
        "{:width$}  {:kinds$}  {:>7}  {:>7}  ",
        "where", "what", "then", "now"
    );
    for (line, place) in purged.lines.iter().zip(&places) {
        let _ = writeln!(
            out,
            "{place:width$}  {:kinds$}  {:>7}  {:>7}  {}",
            line.kind.replace('_', " "),
            count(line.rows_then),
            count(line.rows_now),
            state(line)
        );
    }
    out.push('\n');
    match purged.values_searched {
        Some(values) => {
            let _ = writeln!(
                out,
                "{} values of the delivery were looked for in every other cell too.",
                count(values)
            );
        }
        None => out.push_str(
            "The delivery is no longer at hand, so its own values were not looked for; columns and texts were.\n",
        ),
    }
    let open = purged.lines.iter().filter(|line| !line.state.is_good());
    let open = open.count() as u64;
    let held = purged.lines.iter().filter(|line| line.state == State::Held);
    let held = held.count() as u64;
    let _ = match (purged.is_good(), purged.rows) {
        (true, rows) if held > 0 => writeln!(
            out,
            "Purged as far as it is due: shown on {} rows. Look again when the hold of {} has passed.",
            count(rows),
            if held == 1 {
                "one line".to_owned()
            } else {
                format!("{} lines", count(held))
            }
        ),
        (true, rows) => writeln!(out, "Purged: shown on {} rows.", count(rows)),
        (false, 0) => writeln!(out, "Not shown: the extract has no row."),
        (false, rows) => writeln!(
            out,
            "Not purged: {} of {} lines are open, on {} rows.",
            count(open),
            count(purged.lines.len() as u64),
            count(rows)
        ),
    };
    out
}

fn place(line: &PurgedLine) -> String {
    let place = format!("{} {}", line.file, line.column);
    if place.chars().count() <= WIDEST {
        return place;
    }
    let cut: String = place.chars().take(WIDEST - 1).collect();
    format!("{cut}…")
}

fn state(line: &PurgedLine) -> String {
    match (line.state, line.hold_date) {
        (State::Gone, _) => "gone".to_owned(),
        (State::NoColumn, _) => "gone, with the column".to_owned(),
        (State::Held, Some(day)) => format!("held until {day}"),
        (State::Held, None) => "held".to_owned(),
        (State::StillThere, Some(day)) => format!("STILL THERE, to be held until {day}"),
        (State::StillThere, None) => "STILL THERE".to_owned(),
        (State::NotShown, _) => "NOT SHOWN: no such file".to_owned(),
        (State::New, _) => "NOT ON THE LIST".to_owned(),
    }
}
