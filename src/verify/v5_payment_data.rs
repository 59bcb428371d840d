//! V5: no dropped card or bank value stands anywhere in the database or OUT, and redaction took
//! nothing that a representative needs.

use super::portal::Portal;
use super::secrets::{Hit, NAME, UNPACKED};
use super::source::Source;
use super::tally::{Check, Status, Tally};

/// Proves the invariant. Texts of the portal were looked at as they passed.
pub(super) fn check(portal: &Portal<'_>, source: &Source<'_>) -> Check {
    let mut tally = Tally::new(
        "V5",
        "no card or bank number in the database or OUT",
        "texts and files",
    );
    tally.absorb(&portal.v5);
    tally.absorb(&source.v5);
    tally.finish("nothing was written")
}

/// Adds files that were searched, each with the first dropped value found in it.
pub(super) fn add_search(
    check: &mut Check,
    searched: impl IntoIterator<Item = (String, Option<Hit>)>,
) {
    for (file, hit) in searched {
        check.checked += 1;
        if check.status != Status::Failed {
            check.status = Status::Passed;
        }
        if let Some(hit) = hit {
            check.status = Status::Failed;
            check.failure_count += 1;
            check.failures.push(format!(
                "{file}: a dropped {} stands {}",
                hit.kind.replace('_', " "),
                place(&hit)
            ));
        }
    }
}

/// Returns where a value stands, in words.
fn place(hit: &Hit) -> String {
    match hit.read_as {
        "" => format!("at byte {}", hit.position),
        UNPACKED => "in its unpacked text".to_owned(),
        NAME => "in its name".to_owned(),
        read_as => format!("at byte {}, read as {read_as}", hit.position),
    }
}
