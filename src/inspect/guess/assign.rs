//! Which column is which field of an entity, and how well a table fits the entity at all.
//!
//! Header words count first; a column whose values are of another kind than the field takes is no
//! candidate. Scores are in thousandths.

use super::fields::{Takes, Wanted, of};
use super::files::file_words;
use crate::inspect::report::{ColumnProfile, ColumnType};
use crate::record::payment_kind::PaymentKind;
use crate::record::source::Entity;

/// A header that shares fewer of its words with a field is not taken for it.
const LEAST: usize = 650;
/// A table that fits an entity less is not taken for it, of 2,500.
const LEAST_FIT: usize = 1150;

/// A column that seems to be a field.
pub(super) struct Match {
    /// The field.
    pub(super) wanted: &'static Wanted,
    /// Place of the column in the table.
    pub(super) column: usize,
    /// How well the header fits.
    pub(super) score: usize,
}

/// How a table would do as an entity.
pub(super) struct Fit {
    /// What its rows would be.
    pub(super) entity: Entity,
    /// How well it fits; nothing where it cannot be.
    pub(super) score: usize,
    /// Its columns, in the catalogue's order.
    pub(super) matches: Vec<Match>,
}

/// Returns how a file's columns fit an entity. `words` are those of the columns' names.
pub(super) fn fit(
    entity: Entity,
    file: &str,
    (columns, words): (&[ColumnProfile], &[Vec<String>]),
) -> Fit {
    let matches = matches(entity, columns, words);
    let by_name: usize = matches.iter().map(|m| m.score).sum();
    let mut covered = by_name;
    if entity == Entity::PaymentMethod {
        let free = columns.iter().enumerate().filter(|(at, column)| {
            certain_payment(column).is_some() && matches.iter().all(|m| m.column != *at)
        });
        covered += free.count() * 1000;
    }
    let fixed = |wanted: &&Wanted| wanted.needed && !is_constant(wanted.field);
    let needed = of(entity).iter().filter(fixed).count();
    let found = matches.iter().filter(|m| fixed(&m.wanted)).count();
    let part = found * 1000 / needed.max(1);
    let key = columns.len().max(of(entity).len().min(3));
    let score = covered / key.max(1) + part + file_bonus(entity, file);
    let possible = found * 2 > needed && score >= LEAST_FIT;
    Fit {
        entity,
        score: if possible { score } else { 0 },
        matches,
    }
}

/// Returns true for fields that may be the same in every row.
pub(super) fn is_constant(field: &str) -> bool {
    matches!(field, "unit" | "commodity")
}

/// Returns what a file's name adds: the longer the part of it that speaks for the entity, the more.
fn file_bonus(entity: Entity, file: &str) -> usize {
    let stem = file.rsplit('#').next().unwrap_or(file);
    let name: String = stem
        .split('.')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let name = name.to_lowercase();
    let longest = file_words(entity)
        .iter()
        .filter(|word| name.contains(*word))
        .map(|word| word.len())
        .max();
    longest.unwrap_or(0).min(10) * 50
}

fn matches(entity: Entity, columns: &[ColumnProfile], words: &[Vec<String>]) -> Vec<Match> {
    let wanted = of(entity);
    let mut all: Vec<(usize, usize, usize)> = Vec::new();
    for (field, want) in wanted.iter().enumerate() {
        for (at, (column, words)) in columns.iter().zip(words).enumerate() {
            let score = header_score(want.headers, words);
            if score >= LEAST && takes(want.takes, column) && is_free(entity, want, column) {
                all.push((score, field, at));
            }
        }
    }
    all.sort_by_key(|(score, field, at)| (usize::MAX - score, *field, *at));
    let mut taken: Vec<(usize, usize, usize)> = Vec::new();
    for (score, field, at) in all {
        if taken.iter().all(|(_, f, c)| *f != field && *c != at) {
            taken.push((score, field, at));
        }
    }
    taken.sort_by_key(|(_, field, _)| *field);
    let chosen = taken.into_iter().filter_map(|(score, field, column)| {
        let wanted = wanted.get(field)?;
        Some(Match {
            wanted,
            column,
            score,
        })
    });
    chosen.collect()
}

/// Returns false for columns with card or bank data; the key of a stored method may be used in its
/// own table, and texts with such data in them are searched by a run.
fn is_free(entity: Entity, want: &Wanted, column: &ColumnProfile) -> bool {
    use crate::inspect::report::PaymentSign;
    let Some(payment) = &column.payment else {
        return true;
    };
    match payment.kind {
        Some(PaymentKind::MethodId) => {
            entity == Entity::PaymentMethod && want.field == "legacy_method_id"
        }
        Some(_) => false,
        // A few identifiers pass a checksum by chance; more of them are no chance.
        None if payment.by == PaymentSign::SomeValues => {
            let most = payment.card_numbers.max(payment.routing_numbers) + payment.ibans;
            want.takes == Takes::Id && most * 5 < payment.filled
        }
        None => true,
    }
}

/// Returns the kind of a column that holds card or bank data as a whole, but for keys.
pub(super) fn certain_payment(column: &ColumnProfile) -> Option<PaymentKind> {
    let kind = column.payment.as_ref()?.kind?;
    (kind != PaymentKind::MethodId).then_some(kind)
}

fn header_score(headers: &str, words: &[String]) -> usize {
    let one = |header: &str| {
        let (mut both, mut all) = (0, words.len());
        for word in header.split(' ') {
            all += 1;
            both += usize::from(words.iter().any(|other| other == word));
        }
        2000 * both / all.max(1)
    };
    headers.split('|').map(one).max().unwrap_or(0).min(1000)
}

/// Returns true where a column's values may be what the field takes.
fn takes(takes: Takes, column: &ColumnProfile) -> bool {
    use ColumnType as T;
    let kind = column.kind;
    if kind == T::Blank {
        return true;
    }
    let few = !column.codes.is_empty();
    match takes {
        Takes::Id => !matches!(
            kind,
            T::Date | T::TimeStamp | T::PasswordHash | T::Amount | T::Decimal
        ),
        Takes::Text => !matches!(kind, T::Date | T::TimeStamp | T::Amount | T::Month),
        Takes::Day => kind == T::Date,
        Takes::Stamp => matches!(kind, T::TimeStamp | T::Date),
        Takes::Month => kind == T::Month,
        Takes::Money => matches!(kind, T::Amount | T::Decimal | T::WholeNumber),
        Takes::Number => {
            matches!(kind, T::WholeNumber | T::Decimal | T::Amount)
                || (matches!(kind, T::Codes | T::Flag) && column.numbers.is_some())
        }
        Takes::Zip => matches!(kind, T::Zip | T::Identifier | T::WholeNumber),
        Takes::Flag => kind == T::Flag || (few && column.distinct.count <= 3),
        Takes::Codes => few || matches!(kind, T::Codes | T::Flag),
    }
}
