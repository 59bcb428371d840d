//! One file or sheet while its rows pass, batch by batch. Work on a batch falls into tasks that
//! share nothing, so that they may run side by side; every task sees the rows in their order, so
//! the result does not depend on how they are run.

use super::column::Column;
use super::conclude::conclude;
use super::distinct::{Distinct, hash, join};
use super::keys::{Combination, choose, is_key};
use super::names::{same_names, skipped_names};
use super::overpaid;
use super::owners;
use super::payment::Probe;
use super::periods;
use super::profile::{add_payment, is_certain, profile};
use super::report::{ColumnProfile, Key, RowFacts, TableProfile};
use super::rows::FirstRows;
use super::sample::SAMPLE;
use super::together;
use super::trailer::trailer;
use crate::record::cells::CellBatch;
use crate::record::payment_kind::PaymentKind;
use crate::record::unknown::Aside;

/// Most columns that are profiled; what a row has beyond is a long row.
pub const MOST_COLUMNS: usize = 1024;
/// Most slots of all tables of a file together, 16 bytes each.
const BUDGET: usize = 1 << 23;
/// Most slots of the table of whole rows: exact up to 786,432 rows.
const MOST_ROW_SLOTS: usize = 1 << 20;
/// Tables this small are never made smaller.
const SMALL: usize = 1 << 15;
/// Most keys that are told.
const MOST_KEYS: usize = 3;

/// A file or sheet that is being read.
pub struct Table {
    names: Vec<String>,
    columns: Vec<Column>,
    all: Rows,
    combinations: Vec<Combination>,
    /// Numbers of the rows in the columns' samples.
    sample: Vec<u64>,
    settled: bool,
}

/// A finished file or sheet.
pub struct Finished {
    /// What may be shown.
    pub profile: TableProfile,
    pub(super) columns: Vec<Column>,
}

#[derive(Default)]
struct Rows {
    count: u64,
    width: usize,
    short: u64,
    long: u64,
    misfits: FirstRows,
    values: Distinct,
    repeated: FirstRows,
}

impl Rows {
    fn take(&mut self, batch: &CellBatch) {
        for row in 0..batch.len() {
            let width = batch.width(row);
            self.count += 1;
            if width != self.width {
                self.misfits.add(batch.number(row));
                self.short += u64::from(width < self.width);
                self.long += u64::from(width > self.width);
            }
            let mut key = width as u64;
            for column in 0..width {
                let text = batch.cell(row, column).map_or(&b""[..], |cell| cell.text);
                key = join(key, hash(text));
            }
            if self.values.insert(key) {
                self.repeated.add(batch.number(row));
            }
        }
    }
}

/// A share of the work on a batch.
pub struct Task<'a>(Share<'a>);

