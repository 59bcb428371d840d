//! How many different values there are, which repeat, and which stand in another column, in
//! bounded memory and in one pass.
//!
//! Values are kept as 64-bit hashes with a count. Where there is no room left, only the values
//! whose hash begins with one more zero bit are kept on: every second, fourth, eighth value. The
//! sample is of values, not of rows, so a value that repeats is still seen to repeat, and two
//! columns' samples can be compared. Nothing here can be read back.

/// Fewest slots of a table.
const FEWEST: usize = 64;
/// Most slots of one table, 16 bytes each: exact up to 3,145,728 values.
pub(super) const MOST: usize = 1 << 22;

/// Returns the hash of a value.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut h = 0x9E37_79B9_7F4A_7C15_u64 ^ (bytes.len() as u64);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0_u8; 8];
        word.copy_from_slice(chunk);
        h = step(h, u64::from_le_bytes(word));
    }
    let mut last = 0_u64;
    for byte in chunks.remainder() {
        last = (last << 8) | u64::from(*byte);
    }
    finish(step(h, last))
}

/// Returns the hash of two hashes.
pub(super) fn join(one: u64, other: u64) -> u64 {
    finish(step(one, other))
}

fn step(h: u64, word: u64) -> u64 {
    let mixed = (h ^ word).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    mixed ^ (mixed >> 29)
}

fn finish(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    h ^ (h >> 33)
}

#[derive(Clone, Copy, Default)]
struct Slot {
    hash: u64,
    count: u32,
}

/// The different values of a column.
#[derive(Clone, Default)]
pub(super) struct Distinct {
    slots: Vec<Slot>,
    len: usize,
    shift: u32,
    /// Values put in, of those whose hash is kept.
    taken: u64,
}

impl Distinct {
    /// Adds a value by its hash. Returns true where it stood before.
    pub(super) fn insert(&mut self, hash: u64) -> bool {
        if self.skips(hash) {
            return false;
        }
        if (self.len + 1) * 4 > self.slots.len() * 3 {
            self.make_room();
            if self.skips(hash) {
                return false;
            }
        }
        self.taken += 1;
        let before = self.len;
        self.add(hash, 1);
        self.len == before
    }

    fn skips(&self, hash: u64) -> bool {
        hash.leading_zeros() < self.shift
    }

    fn add(&mut self, hash: u64, count: u32) {
        let hash = hash.max(1);
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = usize::try_from(hash & 0xFFFF_FFFF).unwrap_or(0) & mask;
        // A quarter of the slots is always free.
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.count == 0 {
                *slot = Slot { hash, count };
                self.len += 1;
                return;
            }
            if slot.hash == hash {
                slot.count = slot.count.saturating_add(count);
                return;
            }
            at = (at + 1) & mask;
        }
    }

    fn make_room(&mut self) {
        if self.slots.len() < MOST {
            let size = (self.slots.len() * 2).max(FEWEST);
            self.rebuild(size);
        } else {
            self.halve();
        }
    }

    /// Keeps every second value that is kept now, in half the room.
    pub(super) fn halve(&mut self) {
        self.shift += 1;
        let size = (self.slots.len() / 2).max(FEWEST);
        self.rebuild(size);
    }

    fn rebuild(&mut self, size: usize) {
        let old = std::mem::take(&mut self.slots);
        let shift = self.shift;
        let kept = old
            .iter()
            .filter(|s| s.count > 0 && s.hash.leading_zeros() >= shift);
        let needed = kept.clone().count() * 2;
        self.slots = vec![Slot::default(); size.max(needed.next_power_of_two()).min(MOST)];
        self.len = 0;
        self.taken = 0;
        for slot in kept {
            self.taken += u64::from(slot.count);
            self.add(slot.hash, slot.count);
        }
    }

    /// Keeps to `most` slots, whatever comes.
    pub(super) fn keep_to(&mut self, most: usize) {
        while self.slots.len() > most {
            self.halve();
        }
    }

    /// Returns the slots in use: 16 bytes each.
    pub(super) fn slots(&self) -> usize {
        self.slots.len()
    }

    /// Returns how many different values there are; exact where `is_exact`.
    pub(super) fn count(&self) -> u64 {
        (self.len as u64) << self.shift.min(63)
    }

    /// Returns true where every value was kept.
    pub(super) fn is_exact(&self) -> bool {
        self.shift == 0
    }

    /// Returns how many rows have a value that stood before; exact where `is_exact`.
    pub(super) fn repeats(&self) -> u64 {
        self.taken.saturating_sub(self.len as u64) << self.shift.min(63)
    }

    /// Returns true where the value is known; none where it was not kept.
    pub(super) fn holds(&self, hash: u64) -> Option<bool> {
        if self.skips(hash) {
            return None;
        }
        Some(self.count_of(hash) > 0)
    }

    /// Returns how often a value stands; 0 where it does not, or was not kept.
    fn count_of(&self, hash: u64) -> u32 {
        let hash = hash.max(1);
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = usize::try_from(hash & 0xFFFF_FFFF).unwrap_or(0) & mask;
        while let Some(slot) = self.slots.get(at) {
            if slot.count == 0 {
                return 0;
            }
            if slot.hash == hash {
                return slot.count;
            }
            at = (at + 1) & mask;
        }
        0
    }

    /// Returns which of these values stand in `other`.
    pub(super) fn inside(&self, other: &Self) -> Containment {
        let shift = self.shift.max(other.shift);
        let mut found = Containment {
            exact: shift == 0,
            ..Containment::default()
        };
        for slot in self.slots.iter().filter(|s| s.count > 0) {
            if slot.hash.leading_zeros() < shift {
                continue;
            }
            found.values += 1;
            found.rows += u64::from(slot.count);
            if other.count_of(slot.hash) == 0 {
                found.orphans += 1;
                found.orphan_rows += u64::from(slot.count);
            }
        }
        found.values <<= shift.min(40);
        found.rows <<= shift.min(40);
        found.orphans <<= shift.min(40);
        found.orphan_rows <<= shift.min(40);
        found
    }
}

