//! Streams the rows of a file: one thread reads, all threads map, the caller folds in file order.
//!
//! At most a few batches are in memory at a time, however long the file.

use super::delivery::DeliveredFile;
use super::failure::Failure;
use crate::diag::finding::Finding;
use crate::read::{FileDigest, RowReader};
use crate::record::raw::RawRow;
use indicatif::ProgressBar;
use rayon::prelude::*;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Rows handed over at a time.
const BATCH: usize = 2048;
/// Batches that may wait.
const WAITING: usize = 4;

/// Rows, and how many bytes of the file were read by then.
type Batch = Result<(Vec<RawRow>, u64), Finding>;

/// Calls `work` for every row on all threads, and `fold` with each result in file order.
///
/// # Errors
/// Exports, where the file's structure cannot be trusted; and those of `fold`.
pub fn each_row<T: Send>(
    file: &DeliveredFile,
    bar: &ProgressBar,
    work: impl Fn(&RawRow) -> T + Sync,
    mut fold: impl FnMut(T) -> Result<(), Failure>,
) -> Result<FileDigest, Failure> {
    let refuse = |finding| Failure::Exports(vec![finding]);
    let mut reader = file.reader().map_err(refuse)?;
    let digest = std::thread::scope(|scope| {
        let (sender, batches) = sync_channel(WAITING);
        let reading = scope.spawn(move || {
            read_all(reader.as_mut(), &sender);
            drop(sender);
            reader.digest()
        });
        fold_all(batches, bar, &work, &mut fold)?;
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

fn fold_all<T: Send>(
    batches: Receiver<Batch>,
    bar: &ProgressBar,
    work: &(impl Fn(&RawRow) -> T + Sync),
    fold: &mut impl FnMut(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for batch in batches {
        let (rows, bytes) = batch.map_err(|finding| Failure::Exports(vec![finding]))?;
        let results: Vec<T> = rows.par_iter().map(work).collect();
        for result in results {
            fold(result)?;
        }
        bar.set_position(bytes);
    }
    Ok(())
}
