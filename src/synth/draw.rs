//! Numbers that look like chance and are none: each is worked out from the seed, what it is about,
//! and whom. No state is shared, so accounts can be made in any order and on any thread.

/// What is drawn: numbers for one thing do not follow from those for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Whether an account belongs to the customer of the one before it.
    Sharing,
    /// A customer.
    Customer,
    /// A place of service.
    Premise,
    /// An account.
    Account,
    /// Bills, payments and adjustments.
    History,
    /// Meters.
    Meter,
    /// A stored payment method.
    Method,
    /// Notes.
    Note,
    /// A log-in.
    User,
    /// What was planted.
    Planted,
    /// Where the account numbers begin.
    Numbers,
}

/// Draws numbers, one after the other.
pub struct Draw(u64);

/// Steps of the counter: the golden ratio, so that the steps spread over all numbers.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// Mixes the bits of a number (the finisher of SplitMix64).
const fn mixed(number: u64) -> u64 {
    let a = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    b ^ (b >> 31)
}

impl Draw {
    /// Begins for one thing of one account or customer.
    #[must_use]
    pub const fn new(seed: u64, about: About, whose: u64) -> Self {
        let about = mixed(seed ^ (about as u64).wrapping_mul(STEP));
        Self(mixed(about ^ whose.wrapping_mul(STEP)))
    }

    /// Returns the next number.
    pub const fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// Returns a number from 0 up to `most`, which is left out; 0 where that is 0.
    pub fn below(&mut self, most: u64) -> u64 {
        let wide = u128::from(self.number()) * u128::from(most);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// Returns an amount between two others, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = most.abs_diff(least).saturating_add(1);
        let above = i64::try_from(self.below(span)).unwrap_or(0);
        least.saturating_add(above)
    }

    /// Returns true so many times in a thousand.
    pub fn chance(&mut self, in_a_thousand: u64) -> bool {
        self.below(1000) < in_a_thousand
    }

    /// Returns one of several.
    pub fn one_of<T: Copy + Default>(&mut self, several: &[T]) -> T {
        let at = usize::try_from(self.below(several.len() as u64)).unwrap_or(0);
        several.get(at).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_has_the_same_answer_and_another_one_another() {
        let first = |seed, about, whose| Draw::new(seed, about, whose).number();
        let one = first(1, About::Account, 7);
        assert_eq!(one, first(1, About::Account, 7));
        assert_ne!(one, first(2, About::Account, 7));
        assert_ne!(one, first(1, About::Customer, 7));
        assert_ne!(one, first(1, About::Account, 8));
    }

    #[test]
    fn numbers_stay_within_their_bounds_and_reach_them() {
        let mut draw = Draw::new(1, About::Note, 0);
        let drawn: Vec<i64> = (0..2000).map(|_| draw.between(-3, 4)).collect();
        assert_eq!(drawn.iter().min(), Some(&-3));
        assert_eq!(drawn.iter().max(), Some(&4));
        assert_eq!(draw.below(0), 0);
        let told = (0..10_000).filter(|_| draw.chance(250)).count();
        assert!((2300..2700).contains(&told), "{told}");
    }
}
