//! What a check found: how much it looked at, what was wrong, and the verdict.
//!
//! A check that looked at nothing is not applicable. It never passes for want of something to
//! look at.

/// Failures that are written out; the rest are counted.
const SHOWN: usize = 20;

/// The verdict of a check.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Everything looked at is as it must be.
    Passed,
    /// Something is not.
    Failed,
    /// There was nothing to look at, and why.
    NotApplicable(String),
}

/// One invariant, proved or not.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Check {
    /// `V1` to `V10`.
    pub id: &'static str,
    /// What it proves, in a few words.
    pub title: &'static str,
    /// The verdict.
    pub status: Status,
    /// How many things were looked at.
    pub checked: u64,
    /// What these things are.
    pub unit: &'static str,
    /// The first failures; each names the account or the file. Never a card or bank number.
    pub failures: Vec<String>,
    /// How many there are in all.
    pub failure_count: u64,
}

/// A check under way.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    id: &'static str,
    title: &'static str,
    unit: &'static str,
    checked: u64,
    failures: Vec<String>,
    failure_count: u64,
}

impl Tally {
    /// Starts a check.
    pub(super) fn new(id: &'static str, title: &'static str, unit: &'static str) -> Self {
        Self {
            id,
            title,
            unit,
            checked: 0,
            failures: Vec::new(),
            failure_count: 0,
        }
    }

    /// Counts one thing looked at, and a failure where it is not as it must be.
    pub(super) fn want(&mut self, holds: bool, message: impl FnOnce() -> String) {
        self.checked += 1;
        if !holds {
            self.fail(message);
        }
    }

    /// Counts a failure where it does not hold: one more question about a thing counted before.
    pub(super) fn must(&mut self, holds: bool, message: impl FnOnce() -> String) {
        if !holds {
            self.fail(message);
        }
    }

    /// Counts things looked at elsewhere.
    pub(super) fn looked(&mut self, count: u64) {
        self.checked += count;
    }

    /// Counts a failure.
    pub(super) fn fail(&mut self, message: impl FnOnce() -> String) {
        self.failure_count += 1;
        if self.failures.len() < SHOWN {
            self.failures.push(message());
        }
    }

    /// Takes over failures that another tally of the same check found.
    pub(super) fn absorb(&mut self, other: &Tally) {
        self.checked += other.checked;
        self.failure_count += other.failure_count;
        let room = SHOWN.saturating_sub(self.failures.len());
        self.failures
            .extend(other.failures.iter().take(room).cloned());
    }

    /// Returns the verdict; `nothing` says why there was nothing to look at.
    pub(super) fn finish(self, nothing: &str) -> Check {
        let status = if self.failure_count > 0 {
            Status::Failed
        } else if self.checked == 0 {
            Status::NotApplicable(nothing.to_owned())
        } else {
            Status::Passed
        };
        Check {
            id: self.id,
            title: self.title,
            status,
            checked: self.checked,
            unit: self.unit,
            failures: self.failures,
            failure_count: self.failure_count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_that_looked_at_nothing_does_not_pass() {
        let check = Tally::new("V2", "bills", "bills").finish("the export has no bills");
        assert_eq!(
            check.status,
            Status::NotApplicable("the export has no bills".to_owned())
        );
    }

    #[test]
    fn every_failure_is_counted_and_the_first_twenty_are_shown() {
        let mut tally = Tally::new("V2", "bills", "bills");
        for i in 0..25 {
            tally.want(false, || format!("bill {i}"));
        }
        let check = tally.finish("");
        assert_eq!((check.failure_count, check.failures.len()), (25, 20));
        assert_eq!(check.status, Status::Failed);
    }
}
