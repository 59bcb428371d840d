//! `synth`: a whole utility of invented customers, with its mapping, in a folder of its own.
//!
//! Parts of the delivery are made side by side while the ones before them are written, in their
//! order. Everything is built beside the folder and takes its place whole.

mod place;

use super::failure::Failure;
use super::progress::Progress;
use crate::diag::finding::Finding;
use crate::synth::form::{Form, SHEET_ROWS, copybook};
use crate::synth::mapping::{key, mapping};
use crate::synth::order::Order;
use crate::synth::part::{Part, World};
use crate::synth::summary::{FileTotal, page};
use crate::synth::table::Table;
use crate::write::exports::ExportFile;
use place::Place;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

pub use crate::synth::form::Form as ExportForm;
pub use crate::synth::order;
pub use crate::synth::plant::Anomaly;

/// Accounts of a part: some megabytes of rows.
const ACCOUNTS_A_PART: u64 = 256;
/// Accounts whose rows tell how many all of them will have.
const SAMPLE: u64 = 2_000;
/// Parts that are made at once, for each thread.
const PARTS_A_THREAD: usize = 4;

/// What `synth` left.
#[derive(Debug)]
pub struct Made {
    /// The folder.
    pub folder: PathBuf,
    /// How many accounts.
    pub accounts: u64,
    /// What each file comes to, by its name in the mapping.
    pub files: Vec<(String, u64)>,
    /// Bytes of the exports.
    pub bytes: u64,
    /// What was planted, by name.
    pub planted: Vec<(&'static str, u64)>,
}

/// Makes a delivery in `folder`, which must be empty or not be there.
///
/// # Errors
/// Usage, where the folder holds something, where more is to be planted than there are accounts,
/// or where a sheet has no room for the rows; unexpected, where something cannot be written.
pub fn synth(folder: &Path, order: Order, progress: bool) -> Result<Made, Failure> {
    refuse_crowded(&order)?;
    let world = World::new(order);
    refuse_long(&world)?;
    let place = Place::make(folder)?;
    let mut exports = Exports::create(&place.exports(), world.order().form)?;
    write_parts(&world, &mut exports, &Progress::new(progress))?;
    let order = world.order();
    let totals = exports.totals.clone();
    exports.finish(order.form)?;
    let texts = [
        ("mapping.toml", mapping(order, world.calendar())),
        ("rehearsal.key", key(order.seed)),
        ("README.txt", page(order, &totals)),
    ];
    for (name, text) in texts {
        place.write(name, &text)?;
    }
    let bytes = place.bytes_of_exports()?;
    let named = |total: &FileTotal| (order.form.source_name(total.table), total.rows);
    let planted = order.planted.iter().map(|(kind, n)| (kind.name(), *n));
    let made = Made {
        folder: folder.to_owned(),
        accounts: order.accounts,
        files: totals.iter().map(named).collect(),
        bytes,
        planted: planted.collect(),
    };
    place.publish()?;
    Ok(made)
}

/// Refuses so many anomalies that less than half of the accounts are left without one: each has an
/// account of its own, or one would hide another.
fn refuse_crowded(order: &Order) -> Result<(), Failure> {
    let planted: u64 = order.planted.iter().map(|(_, count)| count).sum();
    if planted <= order.accounts / 2 {
        return Ok(());
    }
    let message = format!(
        "{planted} anomalies are too many for {} accounts, expected at most half as many",
        order.accounts
    );
    let finding = Finding::error("synth::too_many_anomalies", message)
        .help("ask for fewer with `--anomalies`, or for more accounts; nothing was written");
    Err(Failure::Usage(finding))
}

/// Makes all parts and writes them in their order.
fn write_parts(world: &World, exports: &mut Exports, progress: &Progress) -> Result<(), Failure> {
    let order = world.order();
    let bar = progress.count("write", "accounts", order.accounts);
    let parts: Vec<_> = (0..order.accounts.div_ceil(ACCOUNTS_A_PART))
        .map(|at| at * ACCOUNTS_A_PART)
        .map(|from| from..(from + ACCOUNTS_A_PART).min(order.accounts))
        .collect();
    let at_once = rayon::current_num_threads() * PARTS_A_THREAD;
    let mut ready: Vec<Part> = Vec::new();
    for wave in parts.chunks(at_once) {
        let make = || {
            let parts = wave.par_iter().map(|places| world.part(places.clone()));
            parts.collect::<Vec<_>>()
        };
        let (written, made) = rayon::join(|| exports.add(&ready, order), make);
        written?;
        ready = made;
        bar.set_position(wave.first().map_or(0, |places| places.start));
    }
    exports.add(&ready, order)?;
    bar.finish_and_clear();
    Ok(())
}

/// The files of the delivery while they are written.
struct Exports {
    files: Vec<(PathBuf, ExportFile)>,
    totals: Vec<FileTotal>,
}

impl Exports {
    fn create(folder: &Path, form: Form) -> Result<Self, Failure> {
        let mut files = Vec::new();
        for table in Table::ALL {
            let path = folder.join(form.file_name(table));
            let failed = |error| Failure::io("cannot write", &path, &error);
            let sheet = (form == Form::Sheet).then_some(table.name());
            let mut file = ExportFile::create(&path, sheet).map_err(failed)?;
            file.add(&form.head(table)).map_err(failed)?;
            if form == Form::Fixed {
                let path = path.with_extension("cpy");
                std::fs::write(&path, copybook(table))
                    .map_err(|error| Failure::io("cannot write", &path, &error))?;
            }
            files.push((path, file));
        }
        let totals = Table::ALL.map(FileTotal::new).to_vec();
        Ok(Self { files, totals })
    }

