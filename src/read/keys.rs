//! Which keys stand twice, and which rows of one file have a partner in another, without keeping
//! the keys in memory: they are sorted in runs on disk and merged.
//!
//! A key is a 128-bit hash under a salt that is drawn anew for each process, so a run on disk holds
//! nothing that could be read back, nor found again by trying.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::sync::OnceLock;

/// Entries kept in memory before a run is written: 24 bytes each.
const RUN: usize = 2 << 20;

/// The salt of this process, from the operating system's randomness. No result depends on it.
static SALT: OnceLock<[u8; 32]> = OnceLock::new();

/// Draws a key from the operating system's randomness. It never leaves the process, so results must
/// not depend on it.
#[must_use]
pub fn fresh_key() -> [u8; 32] {
    let mut key = [0; 32];
    for part in key.chunks_mut(8) {
        part.copy_from_slice(&RandomState::new().build_hasher().finish().to_le_bytes());
    }
    key
}

/// A hashed key and the ordinal of its row.
type Entry = (u128, u64);

/// Collects the keys of one file's rows.
pub struct Keys {
    salt: [u8; 32],
    entries: Vec<Entry>,
    runs: Vec<File>,
    run_length: usize,
}

impl Keys {
    /// Returns an empty collection. Collections that are to be joined share a `label`.
    #[must_use]
    pub fn new(label: &str) -> Self {
        Self {
            salt: *blake3::keyed_hash(SALT.get_or_init(fresh_key), label.as_bytes()).as_bytes(),
            entries: Vec::new(),
            runs: Vec::new(),
            run_length: RUN,
        }
    }

    /// Adds the key made of `parts`, for the row at `ordinal`.
    ///
    /// # Errors
    /// Where a run cannot be written to the folder for temporary files.
    pub fn push<'a>(
        &mut self,
        parts: impl IntoIterator<Item = &'a str>,
        ordinal: u64,
    ) -> io::Result<()> {
        let hash = self.hash(parts);
        self.push_hash(hash, ordinal)
    }

    /// Returns the hash of a key, for rows that are hashed on other threads.
    pub fn hash<'a>(&self, parts: impl IntoIterator<Item = &'a str>) -> u128 {
        let mut hasher = blake3::Hasher::new_keyed(&self.salt);
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let mut short = [0_u8; 16];
        hasher.finalize_xof().fill(&mut short);
        u128::from_le_bytes(short)
    }

    /// Adds a key by its hash.
    ///
    /// # Errors
    /// Where a run cannot be written to the folder for temporary files.
    pub fn push_hash(&mut self, hash: u128, ordinal: u64) -> io::Result<()> {
        self.entries.push((hash, ordinal));
        if self.entries.len() >= self.run_length {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        self.entries.sort_unstable();
        let mut out = BufWriter::new(tempfile::tempfile()?);
        for (hash, ordinal) in self.entries.drain(..) {
            out.write_all(&hash.to_le_bytes())?;
            out.write_all(&ordinal.to_le_bytes())?;
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        Ok(())
    }

    fn sorted(mut self) -> io::Result<Sorted> {
        self.entries.sort_unstable();
        let mut runs: Vec<Run> = self
            .runs
            .into_iter()
            .map(|f| Run::Disk(BufReader::new(f)))
            .collect();
        runs.push(Run::Memory(self.entries.into_iter()));
        let mut heap = BinaryHeap::new();
        for (i, run) in runs.iter_mut().enumerate() {
            if let Some(entry) = run.next()? {
                heap.push(Reverse((entry, i)));
            }
        }
        Ok(Sorted { runs, heap })
    }

    /// Returns the ordinals of rows whose key stood before, each with the first row's ordinal,
    /// ordered by ordinal.
    ///
    /// # Errors
    /// Where a run cannot be read back.
    pub fn repeated(self) -> io::Result<Vec<(u64, u64)>> {
        let (mut sorted, mut repeated) = (self.sorted()?, Vec::new());
        let mut first: Option<Entry> = None;
        while let Some((hash, ordinal)) = sorted.next()? {
            match first {
                Some((key, before)) if key == hash => repeated.push((ordinal, before)),
                _ => first = Some((hash, ordinal)),
            }
        }
        repeated.sort_unstable();
        Ok(repeated)
    }

    /// Returns the set of rows here whose key stands in `other` too.
    ///
    /// # Errors
    /// Where a run cannot be read back.
    pub fn with_partner_in(self, other: Self) -> io::Result<RowSet> {
        let (mut here, mut there, mut found) = (self.sorted()?, other.sorted()?, RowSet::default());
        let mut partner = there.next()?;
        while let Some((hash, ordinal)) = here.next()? {
            while partner.is_some_and(|(key, _)| key < hash) {
                partner = there.next()?;
            }
            if partner.is_some_and(|(key, _)| key == hash) {
                found.insert(ordinal);
            }
        }
        Ok(found)
    }
}

enum Run {
    Disk(BufReader<File>),
    Memory(std::vec::IntoIter<Entry>),
}

impl Run {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        match self {
            Self::Memory(entries) => Ok(entries.next()),
            Self::Disk(file) => {
                let (mut hash, mut ordinal) = ([0_u8; 16], [0_u8; 8]);
                match file.read_exact(&mut hash) {
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
                    other => other?,
                }
                file.read_exact(&mut ordinal)?;
                Ok(Some((
                    u128::from_le_bytes(hash),
                    u64::from_le_bytes(ordinal),
                )))
            }
        }
    }
}

