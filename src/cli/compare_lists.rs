//! The short lists below the lines of a comparison: the first of each kind, in columns.

use super::compare_text::counted;
use super::summary::count;
use crate::flow::difference::accounts::{AccountChange, Fate, Reused};
use crate::flow::difference::dates::DateCount;
use crate::flow::difference::letters::OtherLetter;
use crate::flow::difference::listed::Listed;
use crate::flow::difference::made::TotalFacts;
use crate::flow::difference::rejects::Line;
use crate::flow::difference::tables::OF_THE_RUN;
use crate::flow::difference::tally::{Difference, TableCounts};
use crate::record::money::format_cents;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most lines of a list.
const LINES: usize = 10;

/// Adds a list for each kind that has any.
pub fn lists(out: &mut String, difference: &Difference) {
    accounts(out, difference);
    balances(out, difference);
    dates(out, difference);
    refused(out, difference);
    letters(out, difference);
    totals(out, difference);
    tables(out, &difference.tables);
}

/// Adds a list with a title; `right` says which columns stand at the right. `all` are there.
fn list(out: &mut String, title: &str, rows: &[Vec<String>], right: &[usize], all: u64) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate();
        let cells = cells.map(|(at, (cell, width))| {
            if right.contains(&at) {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        let _ = writeln!(out, "  {}", line.trim_end());
    }
    let more = all.saturating_sub(rows.len() as u64);
    if more > 0 {
        let _ = writeln!(out, "  and {} more", count(more));
    }
}

fn accounts(out: &mut String, difference: &Difference) {
    let accounts = &difference.accounts;
    let said = |fate: &Option<Fate>| match fate {
        None => "not there".to_owned(),
        Some(fate) => match &fate.account_number {
            Some(number) => format!("{number} ({})", fate.reason),
            None => format!("not carried ({})", fate.reason),
        },
    };
    let kinds: [(&str, &Listed<AccountChange>); 6] = [
        (
            "Accounts under another number: this must not be",
            &accounts.renumbered,
        ),
        ("Accounts that are new", &accounts.new),
        ("Accounts that are gone", &accounts.gone),
        ("Accounts that are carried now", &accounts.carried_now),
        (
            "Accounts that are no longer carried",
            &accounts.no_longer_carried,
        ),
        ("Accounts with another reason", &accounts.other_reason),
    ];
    for (title, changes) in kinds {
        let row = |change: &AccountChange| {
            let (before, after) = (said(&change.before), said(&change.after));
            vec![
                change.legacy_account_number.clone(),
                before,
                "->".to_owned(),
                after,
            ]
        };
        let rows: Vec<_> = changes.listed.iter().take(LINES).map(row).collect();
        list(out, title, &rows, &[], changes.count);
    }
    let row = |one: &Reused| {
        let (before, after) = (one.legacy_before.clone(), one.legacy_after.clone());
        vec![one.account_number.clone(), before, "->".to_owned(), after]
    };
    let rows: Vec<_> = accounts.reused.listed.iter().take(LINES).map(row).collect();
    let title = "Numbers that mean another account: this must not be";
    list(out, title, &rows, &[], accounts.reused.count);
}

/// Returns how often each column differs, the most frequent first.
fn columns(columns: &BTreeMap<&'static str, u64>) -> Vec<Vec<String>> {
    let mut columns: Vec<_> = columns.iter().collect();
    columns.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
    let row = |(column, times): (&&str, &u64)| vec![(*column).to_owned(), count(*times)];
    columns.into_iter().map(row).collect()
}

fn balances(out: &mut String, difference: &Difference) {
    let moved = &difference.balances.moved;
    let amount = |cents: Option<i64>| {
        cents.map_or_else(
            || "none".to_owned(),
            |cents| format_cents(i128::from(cents)),
        )
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for one in moved.listed.iter().take(LINES) {
        rows.push(vec![
            one.legacy_account_number.clone(),
            one.account_number.clone(),
            amount(one.before_cents),
            "->".to_owned(),
            amount(one.after_cents),
        ]);
    }
    list(
        out,
        "Balances that moved, the largest first",
        &rows,
        &[2, 4],
        moved.count,
    );
}

fn dates(out: &mut String, difference: &Difference) {
    let dates = &difference.dates;
    let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "none".to_owned());
    let mut pairs: Vec<_> = dates.pairs.iter().collect();
    pairs.sort_by_key(|pair| std::cmp::Reverse(pair.rows));
    let row = |pair: &&DateCount| {
        let moved = &pair.moved;
        vec![
            format!("{}.{}", moved.table, moved.column),
            moved.calendar_row.clone().unwrap_or_default(),
            day(&moved.before),
            "->".to_owned(),
            day(&moved.after),
            counted(pair.rows, "row"),
        ]
    };
    let rows: Vec<_> = pairs.iter().take(LINES).map(row).collect();
    let all = pairs.len() as u64;
    list(
        out,
        "Dates that moved, the most frequent first",
        &rows,
        &[5],
        all,
    );
}

fn refused(out: &mut String, difference: &Difference) {
    let Some(rejects) = &difference.rejects else {
        return;
    };
    let row = |line: &Line| {
        let place = format!("{} row {}: {}", line.file, line.row, line.code);
        let of_column = match line.column.as_str() {
            "" => String::new(),
            column => format!("`{column}`: "),
        };
        [vec![place], vec![format!("  {of_column}{}", line.message)]]
    };
    for (title, lines) in [
        ("Rows that are newly refused", &rejects.newly),
        ("Rows that are no longer refused", &rejects.no_longer),
    ] {
        let rows: Vec<_> = lines.listed.iter().take(LINES).flat_map(row).collect();
        // Two lines a row.
        let more = lines.count.saturating_sub(LINES as u64);
        list(out, title, &rows, &[], rows.len() as u64 + more);
    }
}

fn letters(out: &mut String, difference: &Difference) {
    let letters = &difference.letters;
    for (title, some) in [
        ("Customers who get a letter now", &letters.new),
        ("Customers who get no letter any more", &letters.gone),
    ] {
        let rows: Vec<_> = some
            .listed
            .iter()
            .take(LINES)
            .map(|letter| vec![letter.notice_id.clone(), letter.kind.clone()])
            .collect();
        list(out, title, &rows, &[], some.count);
    }
    let row = |one: &OtherLetter| vec![one.notice_id.clone(), one.what.join(", ")];
    let rows: Vec<_> = letters.other.listed.iter().take(LINES).map(row).collect();
    let title = "Letters that say something else than before, and what of them";
    list(out, title, &rows, &[], letters.other.count);
}

fn totals(out: &mut String, difference: &Difference) {
    let others = difference.made.totals.iter().filter(|total| !total.same);
    let others: Vec<_> = others.collect();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for total in others.iter().take(LINES) {
        let amount = |value: &str| match value.parse() {
            Ok(cents) if total.measure.contains("_cents") => format_cents(cents),
            _ => value.to_owned(),
        };
        let value = |facts: &Option<TotalFacts>| match facts {
            None => "none".to_owned(),
            Some(facts) if facts.legacy_value == facts.portal_value => amount(&facts.portal_value),
            Some(facts) => {
                let (portal, legacy) = (amount(&facts.portal_value), amount(&facts.legacy_value));
                format!("{portal} (legacy {legacy})")
            }
        };
        rows.push(vec![
            total.entity.clone(),
            total.measure.clone(),
            value(&total.before),
            "->".to_owned(),
            value(&total.after),
        ]);
    }
    list(
        out,
        "Control totals that differ",
        &rows,
        &[2, 4],
        others.len() as u64,
    );
}

fn tables(out: &mut String, tables: &[TableCounts]) {
    let head = ["table", "before", "after", "new", "gone", "changed", "in"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for table in tables {
        if table.same() || OF_THE_RUN.contains(&table.table) {
            continue;
        }
        let changed = columns(&table.columns);
        let changed: Vec<String> = changed.iter().map(|cells| cells.join(" ")).collect();
        let numbers = [
            table.before,
            table.after,
            table.new,
            table.gone,
            table.changed,
        ];
        let mut row = vec![table.table.to_owned()];
        row.extend(numbers.map(count));
        row.push(changed.join(", "));
        rows.push(row);
    }
    if rows.len() > 1 {
        list(out, "Rows that differ", &rows, &[1, 2, 3, 4, 5], 0);
    }
    let mut sums: Vec<Vec<String>> = Vec::new();
    for table in tables {
        for (column, cents) in table.cents.iter().filter(|(_, c)| c.before != c.after) {
            sums.push(vec![
                format!("{}.{column}", table.table),
                format_cents(cents.before),
                "->".to_owned(),
                format_cents(cents.after),
            ]);
        }
    }
    list(out, "Sums that differ", &sums, &[1, 3], 0);
}
