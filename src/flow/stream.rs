//! Streams the rows of a file: one thread reads, all threads map, the caller folds in file order.
//!
//! At most a few batches are in memory at a time, however long the file.

use super::delivery::DeliveredFile;
use super::failure::Failure;
use super::stop;
use crate::diag::finding::Finding;
use crate::read::{FileDigest, RowReader};
use crate::record::raw::{ColumnUse, RawRow};
use indicatif::ProgressBar;
use rayon::prelude::*;
use std::sync::mpsc::{SyncSender, sync_channel};

/// Rows handed over at a time.
const BATCH: usize = 2048;
/// Rows of a batch that one thread works on.
const PART: usize = 256;
/// Batches that may wait.
const WAITING: usize = 4;

/// Rows, and how many bytes of the file were read by then.
type Batch = Result<(Vec<RawRow>, u64), Finding>;

/// Calls `work` for every row on all threads, and `fold` with each result in file order.
///
/// # Errors
/// Exports, where the file's structure cannot be trusted; stopped; and those of `fold`.
pub fn each_row<T: Send>(
    file: &DeliveredFile,
    bar: &ProgressBar,
    work: impl Fn(&RawRow) -> T + Sync,
    mut fold: impl FnMut(T) -> Result<(), Failure>,
) -> Result<FileDigest, Failure> {
    let reader = file.reader().map_err(refuse)?;
    stream(file, reader, bar, |rows| {
        let results: Vec<T> = rows.par_iter().map(&work).collect();
        results.into_iter().try_for_each(&mut fold)
    })
}

/// Calls `work` for parts of the file's rows on all threads, read with other columns than the
/// mapping's, and `fold` with each result in file order. `work` may wipe the rows.
///
/// # Errors
/// Exports, where the file's structure cannot be trusted; stopped; and those of `fold`.
pub fn each_part<T: Send>(
    file: &DeliveredFile,
    bar: &ProgressBar,
    uses: Vec<ColumnUse>,
    work: impl Fn(&mut [RawRow]) -> T + Sync,
    mut fold: impl FnMut(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut reader = file.reader().map_err(refuse)?;
    reader.select(uses);
    stream(file, reader, bar, |mut rows| {
        let parts = rows.par_chunks_mut(PART).map(&work);
        let results: Vec<T> = parts.collect();
        results.into_iter().try_for_each(&mut fold)
    })
    .map(drop)
}

fn refuse(finding: Finding) -> Failure {
    Failure::Exports(vec![finding])
}

/// Reads on a thread of its own and hands the rows over in batches.
fn stream(
    file: &DeliveredFile,
    mut reader: Box<dyn RowReader>,
    bar: &ProgressBar,
    mut take: impl FnMut(Vec<RawRow>) -> Result<(), Failure>,
) -> Result<FileDigest, Failure> {
    let digest = std::thread::scope(|scope| {
        let (sender, batches): (SyncSender<Batch>, _) = sync_channel(WAITING);
        let reading = scope.spawn(move || {
            read_all(reader.as_mut(), &sender);
            drop(sender);
            reader.digest()
        });
        for batch in batches {
            stop::if_asked()?;
            let (rows, bytes) = batch.map_err(refuse)?;
            take(rows)?;
            bar.set_position(bytes);
        }
        reading
            .join()
            .map_err(|_| Failure::Unexpected(format!("reading `{}` stopped short", file.name)))
    })?;
    bar.finish_and_clear();
    Ok(digest)
}

fn read_all(reader: &mut dyn RowReader, batches: &SyncSender<Batch>) {
    loop {
        let mut rows = Vec::with_capacity(BATCH);
        let ended = loop {
            let mut row = RawRow::default();
            match reader.next(&mut row) {
                Ok(true) => rows.push(row),
                Ok(false) => break true,
                Err(finding) => {
                    let _ = batches.send(Err(finding));
                    return;
                }
            }
            if rows.len() == BATCH {
                break false;
            }
        };
        // A closed channel means that folding failed: its error is the one that counts.
        if batches.send(Ok((rows, reader.bytes_read()))).is_err() || ended {
            return;
        }
    }
}
