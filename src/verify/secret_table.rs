//! Where dropped values are kept to be looked up: keyed hashes in order, behind a filter that
//! answers most questions with one look at memory.
//!
//! A value is hashed with BLAKE3 under the process's own key; the first 8 bytes are kept. The
//! filter has 32 bits a value or more and sets four of them in one word: one question in thousands
//! passes it by mistake and costs a real look-up, never a wrong answer. A value takes 24 bytes in
//! the table and 4 to 8 in the filter.

use super::secret_form::Form;
use std::sync::atomic::{AtomicU64, Ordering};

/// Which filter stands before a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// Digits of a length that is searched at any place; its last thirteen digits stand in the
    /// filter.
    Long,
    /// Digits of a length that is searched between breaks.
    Short,
    /// Letters and digits; the last eight of them stand in the filter.
    Letters,
}

/// A value, of which nothing can be read.
#[derive(Clone, Copy)]
struct Entry {
    hash: u64,
    slot: u64,
    /// Keyed bits of the last three characters.
    ending: u16,
    kind: u8,
    length: u8,
    group: Group,
    tail: Tail,
}

/// What the last eight characters of a value with letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tail {
    Mixed,
    Letters,
    Digits,
}

/// Bits by which a value is told before it is looked up.
#[derive(Default)]
struct Filter {
    words: Vec<u64>,
    shift: u32,
}

impl Filter {
    /// Makes one for so many values: a power of two of words, two values a word at most.
    fn new(values: usize) -> Self {
        if values == 0 {
            return Self::default();
        }
        let words = values.div_ceil(2).next_power_of_two().max(2);
        Self {
            words: vec![0; words],
            shift: 64 - words.trailing_zeros(),
        }
    }

    fn bits(slot: u64) -> u64 {
        1 << (slot & 63)
            | 1 << ((slot >> 6) & 63)
            | 1 << ((slot >> 12) & 63)
            | 1 << ((slot >> 18) & 63)
    }

    fn word(&self, slot: u64) -> usize {
        usize::try_from(slot >> self.shift).unwrap_or(0)
    }

    fn insert(&mut self, slot: u64) {
        let at = self.word(slot);
        if let Some(word) = self.words.get_mut(at) {
            *word |= Self::bits(slot);
        }
    }

    #[inline]
    fn may_hold(&self, slot: u64) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let bits = Self::bits(slot);
        self.words
            .get(self.word(slot))
            .is_some_and(|word| word & bits == bits)
    }
}

/// Words of the bits of endings.
const ENDINGS: usize = 1 << 10;

/// Keyed hashes of values.
pub(super) struct Table {
    key: [u8; 32],
    salts: [u64; 2],
    /// In order of hash, each hash once, but for what was added since the table was put in order.
    entries: Vec<Entry>,
    ordered: usize,
    /// Where the hashes begin that start with the same bits, and how many bits they have beside
    /// these.
    starts: Vec<u32>,
    shift: u32,
    /// A bit an entry: it is also something ordinary.
    ordinary: Vec<AtomicU64>,
    filters: [Filter; 3],
    /// A bit for every ending of a value with letters: small enough to be at hand at every word.
    endings: Vec<u64>,
}

impl Table {
    pub(super) fn new(key: [u8; 32]) -> Self {
        let part = |name: &[u8]| {
            let mut bytes = [0; 8];
            let mut hasher = blake3::Hasher::new_keyed(&key);
            hasher.update(name).finalize_xof().fill(&mut bytes);
            u64::from_le_bytes(bytes)
        };
        Self {
            key,
            salts: [part(b"salt"), part(b"factor") | 1],
            entries: Vec::new(),
            ordered: 0,
            starts: Vec::new(),
            shift: 0,
            ordinary: Vec::new(),
            filters: [Filter::default(), Filter::default(), Filter::default()],
            endings: vec![0; ENDINGS],
        }
    }

