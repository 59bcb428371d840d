//! V5: no dropped card or bank value stands anywhere in the database or OUT, and redaction took
//! nothing that a representative needs.

use super::outputs::Outputs;
use super::portal::Portal;
use super::source::Source;
use super::tally::{Check, Tally};

/// Proves the invariant. Texts of the portal were looked at as they passed.
pub(super) fn check(portal: &Portal<'_>, source: &Source<'_>, outputs: &Outputs) -> Check {
    let mut tally = Tally::new(
        "V5",
        "no card or bank number in the database or OUT",
        "texts and files",
    );
    tally.absorb(&portal.v5);
    tally.absorb(&source.v5);
    for (file, hit) in &outputs.scanned {
        tally.want(hit.is_none(), || {
            let (kind, at) = hit.as_ref().map_or((String::new(), 0), |h| {
                (h.kind.replace('_', " "), h.position)
            });
            format!("{file}: a dropped {kind} stands at byte {at}")
        });
    }
    tally.finish("nothing was written")
}