/// How far the values of one column stand in another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Containment {
    /// False where only a sample of the values was compared.
    pub(super) exact: bool,
    /// Different values here.
    pub(super) values: u64,
    /// Rows with a value here.
    pub(super) rows: u64,
    /// Different values that the other column does not have.
    pub(super) orphans: u64,
    /// Rows with such a value.
    pub(super) orphan_rows: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn of(values: impl IntoIterator<Item = u64>) -> Distinct {
        let mut set = Distinct::default();
        for value in values {
            set.insert(hash(&value.to_le_bytes()));
        }
        set
    }

    #[test]
    fn a_sample_of_values_still_tells_a_repeat_and_an_estimate() {
        let mut set = of((0..40_000).chain(0..40_000));
        for _ in 0..4 {
            set.halve();
        }
        assert!(!set.is_exact());
        assert_eq!(set.count(), set.repeats());
        assert!(set.count().abs_diff(40_000) < 4_000, "{}", set.count());
        let unique = of(0..40_000);
        assert_eq!((unique.count(), unique.repeats()), (40_000, 0));
    }

    #[test]
    fn orphans_are_counted_by_value_and_row() {
        let found = of([1, 2, 2, 9, 9, 9]).inside(&of(0..5));
        assert_eq!((found.values, found.rows), (3, 6));
        assert_eq!((found.orphans, found.orphan_rows), (1, 3));
        let mut sampled = of(0..50_000);
        sampled.halve();
        let found = of(0..40_000).inside(&sampled);
        assert_eq!((found.orphans, found.exact), (0, false));
    }

    proptest! {
        #[test]
        fn counts_are_exact_while_there_is_room(values in proptest::collection::vec(0_u64..50, 0..300)) {
            let mut counts = BTreeMap::new();
            for value in &values {
                *counts.entry(*value).or_insert(0_u64) += 1;
            }
            let set = of(values.iter().copied());
            prop_assert_eq!(set.count(), counts.len() as u64);
            prop_assert_eq!(set.repeats(), values.len() as u64 - counts.len() as u64);
        }

        #[test]
        fn a_hash_takes_every_byte_into_account(text in proptest::collection::vec(any::<u8>(), 1..40), at in any::<usize>()) {
            let mut other = text.clone();
            let at = at % other.len();
            other[at] ^= 1;
            prop_assert_ne!(hash(&text), hash(&other));
        }
    }
}