    /// Returns the filter's bits for a number or for eight characters: a keyed mix, cheap enough
    /// for every place of a text.
    #[inline]
    pub(super) fn slot(&self, value: u64, length: u64) -> u64 {
        let [salt, factor] = self.salts;
        let product = u128::from(value ^ salt ^ length.rotate_right(8)) * u128::from(factor);
        let [low, high] = [product, product >> 64].map(|half| {
            #[expect(clippy::cast_possible_truncation, reason = "a half at a time")]
            let half = half as u64;
            half
        });
        let folded = low ^ high;
        (folded ^ (folded >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    /// Returns keyed bits of the last three of eight characters.
    fn ending(&self, characters: u64) -> u16 {
        u16::try_from(self.slot(characters & 0xff_ffff, 3) >> 48).unwrap_or(0)
    }

    /// Returns false where no value with letters ends like these eight characters.
    #[inline]
    pub(super) fn may_end(&self, characters: u64) -> bool {
        let ending = self.ending(characters);
        let word = self.endings.get(usize::from(ending >> 6));
        word.is_some_and(|word| word & (1 << (ending & 63)) != 0)
    }

    #[inline]
    pub(super) fn may_hold(&self, group: Group, slot: u64) -> bool {
        let [long, short, letters] = &self.filters;
        match group {
            Group::Long => long.may_hold(slot),
            Group::Short => short.may_hold(slot),
            Group::Letters => letters.may_hold(slot),
        }
    }

    /// Returns the keyed hash of a value.
    pub(super) fn hash(&self, form: &Form) -> u64 {
        let mut bytes = [0; 8];
        blake3::Hasher::new_keyed(&self.key)
            .update(&[form.group() as u8])
            .update(form.text())
            .finalize_xof()
            .fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// Adds a value. It is found once `put_in_order` was called.
    pub(super) fn add(&mut self, form: &Form, kind: u8) {
        let (number, length) = form.filtered();
        let ending = self.ending(number);
        self.entries.push(Entry {
            hash: self.hash(form),
            slot: self.slot(number, length),
            ending,
            kind,
            length: u8::try_from(form.text().len()).unwrap_or(u8::MAX),
            group: form.group(),
            tail: form.tail(),
        });
        // The same value stands in many rows: kept once as it goes. Marks go by place, so that
        // nothing moves while there are any.
        if self.ordinary.is_empty() && self.entries.len() > self.ordered * 2 + (1 << 20) {
            self.sort();
        }
    }

    fn sort(&mut self) {
        self.entries
            .sort_unstable_by_key(|entry| (entry.hash, entry.kind));
        self.entries.dedup_by_key(|entry| entry.hash);
        self.ordered = self.entries.len();
    }

    /// Takes out what is an identifier and what was marked, and readies the look-ups. Returns how
    /// many were taken out for each reason.
    pub(super) fn put_in_order(&mut self, is_identifier: impl Fn(u64) -> bool) -> [u64; 2] {
        let mut removed = [0, 0];
        let marks = std::mem::take(&mut self.ordinary);
        let mut at = 0;
        self.entries.retain(|entry| {
            let (word, bit) = (at / 64, 1 << (at % 64));
            at += 1;
            let marked = marks.get(word);
            if is_identifier(entry.hash) {
                removed[0] += 1;
            } else if marked.is_some_and(|mark| mark.load(Ordering::Relaxed) & bit != 0) {
                removed[1] += 1;
            } else {
                return true;
            }
            false
        });
        self.sort();
        self.entries.shrink_to_fit();
        let groups = [Group::Long, Group::Short, Group::Letters];
        self.filters = groups.map(|group| {
            let of_group = || self.entries.iter().filter(|entry| entry.group == group);
            let mut filter = Filter::new(of_group().count());
            of_group().for_each(|entry| filter.insert(entry.slot));
            filter
        });
        self.endings = vec![0; ENDINGS];
        for entry in self.entries.iter().filter(|e| e.group == Group::Letters) {
            if let Some(word) = self.endings.get_mut(usize::from(entry.ending >> 6)) {
                *word |= 1 << (entry.ending & 63);
            }
        }
        // Eight hashes a start, more or less.
        let bits = (self.entries.len() / 8).max(2).ilog2();
        self.shift = u64::BITS - bits;
        self.starts = (0..=1_u64 << bits)
            .map(|start| {
                let before = |entry: &Entry| entry.hash >> self.shift < start;
                u32::try_from(self.entries.partition_point(before)).unwrap_or(u32::MAX)
            })
            .collect();
        self.ordinary = (0..self.entries.len().div_ceil(64))
            .map(|_| AtomicU64::new(0))
            .collect();
        removed
    }

    /// Returns where a hash stands.
    fn position(&self, hash: u64) -> Option<usize> {
        let start = usize::try_from(hash.checked_shr(self.shift)?).ok()?;
        let from = usize::try_from(*self.starts.get(start)?).ok()?;
        let to = usize::try_from(*self.starts.get(start + 1)?).ok()?;
        let found = self.entries.get(from..to)?;
        let at = found.binary_search_by_key(&hash, |entry| entry.hash).ok()?;
        Some(from + at)
    }

    /// Returns the place of a value and its kind, where it is one of the dropped ones.
    pub(super) fn find(&self, form: &Form) -> Option<(usize, u8)> {
        let at = self.position(self.hash(form))?;
        Some((at, self.entries.get(at)?.kind))
    }

    /// Marks the value at a place as something ordinary.
    pub(super) fn mark(&self, place: usize) {
        if let Some(word) = self.ordinary.get(place / 64) {
            word.fetch_or(1 << (place % 64), Ordering::Relaxed);
        }
    }

    /// Returns the lengths of the values of a group, longest first.
    pub(super) fn lengths(&self, group: Group) -> Vec<usize> {
        let mut seen = [false; 256];
        for entry in self.entries.iter().filter(|entry| entry.group == group) {
            if let Some(seen) = seen.get_mut(usize::from(entry.length)) {
                *seen = true;
            }
        }
        (0..seen.len())
            .rev()
            .filter(|length| seen.get(*length) == Some(&true))
            .collect()
    }

    /// Returns true where the last eight characters of a value with letters are like this.
    pub(super) fn any_ends_in(&self, tail: Tail) -> bool {
        let mut of_letters = self.entries.iter().filter(|e| e.group == Group::Letters);
        of_letters.any(|entry| entry.tail == tail)
    }

    /// Returns how many values there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::secret_form::digits;
    use super::*;

    #[test]
    fn a_filter_lets_few_strangers_pass_and_every_value() {
        let mut table = Table::new([5; 32]);
        for number in 0..20_000_u64 {
            for value in [number * 7 + 4_000_000_000_000_000, number * 3 + 200_000_000] {
                table.add(&digits(&value.to_string()).unwrap(), 0);
            }
        }
        table.put_in_order(|_| false);
        assert_eq!(table.len(), 40_000);
        let mut passed = [0, 0];
        for number in 0..20_000_u64 {
            let long = digits(&(number * 7 + 4_000_000_000_000_000).to_string()).unwrap();
            let (last, length) = long.filtered();
            assert!(table.may_hold(Group::Long, table.slot(last, length)));
            assert!(table.find(&long).is_some());
            let slot = table.slot(number * 7 + 700_000_000_000, 0);
            passed[0] += u64::from(table.may_hold(Group::Long, slot));
            let slot = table.slot(number * 3 + 200_000_001, 9);
            passed[1] += u64::from(table.may_hold(Group::Short, slot));
        }
        assert!(
            passed.iter().all(|passed| *passed < 20),
            "{passed:?} of 20000"
        );
    }
}
