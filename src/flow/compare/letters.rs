//! The texts of the letters of two folders, held side by side: a customer may have been told
//! another day or another number, although the letter is of the same kind.

use crate::compare::letters::{Letters, OTHER_TEXT};
use crate::flow::failure::Failure;
use crate::flow::progress::Progress;
use crate::read::{each_record, letter_text};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

const MANIFEST: &str = "notices/manifest.csv";

/// Letters read at a time.
const LETTERS: usize = 256;

/// Tells which letters of both folders have another text. Nothing where a folder has no letters.
///
/// # Errors
/// Portal, where a manifest is not what a run leaves.
pub fn compare(
    (before, after): (&Path, &Path),
    letters: &mut Letters,
    progress: &Progress,
) -> Result<(), Failure> {
    let (Some(earlier), Some(later)) = (files(before)?, files(after)?) else {
        return Ok(());
    };
    let both: Vec<(&String, &String, &String)> = later
        .iter()
        .filter_map(|(id, file)| Some((id, earlier.get(id)?, file)))
        .collect();
    let bar = progress.count("compare", "letters", both.len() as u64);
    let mut compared = 0;
    for some in both.chunks(LETTERS) {
        let found: Vec<Option<bool>> = some
            .par_iter()
            .map(|(_, earlier, later)| same(&before.join(earlier), &after.join(later)))
            .collect();
        bar.inc(some.len() as u64);
        for ((id, ..), same) in some.iter().zip(found) {
            match same {
                Some(true) => compared += 1,
                Some(false) => {
                    compared += 1;
                    letters.other((*id).clone(), OTHER_TEXT);
                }
                None => letters.texts_missing += 1,
            }
        }
    }
    bar.finish_and_clear();
    letters.texts_compared = Some(compared);
    Ok(())
}

/// Returns the file of every letter by its number; none where there is no manifest.
fn files(folder: &Path) -> Result<Option<BTreeMap<String, String>>, Failure> {
    let path = folder.join(MANIFEST);
    if !path.exists() {
        return Ok(None);
    }
    let mut files = BTreeMap::new();
    each_record(&path, |mut record| {
        if let (Some(id), Some(file)) = (record.remove("notice_id"), record.remove("file")) {
            files.insert(id, file);
        }
    })
    .map_err(Failure::Portal)?;
    Ok(Some(files))
}

/// Returns true where two letters say the same; none where one cannot be read.
fn same(before: &Path, after: &Path) -> Option<bool> {
    let (earlier, later) = (std::fs::read(before).ok()?, std::fs::read(after).ok()?);
    if earlier == later {
        return Some(true);
    }
    Some(letter_text(&earlier).ok()? == letter_text(&later).ok()?)
}
