//! The sets of rows that fit a day.

/// Most sets that are listed for a day; where more fit, the day is seldom full.
const MOST_SETS: usize = 1_500;

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
    /// One of these, each as places in the list of rows; or none.
    These(Vec<Vec<usize>>),
    /// More sets than are listed.
    TooMany,
}

/// Returns the sets of rows that fit a day with room for `room` accounts. A day that receives no
/// row, and has none that is sure to come (`receives`), holds whatever stays. With `listed` the
/// sets are listed even where all rows fit together.
pub(super) fn fitting(items: &[Item], room: i64, receives: bool, listed: bool) -> Sets {
    if !listed && items.iter().map(|item| item.accounts).sum::<i64>() <= room {
        return Sets::All;
    }
    let mut sets = Listing {
        items,
        receives,
        set: Vec::new(),
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
    found: Vec<Vec<usize>>,
}

impl Listing<'_> {
    /// Lists the sets that begin with the one at hand. Returns false where they are too many.
    fn extend(&mut self, from: usize, room: i64) -> bool {
        for (at, item) in self.items.iter().enumerate().skip(from) {
            let room = room - item.accounts;
            self.set.push(at);
            let stays = |at: &usize| self.items.get(*at).is_some_and(|item| !item.moves);
            let fits = room >= 0 || (!self.receives && self.set.iter().all(stays));
            let fine = !fits || {
                self.found.push(self.set.clone());
                self.found.len() <= MOST_SETS && self.extend(at + 1, room)
            };
            self.set.pop();
            if !fine {
                return false;
            }
        }
        true
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
    fn the_sets_are_those_that_fit() {
        let moving = items(&[5, 4, 3], true);
        assert_eq!(fitting(&moving, 12, false, false), Sets::All);
        let sets = Sets::These(vec![vec![0], vec![0, 2], vec![1], vec![1, 2], vec![2]]);
        assert_eq!(fitting(&moving, 8, false, false), sets);
        assert_eq!(fitting(&moving, 2, false, false), Sets::These(vec![]));
        assert_eq!(fitting(&moving, -1, false, false), Sets::These(vec![]));
    }

    #[test]
    fn what_stays_may_overfill_a_day_that_receives_nothing() {
        let mut both = items(&[5, 4], false);
        both.extend(items(&[1], true));
        let sets = Sets::These(vec![
            vec![0],
            vec![0, 1],
            vec![0, 2],
            vec![1],
            vec![1, 2],
            vec![2],
        ]);
        assert_eq!(fitting(&both, 6, false, false), sets);
        let sets = Sets::These(vec![vec![0], vec![0, 2], vec![1], vec![1, 2], vec![2]]);
        assert_eq!(fitting(&both, 6, true, false), sets);
    }

    #[test]
    fn too_many_sets_are_not_listed() {
        assert_eq!(
            fitting(&items(&[1; 20], true), 10, false, false),
            Sets::TooMany
        );
    }
}
