//! What each column of a delivered file looks like, and what follows: a column of payment data that
//! the mapping calls something else stops the run; a single such cell refuses its row; a person may
//! overrule by name, with a reason that stands in the report.

use super::delivery::DeliveredFile;
use crate::decide::payment_column::{Column, Judgement, Look, Looks, judge, look};
use crate::decide::payment_text::KnownIds;
use crate::diag::finding::Finding;
use crate::inspect::named_like_payment;
use crate::record::origin::Origin;
use crate::record::payment_kind::PaymentKind;
use crate::record::raw::{Cell, ColumnUse};
use crate::verify::secrets::SecretSet;
use crate::write::removal::{KindFound, Overruled};

/// Fields whose values are the delivery's own numbers, made with a card's check digit or not.
const OWN_NUMBERS: [&str; 3] = ["legacy_account_number", "meter_number", "member"];

/// Counts of the columns of a file, or of a part of it.
pub struct Columns {
    looks: Vec<Looks>,
    /// Values that look like cards, by column: an identifier of bills may look like one by chance.
    passing: Vec<(usize, String)>,
    identifiers: Vec<usize>,
}

/// What follows from the columns of a file.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Columns of payment data that nobody declared, and declarations without cause.
    pub findings: Vec<Finding>,
    /// The columns of payment data that nobody declared, each with its kind and how many values.
    pub undeclared: Vec<(String, PaymentKind, u64)>,
    /// Columns whose cells are looked at one by one: a row with payment data in one is refused.
    pub watched: Vec<usize>,
    /// How many columns were judged.
    pub judged: u64,
    /// Columns that a person declared to hold no payment data, against what their values or names
    /// say.
    pub overruled: Vec<Overruled>,
}

impl Columns {
    /// Returns counts of nothing yet.
    #[must_use]
    pub fn new(file: &DeliveredFile) -> Self {
        let columns = file.columns.columns();
        Self {
            looks: vec![Looks::default(); columns.len()],
            passing: Vec::new(),
            identifiers: identifiers(file),
        }
    }

    /// Counts a cell.
    pub fn take(&mut self, column: usize, cell: &Cell) {
        let Some(looks) = self.looks.get_mut(column) else {
            return;
        };
        if let Cell::Number(number) = cell {
            looks.take(&number.normalize().to_string());
        } else if let Some(text) = cell.found() {
            let before = looks.cards;
            looks.take(text);
            if looks.cards > before && self.identifiers.contains(&column) {
                self.passing.push((column, text.to_owned()));
            }
        }
    }

    /// Adds the counts of the rows that follow.
    pub fn add(&mut self, other: Self) {
        for (looks, more) in self.looks.iter_mut().zip(&other.looks) {
            looks.add(more);
        }
        self.passing.extend(other.passing);
    }

    /// Judges every column. Identifiers of columns above suspicion join what may stand in texts.
    pub fn judge(
        self,
        file: &DeliveredFile,
        (known, set): (&mut KnownIds, &mut SecretSet),
    ) -> Verdict {
        let mut verdict = Verdict::default();
        let mapping = file.mapping();
        let beside = !file.columns.dropped().is_empty();
        for (at, looks) in self.looks.iter().enumerate() {
            if file.columns.uses().get(at) == Some(&ColumnUse::Drop) {
                continue;
            }
            let name = file.column_name(at);
            let field = mapping.field_of(name);
            let column = Column {
                named: named_like_payment(name, beside).filter(|_| {
                    // The key of a stored method tells repeated rows and goes no further.
                    field.is_none_or(|(field, _)| field != "legacy_method_id")
                }),
                typed: field.is_none_or(|(_, typed)| typed),
                own_number: field.is_some_and(|(field, _)| OWN_NUMBERS.contains(&field)),
                text: field.is_none() || file.text_columns.contains(&at),
            };
            let judgement = judge(column, looks);
            if judgement == Judgement::Clean {
                let own = self.passing.iter().filter(|(column, _)| *column == at);
                own.for_each(|(_, id)| {
                    known.insert_passing(id);
                    set.add_identifier(id);
                });
            }
            verdict.judged += 1;
            verdict.book(file, at, (judgement, looks));
        }
        verdict
    }
}