    /// Adds parts to all files; each file by itself, since packing one takes time.
    fn add(&mut self, parts: &[Part], order: &Order) -> Result<(), Failure> {
        for part in parts {
            for (total, file) in self.totals.iter_mut().zip(part.files()) {
                total.add(file);
                if order.form == Form::Sheet && total.rows > SHEET_ROWS {
                    return Err(no_room(total.table, order, order.accounts / 10 * 9));
                }
            }
        }
        let files = self.files.par_iter_mut().enumerate();
        files.try_for_each(|(at, (path, file))| {
            for rows in parts.iter().filter_map(|part| part.files().nth(at)) {
                file.add(&rows.bytes)
                    .map_err(|error| Failure::io("cannot write", path, &error))?;
            }
            Ok(())
        })
    }

    fn finish(self, form: Form) -> Result<(), Failure> {
        self.files.into_par_iter().try_for_each(|(path, mut file)| {
            let done = file.add(form.tail()).and_then(|()| file.finish());
            done.map_err(|error| Failure::io("cannot write", &path, &error))
        })
    }
}

/// Says that a sheet ends before the rows do, and for how many accounts it is long enough.
fn no_room(table: Table, order: &Order, room_for: u64) -> Failure {
    let message = format!(
        "{} accounts have more rows in {} than a sheet has room for ({SHEET_ROWS})",
        order.accounts,
        table.name()
    );
    let help = format!(
        "ask for about {room_for} accounts, for fewer `--months`, or for `--exports-as csv` or `fixed`; nothing was written"
    );
    Failure::Usage(Finding::error("synth::too_many_rows", message).help(help))
}

/// Refuses what is far too long for a sheet, by the rows of the first accounts. What is close to
/// the end of a sheet is found when it gets there.
fn refuse_long(world: &World) -> Result<(), Failure> {
    let order = world.order();
    let sample = order.accounts.min(SAMPLE);
    if order.form != Form::Sheet || sample == order.accounts {
        return Ok(());
    }
    let part = world.part(0..sample);
    for (table, file) in Table::ALL.into_iter().zip(part.files()) {
        let expected = file.rows * order.accounts / sample;
        if expected > SHEET_ROWS + SHEET_ROWS / 20 {
            let room_for = SHEET_ROWS * sample / file.rows / 1000 * 1000;
            return Err(no_room(table, order, room_for));
        }
    }
    Ok(())
}
