//! What is different between two results, as text: one line a kind, and below it short lists.

use super::compare_lists;
use super::summary::count;
use crate::flow::compare::Compared;
use crate::flow::difference::accounts::{Accounts, Balances};
use crate::flow::difference::letters::Letters;
use crate::flow::difference::made::{Made, RunFacts};
use crate::flow::difference::tables::OF_THE_RUN;
use crate::flow::difference::tally::{Difference, TableCounts};
use crate::record::money::format_cents;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Most names in a line.
const NAMES: usize = 4;

/// Returns all of it.
pub fn text(compared: &Compared) -> String {
    let difference = &compared.difference;
    let mut out = String::new();
    line(&mut out, "before", &compared.before);
    line(&mut out, "after", &compared.after);
    for (label, text) in made(&difference.made) {
        line(&mut out, label, &text);
    }
    if difference.same {
        let _ = writeln!(out, "\nNothing differs: {}.", looked_at(difference));
    } else if difference.same_content {
        let same = looked_at(difference);
        let _ = writeln!(
            out,
            "\nNothing differs but what the results were made from: {same}."
        );
    } else {
        out.push_str("\nWhat differs\n");
        for (label, text) in kinds(difference) {
            line(&mut out, label, &text);
        }
        compare_lists::lists(&mut out, difference);
    }
    match &compared.details {
        _ if difference.same => {}
        Some(path) => {
            let path = path.display();
            let _ = writeln!(
                out,
                "\nEvery row and column that differs stands in `{path}`."
            );
        }
        None => out.push_str("\n`--details FILE` writes every row and column that differs.\n"),
    }
    out
}

fn line(out: &mut String, label: &str, text: &str) {
    let _ = writeln!(out, "  {label:<11}{text}");
}

/// Returns what the results were made from, one line a kind.
fn made(made: &Made) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    let of = |fact: fn(&RunFacts) -> &String| {
        let of_run = |run: &Option<RunFacts>| run.as_ref().map(fact).cloned().unwrap_or_default();
        (of_run(&made.before), of_run(&made.after))
    };
    let short = |sha: &str| sha.chars().take(8).collect::<String>();
    let (before, after) = of(|run| &run.mapping_sha256);
    let text = if before == after {
        format!("the same ({})", short(&after))
    } else {
        format!(
            "another ({} before, {} after)",
            short(&before),
            short(&after)
        )
    };
    lines.push(("mapping", text));
    let files = |other: bool| -> BTreeSet<&str> {
        let exports = made.exports.iter().filter(|export| !other || !export.same);
        exports.map(|export| export.path.as_str()).collect()
    };
    let (all, others) = (files(false), files(true));
    let text = if others.is_empty() {
        format!("the same ({})", counted(all.len() as u64, "file"))
    } else {
        let others: Vec<&str> = others.into_iter().collect();
        let (of, names) = (count(all.len() as u64), names(&others));
        format!("{} of {of} are others: {names}", count(others.len() as u64))
    };
    lines.push(("exports", text));
    for (label, (before, after)) in [
        ("cutover", of(|run| &run.cutover_on)),
        ("version", of(|run| &run.tool_version)),
    ] {
        if before != after {
            lines.push((label, format!("{before} before, {after} after")));
        }
    }
    lines
}

