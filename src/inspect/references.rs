//! Which column holds the keys of another file, and how many of its values are no key there.
//!
//! Told once, for the best candidate: small whole numbers and flags stand in every list of
//! numbers, so a reference needs values that can tell, or names that agree.

use super::column::{Class, Column};
use super::distinct::Containment;
use super::report::{ColumnProfile, ColumnType, PaymentSign, Reference};
use super::table::Finished;
use super::words::words;

/// Returns the references between finished files, each with its name, and tells in each column
/// with card numbers in its texts which of them are identifiers of other columns.
pub fn relate(files: &mut [(String, Finished)]) -> Vec<Reference> {
    known_identifiers(files);
    let mut found = Vec::new();
    for (from, (name, file)) in files.iter().enumerate() {
        for (c, column) in file.columns.iter().enumerate() {
            let Some(profile) = file.profile.columns.get(c).filter(|p| may_refer(p)) else {
                continue;
            };
            let candidates = files.iter().enumerate().filter(|(to, _)| *to != from);
            let best = candidates
                .flat_map(|(_, (other, to))| targets(column, profile, c, (other, to)))
                .max_by_key(|candidate| candidate.rank);
            if let Some(candidate) = best {
                found.push(Reference {
                    from: (name.clone(), profile.name.clone()),
                    to: candidate.to,
                    rows: candidate.found.rows,
                    orphan_rows: candidate.found.orphan_rows,
                    orphan_values: candidate.found.orphans,
                    exact: candidate.found.exact,
                });
            }
        }
    }
    let mutual: Vec<Reference> = found.clone();
    found.retain(|r| {
        // Two keys that hold each other are told from the one that stands later in its file.
        let back = mutual.iter().any(|o| o.from == r.to && o.to == r.from);
        !back || position(files, &r.from) > position(files, &r.to) || {
            let same = position(files, &r.from) == position(files, &r.to);
            same && r.from > r.to
        }
    });
    found
}

fn position(files: &[(String, Finished)], place: &(String, String)) -> usize {
    let file = files.iter().find(|(name, _)| *name == place.0);
    let columns = file.map(|(_, f)| f.profile.columns.as_slice());
    let column = columns.and_then(|all| all.iter().find(|c| c.name == place.1));
    column.map_or(0, |c| c.position)
}

/// Returns true for a column whose values may be keys of another file.
fn may_refer(profile: &ColumnProfile) -> bool {
    let kind = matches!(
        profile.kind,
        ColumnType::Identifier | ColumnType::WholeNumber | ColumnType::Codes | ColumnType::Text
    );
    let payment = profile.payment.as_ref().is_some_and(|p| p.kind.is_some());
    kind && !payment && profile.distinct.count > 1
}

struct Candidate {
    to: (String, String),
    found: Containment,
    /// Fewest orphans, then names that agree, then the shorter list of keys.
    rank: (std::cmp::Reverse<u64>, usize, bool, std::cmp::Reverse<u64>),
}

fn targets(
    column: &Column,
    profile: &ColumnProfile,
    at: usize,
    (name, file): (&String, &Finished),
) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (i, key) in file.columns.iter().enumerate() {
        let Some(target) = file.profile.columns.get(i).filter(|p| may_refer(p)) else {
            continue;
        };
        let single = file
            .profile
            .keys
            .iter()
            .any(|k| k.columns == [target.name.clone()]);
        let alike = alike(&profile.name, &target.name);
        let telling = tells(column) && tells(key);
        if !single || target.distinct.count < 3 || (!telling && alike == 0) {
            continue;
        }
        // Keys of one file that all stand in another's are told from the detail's side.
        if at == 0 && i != 0 && profile.repeats == 0 {
            continue;
        }
        let contained = column.distinct.inside(&key.distinct);
        let enough = contained.values > 0 && contained.orphans * 10 <= contained.values;
        let named = alike > 1 && contained.orphans * 2 <= contained.values;
        if enough || named {
            found.push(Candidate {
                to: (name.clone(), target.name.clone()),
                found: contained,
                rank: (
                    std::cmp::Reverse(contained.orphans),
                    alike,
                    i == 0,
                    std::cmp::Reverse(target.distinct.count),
                ),
            });
        }
    }
    found
}

/// Returns true where values have enough signs not to be met by chance.
fn tells(column: &Column) -> bool {
    let identifiers = column.class_count(Class::Identifier) * 2 > column.filled;
    column.shortest >= 5 || (identifiers && column.longest >= 5)
}

/// Returns 2 where two names are the same, 1 where their words overlap, else 0.
fn alike(one: &str, other: &str) -> usize {
    if one.eq_ignore_ascii_case(other) {
        return 2;
    }
    let common = ["id", "no", "num", "number", "nbr", "code", "key"];
    let (a, b) = (words(one), words(other));
    let shared = a
        .iter()
        .filter(|w| w.len() > 1 && !common.contains(&w.as_str()))
        .any(|w| b.contains(w));
    usize::from(shared)
}

/// Counts in each column with card numbers in texts how many are whole values of another column
/// that is no stored card: a meter's serial may pass the checksum.
fn known_identifiers(files: &mut [(String, Finished)]) {
    let mut sources: Vec<(usize, usize, String)> = Vec::new();
    for (f, (name, file)) in files.iter().enumerate() {
        for (c, profile) in file.profile.columns.iter().enumerate() {
            let sign = profile.payment.as_ref().map(|p| (p.by, p.kind));
            if sign == Some((PaymentSign::SomeValues, None))
                && profile.kind == ColumnType::Identifier
            {
                sources.push((f, c, format!("{name} {}", profile.name)));
            }
        }
    }
    let mut answers = Vec::new();
    for (f, (_, file)) in files.iter().enumerate() {
        for (c, column) in file.columns.iter().enumerate() {
            if column.evidence.hashes.is_empty() {
                continue;
            }
            let counted = sources.iter().map(|(sf, sc, name)| {
                let source = files.get(*sf).and_then(|(_, f)| f.columns.get(*sc));
                let holds = |h: &&u64| source.is_some_and(|s| s.distinct.holds(**h) == Some(true));
                (column.evidence.hashes.iter().filter(holds).count(), name)
            });
            let best = counted.max_by_key(|(count, _)| *count);
            if let Some((count, name)) = best.filter(|(count, _)| *count > 0) {
                answers.push((f, c, count as u64, name.clone()));
            }
        }
    }
    for (f, c, count, name) in answers {
        let profile = files
            .get_mut(f)
            .and_then(|(_, file)| file.profile.columns.get_mut(c));
        if let Some(facts) = profile.and_then(|p| p.payment.as_mut()) {
            facts.known_identifiers = count;
            facts.known_from = Some(name);
        }
    }
}
