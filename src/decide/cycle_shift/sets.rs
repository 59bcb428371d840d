//! The sets of rows that fit a day.

/// Most sets that are listed for a day; where there are more, the day is seldom full.
const MOST_SETS: usize = 6_000;

/// Most sets that are looked at for them.
const MOST_LOOKED_AT: usize = 100_000;

/// A row that may take the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) accounts: i64,
    /// False where it is the row's planned day.
    pub(super) moves: bool,
}

/// What fits a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sets {
    /// All rows together.
    All,
    /// One of these or a part of it: the largest, each as places in the list of rows.
    These(Vec<Vec<usize>>),
    /// More sets than are listed.
    TooMany,
}

/// Returns the largest sets of rows that fit a day with room for `room` accounts. A day that
/// receives no row, and has none that is sure to come (`receives`), holds whatever stays.
pub(super) fn fitting(items: &[Item], room: i64, receives: bool) -> Sets {
    if items.iter().map(|item| item.accounts).sum::<i64>() <= room {
        return Sets::All;
    }
    let mut sets = Listing {
        items,
        receives,
        set: Vec::new(),
        looked_at: 0,
        found: Vec::new(),
    };
    if sets.extend(0, room) {
        Sets::These(sets.found)
    } else {
        Sets::TooMany
    }
}

struct Listing<'a> {
    items: &'a [Item],
    receives: bool,
    set: Vec<usize>,
    looked_at: usize,
    found: Vec<Vec<usize>>,
}

impl Listing<'_> {
    /// Lists the largest sets that begin with the one at hand. Returns false where there are too
    /// many to look at.
    fn extend(&mut self, from: usize, room: i64) -> bool {
        for (at, item) in self.items.iter().enumerate().skip(from) {
            if !self.fits_too(item, room) {
                continue;
            }
            let room = room - item.accounts;
            self.set.push(at);
            self.looked_at += 1;
            if self.is_largest(room) {
                self.found.push(self.set.clone());
            }
            let few = self.looked_at <= MOST_LOOKED_AT && self.found.len() <= MOST_SETS;
            if !(few && self.extend(at + 1, room)) {
                return false;
            }
            self.set.pop();
        }
        true
    }

    /// Returns true where one more row fits the day beside the set at hand, which leaves `room`.
    fn fits_too(&self, item: &Item, room: i64) -> bool {
        let stays = |at: &usize| self.items.get(*at).is_some_and(|item| !item.moves);
        room >= item.accounts || (!self.receives && !item.moves && self.set.iter().all(stays))
    }

    /// Returns true where no other row fits beside the set at hand.
    fn is_largest(&self, room: i64) -> bool {
        let mut items = self.items.iter().enumerate();
        !items.any(|(at, item)| !self.set.contains(&at) && self.fits_too(item, room))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(accounts: &[i64], moves: bool) -> Vec<Item> {
        let item = |accounts: &i64| Item {
            accounts: *accounts,
            moves,
        };
        accounts.iter().map(item).collect()
    }

    #[test]
    fn the_sets_are_the_largest_that_fit() {
        let moving = items(&[5, 4, 3], true);
        assert_eq!(fitting(&moving, 12, false), Sets::All);
        let sets = Sets::These(vec![vec![0, 2], vec![1, 2]]);
        assert_eq!(fitting(&moving, 8, false), sets);
        assert_eq!(fitting(&moving, 2, false), Sets::These(vec![]));
        assert_eq!(fitting(&moving, -1, false), Sets::These(vec![]));
    }

    #[test]
    fn what_stays_may_overfill_a_day_that_receives_nothing() {
        let mut both = items(&[5, 4], false);
        both.extend(items(&[1], true));
        let sets = Sets::These(vec![vec![0, 1], vec![0, 2], vec![1, 2]]);
        assert_eq!(fitting(&both, 6, false), sets);
        let sets = Sets::These(vec![vec![0, 2], vec![1, 2]]);
        assert_eq!(fitting(&both, 6, true), sets);
    }

    #[test]
    fn too_many_sets_are_not_listed() {
        assert_eq!(fitting(&items(&[1; 20], true), 10, false), Sets::TooMany);
    }
}
