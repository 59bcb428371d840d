//! A list that counts all and keeps the first: memory follows what is kept.

use serde::Serialize;

/// Most entries of a list that are kept. The file of details has all of them.
pub const MOST: usize = 100_000;

/// What was counted, and the first of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed<T> {
    /// How many there are.
    pub count: u64,
    /// The first of them, at most `MOST`.
    pub listed: Vec<T>,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self {
            count: 0,
            listed: Vec::new(),
        }
    }
}

impl<T> Listed<T> {
    /// Counts one, and keeps it where there is room.
    pub fn push(&mut self, one: T) {
        self.count += 1;
        if self.listed.len() < MOST {
            self.listed.push(one);
        }
    }
}

impl<T> FromIterator<T> for Listed<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut listed = Self::default();
        all.into_iter().for_each(|one| listed.push(one));
        listed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_counted_and_the_first_are_kept() {
        let listed: Listed<usize> = (0..MOST + 5).collect();
        assert_eq!(listed.count, MOST as u64 + 5);
        assert_eq!(listed.listed.len(), MOST);
    }
}