impl Verdict {
    fn book(&mut self, file: &DeliveredFile, at: usize, (judgement, looks): (Judgement, &Looks)) {
        let (mapping, name) = (file.mapping(), file.column_name(at));
        let field = mapping.field_of(name).map(|(field, _)| field);
        let mut cleared = mapping.cleared_columns();
        let reason = cleared.find(|(column, _)| *column == name);
        let (kind, values) = match (judgement, reason) {
            (Judgement::Clean, None) => return,
            (Judgement::Clean, Some(_)) => {
                self.findings.push(without_cause(file, name));
                return;
            }
            (Judgement::Cells(_), None) => {
                self.watched.push(at);
                return;
            }
            (Judgement::Cells(kind), _) => (kind, looks.cards + looks.ibans),
            (Judgement::Values(kind, values), _) => (kind, values),
            (Judgement::Name(kind), _) => (kind, 0),
        };
        if let Some((_, reason)) = reason {
            // By its name alone, every value may be one.
            let count = if values > 0 { values } else { looks.filled };
            self.overruled.push(Overruled {
                file: file.name.clone(),
                column: name.to_owned(),
                mapped_as: field.unwrap_or("ignored").to_owned(),
                evidence: vec![KindFound {
                    kind: kind.code().to_owned(),
                    count,
                    rows: count,
                }],
                reason: reason.to_owned(),
            });
        } else {
            let found = undeclared(file, name, (field, kind), (values, looks.filled));
            self.findings.push(found);
            let count = if values > 0 { values } else { looks.filled };
            self.undeclared.push((name.to_owned(), kind, count));
        }
    }
}

fn undeclared(
    file: &DeliveredFile,
    name: &str,
    (field, kind): (Option<&str>, PaymentKind),
    (values, filled): (u64, u64),
) -> Finding {
    let used = field.map_or_else(
        || "is not read".to_owned(),
        |field| format!("is mapped as `{field}`"),
    );
    let what = kind.words();
    let start = format!("{}: column `{name}` {used}", file.name);
    let s = if filled == 1 { "" } else { "s" };
    let message = if values > 0 {
        format!("{start}, and {values} of its {filled} value{s} pass every check of a {what}")
    } else {
        format!("{start}, and its name is that of a {what}; it has {filled} value{s}")
    };
    let help = format!(
        "take it out there and write `drop.{key} = \"{what}\"` in [{table}]: it stays behind and is proved gone; if it is none, write `not_payment.{key} = \"…\"` with the reason, which stands in the report",
        key = key(name),
        table = file.entity.name(),
    );
    Finding::error("payment::undeclared", message)
        .at(Origin {
            column: Some(name.to_owned()),
            ..Origin::file(&file.name)
        })
        .in_mapping(file.mapping().span_of(name))
        .help(help)
}

fn without_cause(file: &DeliveredFile, name: &str) -> Finding {
    let message = format!(
        "{}: `not_payment` declares column `{name}`, which does not look like payment data",
        file.name
    );
    Finding::warning("payment::nothing_to_overrule", message)
        .at(Origin::file(&file.name))
        .in_mapping(file.mapping().span_of(name))
        .help("take the line out: it would hide such data in a later delivery")
}

/// Returns a column's name as a key of the mapping.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.chars().all(bare) && !name.is_empty() {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\\\""))
    }
}

/// Returns the columns whose values tell one thing from another, and are no account's or meter's:
/// those are learned as the mapping reads them.
fn identifiers(file: &DeliveredFile) -> Vec<usize> {
    let is_id = |name: &String| {
        let field = file.mapping().field_of(name).map(|(field, _)| field);
        field.is_some_and(|f| f.ends_with("_id") || f == "statement_group")
    };
    let columns = file.columns.columns().iter().enumerate();
    columns
        .filter(|(_, name)| is_id(name))
        .map(|(at, _)| at)
        .collect()
}

/// Returns true where a cell as a whole is payment data.
#[must_use]
pub fn is_payment_data(cell: &Cell) -> bool {
    let looks = |text: &str| matches!(look(text), Look::Card | Look::Iban);
    if let Cell::Number(number) = cell {
        looks(&number.normalize().to_string())
    } else {
        cell.found().is_some_and(looks)
    }
}