/// Entries of all runs, in order.
struct Sorted {
    runs: Vec<Run>,
    heap: BinaryHeap<Reverse<(Entry, usize)>>,
}

impl Sorted {
    fn next(&mut self) -> io::Result<Option<Entry>> {
        let Some(Reverse((entry, i))) = self.heap.pop() else {
            return Ok(None);
        };
        if let Some(run) = self.runs.get_mut(i)
            && let Some(following) = run.next()?
        {
            self.heap.push(Reverse((following, i)));
        }
        Ok(Some(entry))
    }
}

/// A set of row ordinals: one bit a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet(Vec<u64>);

impl RowSet {
    /// Adds a row.
    pub fn insert(&mut self, ordinal: u64) {
        let Ok(word) = usize::try_from(ordinal / 64) else {
            return;
        };
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= 1 << (ordinal % 64);
        }
    }

    /// Returns true where the row is in the set.
    #[must_use]
    pub fn contains(&self, ordinal: u64) -> bool {
        usize::try_from(ordinal / 64)
            .ok()
            .and_then(|word| self.0.get(word))
            .is_some_and(|bits| bits & (1 << (ordinal % 64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(run_length: usize, names: &[&str]) -> Keys {
        let mut keys = Keys {
            run_length,
            ..Keys::new("test")
        };
        for (i, name) in names.iter().enumerate() {
            keys.push([*name], i as u64).unwrap();
        }
        keys
    }

    #[test]
    fn the_first_row_of_a_key_stands() {
        let names = ["a", "b", "a", "c", "b", "a"];
        for run_length in [1, 2, 3, 100] {
            assert_eq!(
                keys(run_length, &names).repeated().unwrap(),
                [(2, 0), (4, 1), (5, 0)]
            );
        }
    }

    #[test]
    fn partners_are_found_across_runs() {
        for run_length in [1, 2, 100] {
            let rows = keys(run_length, &["x", "a", "b", "x", "q"]);
            let found = rows
                .with_partner_in(keys(run_length, &["b", "x", "x"]))
                .unwrap();
            assert_eq!(
                (0..6).map(|i| found.contains(i)).collect::<Vec<_>>(),
                [true, false, true, true, false, false]
            );
        }
    }

    #[test]
    fn parts_do_not_run_together() {
        let keys = Keys::new("test");
        assert_ne!(keys.hash(["ab", "c"]), keys.hash(["a", "bc"]));
    }
}
