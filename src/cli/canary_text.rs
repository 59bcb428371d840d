//! What a canary run came to, in words: a table of what was planted and caught, then what escaped
//! and where.

use super::summary::count;
use crate::flow::canary::{Canary, CanaryLine};
use std::fmt::Write;

/// Widest file and column name that is shown whole.
const WIDEST: usize = 28;

/// Returns the result for people.
pub fn text(canary: &Canary) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", headline(canary));
    table(&mut out, &canary.lines);
    if canary.lines.iter().any(|line| !line.searched) {
        out.push_str("\n* too short to be looked for: told by its count alone\n");
    }
    if canary.searched > 0 {
        let places = count(canary.searched);
        let _ = writeln!(
            out,
            "\nSearched for each value: {places} files and printed texts."
        );
    }
    if !canary.not_planted.is_empty() {
        out.push_str("\nNothing planted in\n");
        for not in &canary.not_planted {
            let _ = writeln!(out, "  {} {}: {}", not.file, not.column, not.why);
        }
    }
    out.push_str(
        "\nThe copy of the delivery and its result are removed; nothing else was written.\n",
    );
    out
}

fn headline(canary: &Canary) -> String {
    let (planted, caught) = (count(canary.planted), count(canary.caught));
    if canary.planted == 0 {
        "Canary: no column of the delivery could take a planted value, so nothing is proved."
            .to_owned()
    } else if canary.is_green() {
        format!("Canary: all {planted} planted values were caught.")
    } else if canary.caught == canary.planted {
        format!(
            "Canary: all {planted} planted values were caught, and the run is not as it should be."
        )
    } else {
        format!("Canary: {caught} of {planted} planted values were caught.")
    }
}

fn table(out: &mut String, lines: &[CanaryLine]) {
    if lines.is_empty() {
        return;
    }
    out.push('\n');
    let width = |of: fn(&CanaryLine) -> usize, least: usize| {
        let widest = lines.iter().map(of).max().unwrap_or(0);
        widest.clamp(least, WIDEST)
    };
    let file = width(|line| line.file.chars().count(), 4);
    let column = width(|line| line.column.chars().count(), 6);
    let _ = writeln!(
        out,
        "  {:<file$}  {:<column$}  {:<19} {:>7} {:>6} {:>7}",
        "file", "column", "kind", "planted", "caught", "escaped"
    );
    for line in lines {
        let mark = if line.searched { "" } else { " *" };
        let kind = format!("{}{mark}", line.kind.replace('_', " "));
        let _ = writeln!(
            out,
            "  {:<file$}  {:<column$}  {kind:<19} {:>7} {:>6} {:>7}",
            short(&line.file),
            short(&line.column),
            line.planted,
            line.caught,
            line.escaped
        );
    }
}

/// Cuts a long name in its middle.
fn short(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let Some(over) = letters.len().checked_sub(WIDEST).filter(|over| *over > 0) else {
        return name.to_owned();
    };
    let half = (WIDEST - 1) / 2;
    let head = letters.iter().take(half);
    let tail = letters.iter().skip(half + over + 1);
    head.chain(&['…']).chain(tail).collect()
}

/// Returns what is red.
pub fn red(canary: &Canary) -> String {
    let missing = canary.planted - canary.caught;
    let mut out = match (canary.planted, missing) {
        (0, _) => "no-go: no canary could be planted".to_owned(),
        (_, 0) => "no-go: the run on the copy is not as it should be".to_owned(),
        _ => format!("no-go: {} planted values were not caught", count(missing)),
    };
    for escape in &canary.escapes {
        let kind = escape.kind.replace('_', " ");
        let _ = write!(
            out,
            "\n  {}: the {kind} planted in {} {} stands here",
            escape.place, escape.file, escape.column
        );
    }
    for line in &canary.lines {
        let uncounted = line.planted - line.caught.saturating_add(line.escaped).min(line.planted);
        if uncounted > 0 {
            let kind = line.kind.replace('_', " ");
            let _ = write!(
                out,
                "\n  {} {}: {uncounted} of kind {kind} were planted, and the evidence does not count them",
                line.file, line.column
            );
        }
    }
    for fault in &canary.faults {
        let _ = write!(out, "\n  {fault}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::canary::{Escape, NotPlanted};

    fn line(file: &str, kind: &str, counts: (u64, u64, u64), searched: bool) -> CanaryLine {
        let (planted, caught, escaped) = counts;
        CanaryLine {
            file: file.to_owned(),
            column: "CARD_NO".to_owned(),
            kind: kind.to_owned(),
            planted,
            caught,
            escaped,
            searched,
        }
    }

    fn canary() -> Canary {
        let not = |column: &str| NotPlanted {
            file: "A.csv".to_owned(),
            column: column.to_owned(),
            why: "too narrow: 9 characters".to_owned(),
        };
        Canary {
            planted: 8,
            caught: 8,
            lines: vec![
                line("A.csv", "card_number", (4, 4, 0), true),
                line(
                    "a-workbook-with-a-long-name.xlsx#Payment Methods",
                    "name_on_instrument",
                    (4, 4, 0),
                    false,
                ),
            ],
            not_planted: vec![not("NAME")],
            searched: 1234,
            ..Canary::default()
        }
    }

    #[test]
    fn the_table_is_calm_and_narrow() {
        let text = text(&canary());
        assert!(
            text.lines().all(|line| line.chars().count() <= 100),
            "{text}"
        );
        for part in [
            "Canary: all 8 planted values were caught.",
            "  A.csv                         CARD_NO  card number               4      4       0",
            "a-workbook-wi…ayment Methods",
            "name on instrument *",
            "1,234 files",
            "A.csv NAME: too narrow: 9 characters",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }

    #[test]
    fn what_escaped_is_told_with_its_place_and_what_was_not_counted_too() {
        let mut canary = canary();
        canary.lines = vec![line("A.csv", "card_number", (4, 2, 1), true)];
        (canary.planted, canary.caught, canary.escaped) = (4, 2, 1);
        canary.escapes = vec![Escape {
            file: "A.csv".to_owned(),
            column: "CARD_NO".to_owned(),
            kind: "card_number".to_owned(),
            place: "crosswalk.csv".to_owned(),
        }];
        let red = red(&canary);
        assert!(red.starts_with("no-go: 2 planted values were not caught"));
        assert!(
            red.contains("crosswalk.csv: the card number planted in A.csv CARD_NO stands here")
        );
        assert!(red.contains("A.csv CARD_NO: 1 of kind card number were planted, and"));
        assert!(headline(&Canary::default()).contains("could take a planted value"));
    }
}