enum Share<'a> {
    Column(usize, &'a mut Column),
    Rows(&'a mut Rows),
    Combination(&'a mut Combination),
}

impl Task<'_> {
    /// Does the share.
    pub fn run(self, batch: &CellBatch, probe: &dyn Probe) {
        match self.0 {
            Share::Column(position, column) => column.take(batch, position, probe),
            Share::Rows(rows) => rows.take(batch),
            Share::Combination(combination) => combination.take(batch, 0),
        }
    }
}

impl Table {
    /// Starts a table with these columns; those beyond `MOST_COLUMNS` are left out.
    #[must_use]
    pub fn new(names: &[String]) -> Self {
        let kept = names.iter().take(MOST_COLUMNS);
        Self {
            columns: kept
                .clone()
                .enumerate()
                .map(|(i, name)| Column::new(name, i))
                .collect(),
            names: kept.cloned().collect(),
            all: Rows {
                width: names.len(),
                ..Rows::default()
            },
            combinations: Vec::new(),
            sample: Vec::new(),
            settled: false,
        }
    }

    /// Says that the rows are a workbook's: digits there are the same with and without zeros in
    /// front.
    #[must_use]
    pub fn of_workbook(mut self) -> Self {
        for column in &mut self.columns {
            column.zeros_lost = true;
        }
        self
    }

    /// Returns the shares of the work on the next batch. All must be run, then `after`.
    pub fn tasks(&mut self) -> Vec<Task<'_>> {
        let columns = self.columns.iter_mut().enumerate();
        let mut tasks: Vec<Task<'_>> = columns
            .map(|(i, column)| Task(Share::Column(i, column)))
            .collect();
        tasks.push(Task(Share::Rows(&mut self.all)));
        let combinations = self.combinations.iter_mut();
        tasks.extend(combinations.map(|c| Task(Share::Combination(c))));
        tasks
    }

    /// Ends a batch: decides, once, which columns to watch together, and keeps memory bounded.
    pub fn after(&mut self, batch: &CellBatch) {
        if !self.settled {
            let room = SAMPLE - self.sample.len();
            let numbers = (0..batch.len().min(room)).map(|row| batch.number(row));
            self.sample.extend(numbers);
            if self.sample.len() == SAMPLE {
                self.settle();
                for combination in &mut self.combinations {
                    combination.take(batch, room);
                }
            }
        }
        let mut sets: Vec<&mut Distinct> = self
            .columns
            .iter_mut()
            .map(|column| &mut column.distinct)
            .chain(self.combinations.iter_mut().map(|c| &mut c.values))
            .collect();
        self.all.values.keep_to(MOST_ROW_SLOTS);
        sets.push(&mut self.all.values);
        shrink(&mut sets);
    }

    fn settle(&mut self) {
        self.settled = true;
        if self.columns.iter().any(|c| is_key(c) && !is_day(c)) {
            return;
        }
        let sets = choose(&self.columns, self.sample.len());
        let start = |set| Combination::start(set, &self.columns, &self.sample);
        self.combinations = sets.into_iter().map(start).collect();
    }

    /// Returns the profile. `asides` are the records that were no data rows.
    #[must_use]
    pub fn finish(mut self, asides: &[Aside]) -> Finished {
        if !self.settled {
            self.settle();
        }
        let beside = self.columns.iter().any(is_certain);
        let mut profiles = Vec::new();
        for (i, (column, name)) in self.columns.iter().zip(&self.names).enumerate() {
            let mut profile = profile(column, name, i);
            add_payment(&mut profile, column, beside);
            profiles.push(profile);
        }
        let (keys, nearest_key) = self.keys(&profiles);
        let trailers = asides
            .iter()
            .filter_map(|aside| trailer(aside, self.all.count, &profiles))
            .collect();
        let profile = TableProfile {
            rows: RowFacts {
                rows: self.all.count,
                short_rows: self.all.short,
                long_rows: self.all.long,
                misfit_rows: self.all.misfits.list(),
                repeated_rows: self.all.values.repeats(),
                repeated_row_numbers: self.all.repeated.list(),
                repeated_rows_exact: self.all.values.is_exact(),
            },
            keys,
            nearest_key,
            periods: periods::find(&self.columns, &profiles),
            free_charges: together::free_charges(&self.columns, &profiles),
            shared_codes: together::shared_codes(&self.columns, &profiles),
            owners: owners::owners(&self.columns, &profiles),
            overpaid: overpaid::overpaid(&self.columns, &profiles),
            same_names: same_names(&self.names),
            skipped_names: skipped_names(&self.names),
            trailers,
            columns: profiles,
        };
        Finished {
            profile,
            columns: self.columns,
        }
    }

    /// Returns the keys, and where there are none what comes nearest.
    fn keys(&self, profiles: &[ColumnProfile]) -> (Vec<Key>, Option<Key>) {
        let mut single: Vec<(usize, &Column)> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| is_key(column))
            .collect();
        single.sort_by_key(|(i, c)| (is_day(c), c.distinct.repeats() > 0, !c.hints.id, *i));
        // Days differ by chance in a short file: they are a key where there is no other.
        let other = single.iter().any(|(_, c)| !is_day(c)) || !self.combinations.is_empty();
        let mut keys: Vec<Key> = single
            .into_iter()
            .filter(|(i, column)| {
                let payment = profiles.get(*i).and_then(|p| p.payment.as_ref());
                let secret = payment
                    .is_some_and(|p| p.kind.is_some_and(|kind| kind != PaymentKind::MethodId));
                !(secret || other && is_day(column))
            })
            .filter_map(|(i, column)| {
                Some(Key {
                    columns: vec![self.names.get(i)?.clone()],
                    repeats: column.distinct.repeats(),
                    repeat_rows: column.repeat_rows.list(),
                    blank: column.rows - column.filled,
                    exact: column.distinct.is_exact(),
                })
            })
            .take(MOST_KEYS)
            .collect();
        if !keys.is_empty() {
            return (keys, None);
        }
        let tolerated = super::keys::tolerated(self.all.count);
        let mut rest = Vec::new();
        for set in &self.combinations {
            let names = set
                .columns
                .iter()
                .filter_map(|c| self.names.get(*c).cloned());
            let key = Key {
                columns: names.collect(),
                repeats: set.values.repeats(),
                repeat_rows: set.repeat_rows.list(),
                blank: set.blank,
                exact: set.values.is_exact(),
            };
            if key.repeats <= tolerated {
                keys.push(key);
            } else {
                rest.push(key);
            }
        }
        let nearest = rest
            .into_iter()
            .min_by_key(|key| key.repeats)
            .filter(|_| keys.is_empty());
        (keys, nearest)
    }
}

fn is_day(column: &Column) -> bool {
    conclude(column).days.is_some()
}

/// Makes tables smaller until all of them keep to the budget: the largest first, and of those the
/// ones whose values repeat, as they are no keys.
fn shrink(sets: &mut [&mut Distinct]) {
    while sets.iter().map(|s| s.slots()).sum::<usize>() > BUDGET {
        let widest = sets
            .iter_mut()
            .filter(|set| set.slots() > SMALL)
            .max_by_key(|set| (set.slots(), set.repeats() >= set.count()));
        match widest {
            Some(set) => set.halve(),
            None => return,
        }
    }
}
