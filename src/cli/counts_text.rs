//! What is said of the result that counts: set back, sealed, or kept because rows were touched.

use crate::flow::Target;
use crate::flow::rollback::Touched;
use crate::flow::seal::{SealEvent, Sealed};

/// Rows shown; all of them are in the JSON.
const SHOWN: usize = 20;

/// Returns the rows that were touched, oldest first, a line each.
pub fn touched(rows: &[Touched]) -> String {
    let mut out = String::new();
    for row in rows.iter().take(SHOWN) {
        let (at, operation) = (&row.at, &row.operation);
        out += &format!("  {at}  {operation:<8}  {:<18}  {}\n", row.table, row.key);
    }
    if rows.len() > SHOWN {
        let more = rows.len() - SHOWN;
        out += &format!("  … and {more} more; all of them with `--format json`\n");
    }
    out
}

/// Returns why a rollback was not done.
pub fn would_undo(rows: &[Touched]) -> String {
    let (rows_were, them) = if rows.len() == 1 {
        ("1 row was".to_owned(), "it")
    } else {
        (format!("{} rows were", rows.len()), "them")
    };
    format!(
        "{rows_were} touched in the portal since the run was put in place; a rollback would take {them} out of it\n{}\
         look at {them} first; to go back all the same, start again with `--discard-changes`",
        touched(rows)
    )
}

/// Returns what a rollback did.
pub fn rolled_back(target: &Target, rows: &[Touched]) -> String {
    let out = target.out.display();
    let mut text = format!(
        "Rolled back: `{out}` is what stood before the last run.\nThat run's result is kept beside it as `.previous`; rolling back again returns to it.\n"
    );
    if !rows.is_empty() {
        text += &format!(
            "Rows touched since that run are in `{}` only: {}\n{}",
            target.former_database(),
            rows.len(),
            touched(rows)
        );
    }
    text
}

/// Returns what became of the seal, and its log.
pub fn sealed(target: &Target, sealed: &Sealed) -> String {
    let live = target.live_database();
    let last = sealed.log.last().map(|entry| entry.event);
    let mut text = match (last, sealed.changed) {
        (Some(SealEvent::Broken), _) => {
            format!("The seal of `{live}` is broken: runs and rollbacks may change it again.\n")
        }
        (_, true) => format!("Sealed: no run and no rollback may change `{live}` any more.\n"),
        (_, false) => format!("`{live}` was sealed already; nothing was changed.\n"),
    };
    for entry in &sealed.log {
        let by = if entry.by.is_empty() { "-" } else { &entry.by };
        let line = format!(
            "  {}  {:<6}  {by}  {}",
            entry.at,
            entry.event.name(),
            entry.reason
        );
        text += line.trim_end();
        text.push('\n');
    }
    text
}