/// Returns the first of many names.
fn names(all: &[&str]) -> String {
    let first: Vec<&str> = all.iter().take(NAMES).copied().collect();
    match all.len() - first.len() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// Returns a number with its unit, in the plural where it is not one.
pub(super) fn counted(number: u64, unit: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{} {unit}{s}", count(number))
}

/// Returns a line for each kind of difference.
fn kinds(difference: &Difference) -> Vec<(&'static str, String)> {
    let accounts = &difference.accounts;
    let mut lines = vec![("accounts", of_accounts(accounts))];
    let numbers = if accounts.numbers_stand() {
        "every number that was given stays".to_owned()
    } else {
        format!(
            "{} DID NOT STAY",
            counted(accounts.renumbered.count + accounts.reused.count, "NUMBER")
        )
    };
    lines.push(("numbers", numbers));
    lines.push(("balances", of_balances(&difference.balances)));
    let dates = &difference.dates;
    let columns = dates.columns.iter();
    let columns: Vec<String> = columns
        .map(|(column, moved)| format!("{column} {}", count(*moved)))
        .collect();
    let colon = if columns.is_empty() { "" } else { ": " };
    let text = format!("{} moved{colon}{}", count(dates.moved), columns.join(", "));
    lines.push(("dates", text));
    lines.push(("letters", of_letters(&difference.letters)));
    let refused = match &difference.rejects {
        Some(rejects) => format!(
            "{} newly, {} no longer; {} before, {} after",
            count(rejects.newly.count),
            count(rejects.no_longer.count),
            count(rejects.before),
            count(rejects.after)
        ),
        None => "not compared: a database alone has no list of refused rows".to_owned(),
    };
    lines.push(("refused", refused));
    let totals = &difference.made.totals;
    let others = totals.iter().filter(|total| !total.same).count() as u64;
    let of = count(totals.len() as u64);
    lines.push(("totals", format!("{} of {of} differ", count(others))));
    lines.push(("rows", of_rows(&difference.tables)));
    lines
}

fn of_accounts(accounts: &Accounts) -> String {
    let kinds = [
        (accounts.new.count, "new"),
        (accounts.gone.count, "gone"),
        (accounts.carried_now.count, "carried now"),
        (accounts.no_longer_carried.count, "no longer carried"),
        (accounts.other_reason.count, "for another reason"),
        (accounts.changed, "changed"),
    ];
    let kinds = kinds.iter().enumerate();
    // New, gone and changed are always told.
    let told = kinds.filter(|(at, (number, _))| *number > 0 || matches!(at, 0 | 1 | 5));
    let told: Vec<String> = told
        .map(|(_, (number, what))| format!("{} {what}", count(*number)))
        .collect();
    format!(
        "{}; {} carried before, {} after",
        told.join(", "),
        count(accounts.carried_before),
        count(accounts.carried_after)
    )
}

fn of_balances(balances: &Balances) -> String {
    let mut text = format!(
        "{} moved, from {} to {}",
        count(balances.moved.count),
        format_cents(balances.moved_before_cents),
        format_cents(balances.moved_after_cents)
    );
    for (cents, which) in [(balances.new_cents, "new"), (balances.gone_cents, "gone")] {
        if cents != 0 {
            let _ = write!(text, "; {} in {which} accounts", format_cents(cents));
        }
    }
    let (before, after) = (balances.all_before_cents, balances.all_after_cents);
    let (before, after) = (format_cents(before), format_cents(after));
    let _ = write!(text, "; all accounts {before} before, {after} after");
    text
}

fn of_letters(letters: &Letters) -> String {
    let mut text = format!(
        "{} new, {} gone, {} say something else",
        count(letters.new.count),
        count(letters.gone.count),
        count(letters.other.count)
    );
    match letters.texts_compared {
        None => text.push_str("; texts not compared: no letters at hand on both sides"),
        Some(_) if letters.texts_missing > 0 => {
            let missing = counted(letters.texts_missing, "letter");
            let _ = write!(text, "; texts of {missing} could not be read");
        }
        Some(_) => {}
    }
    text
}

fn of_rows(tables: &[TableCounts]) -> String {
    let tables = || tables.iter().filter(|t| !OF_THE_RUN.contains(&t.table));
    let sum = |of: fn(&TableCounts) -> u64| count(tables().map(of).sum());
    let differing = tables().filter(|table| !table.same()).count() as u64;
    format!(
        "{} new, {} gone, {} changed in {} of {} tables",
        sum(|table| table.new),
        sum(|table| table.gone),
        sum(|table| table.changed),
        count(differing),
        count(tables().count() as u64)
    )
}

/// Returns what is the same.
fn looked_at(difference: &Difference) -> String {
    let same = || difference.tables.iter().filter(|table| table.same());
    let rows: u64 = same().map(|table| table.after).sum();
    let tables = counted(same().count() as u64, "table");
    let mut parts = vec![format!("{} in {tables}", counted(rows, "row"))];
    parts.extend(
        difference
            .rejects
            .as_ref()
            .map(|rejects| counted(rejects.after, "refused row")),
    );
    parts.extend(
        difference
            .letters
            .texts_compared
            .map(|letters| counted(letters, "letter")),
    );
    let missing = difference.letters.texts_missing;
    let unread = match missing {
        0 => String::new(),
        missing => format!("; {} could not be read", counted(missing, "letter")),
    };
    format!("{} are the same{unread}", parts.join(", "))
}
