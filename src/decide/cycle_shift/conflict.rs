//! Where no calendar keeps the rules: the smallest set of rules that conflict, the rows between
//! which they do, and each change of one figure that would help.

use super::asked::{Asked, RULES};
use super::best::any;
use super::question::Question;
use super::remedy::{Remedy, remedies};
use super::solver::Answer;
use crate::record::calendar::CalendarRow;
use crate::record::plan::DateRule;
use crate::record::policy::Policy;

/// Why there is no calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conflict {
    /// The fewest rules that cannot be kept together; besides them only the windows, and that
    /// nothing moves earlier than the customer was told.
    pub(super) rules: Vec<DateRule>,
    /// The rows between which they conflict: leave one out, and the others have a calendar.
    pub(super) rows: Vec<usize>,
    /// What would help, each by itself.
    pub(super) remedies: Vec<Remedy>,
    /// True where it helps these rows only: others conflict too.
    pub(super) others_too: bool,
}

/// What is asked of which rows.
pub(super) struct Case<'a> {
    pub(super) rows: &'a [(&'a CalendarRow, u64)],
    pub(super) policy: &'a Policy,
    /// Rows that are left out.
    pub(super) out: Vec<usize>,
}

impl Case<'_> {
    pub(super) fn question(&self, asked: &Asked) -> Question {
        let mut question = Question::of(self.rows, self.policy, asked);
        release(&mut question, &self.out);
        question
    }

    pub(super) fn possible(&self, asked: &Asked) -> bool {
        any(&self.question(asked)) != Answer::None
    }

    fn only(&self, rules: &[DateRule]) -> Asked {
        let all = Asked::of(self.policy);
        let others = RULES.into_iter().filter(|rule| !rules.contains(rule));
        others.fold(all, |asked, rule| asked.without(rule))
    }

    /// Returns why there is no calendar. There is none: that was found before.
    pub(super) fn conflict(&self) -> Conflict {
        let all = Asked::of(self.policy);
        let asked: Vec<DateRule> = RULES.into_iter().filter(|rule| all.asks(*rule)).collect();
        let rules = self.fewest(&asked);
        let rows = self.fewest_rows(&rules);
        let mut remedies = remedies(self, &rules);
        let others_too = remedies.is_empty();
        if others_too {
            let question = self.question(&all);
            let must = |row: &usize| question.forced.get(*row).copied().unwrap_or_default();
            let others = (0..self.rows.len()).filter(|row| must(row) && !rows.contains(row));
            let alone = Self {
                out: others.collect(),
                ..*self
            };
            remedies = super::remedy::remedies(&alone, &rules);
        }
        Conflict {
            rules,
            rows,
            others_too: others_too && !remedies.is_empty(),
            remedies,
        }
    }

    /// Returns the fewest of the rules that no calendar keeps together.
    fn fewest(&self, asked: &[DateRule]) -> Vec<DateRule> {
        // Leaving out one after the other ends with a set of which each is needed; whether a
        // smaller one exists is then asked of all sets that are smaller.
        let mut needed = asked.to_vec();
        for rule in asked {
            let fewer: Vec<DateRule> = needed.iter().copied().filter(|r| r != rule).collect();
            if !self.possible(&self.only(&fewer)) {
                needed = fewer;
            }
        }
        for size in 0..needed.len() {
            let mut smaller = None;
            subsets(asked, size, &mut Vec::new(), &mut |set| {
                let found = !self.possible(&self.only(set));
                if found {
                    smaller = Some(set.to_vec());
                }
                !found
            });
            if let Some(smaller) = smaller {
                return smaller;
            }
        }
        needed
    }

    /// Returns the rows without any of which the rules can be kept.
    fn fewest_rows(&self, rules: &[DateRule]) -> Vec<usize> {
        let asked = self.only(rules);
        let question = self.question(&asked);
        let rows = 0..self.rows.len();
        let mut kept: Vec<usize> = rows
            .filter(|row| question.forced.get(*row).copied().unwrap_or_default())
            .collect();
        let mut free: Vec<usize> = Vec::new();
        for row in kept.clone() {
            let mut tried = free.clone();
            tried.push(row);
            let mut question = question.clone();
            release(&mut question, &tried);
            if any(&question) == Answer::None {
                free = tried;
                kept.retain(|other| *other != row);
            }
        }
        kept
    }
}

/// Takes rows out of the question: they bear on no day, and nothing is bound to them.
fn release(question: &mut Question, rows: &[usize]) {
    let out = |var: usize| rows.contains(&(var / super::reach::KINDS.len()));
    question
        .apart
        .retain(|apart| !out(apart.before) && !out(apart.after));
    for var in &mut question.vars {
        if rows.contains(&var.row) {
            var.accounts = 0;
            var.days = vec![var.legacy];
        }
    }
}

/// Calls `each` with every set of `size` of the rules, in order, while it returns true. Returns
/// false where it did not.
fn subsets(
    rules: &[DateRule],
    size: usize,
    set: &mut Vec<DateRule>,
    each: &mut dyn FnMut(&[DateRule]) -> bool,
) -> bool {
    if size == 0 {
        return each(set);
    }
    for (at, rule) in rules.iter().enumerate() {
        set.push(*rule);
        let rest = rules.get(at + 1..).unwrap_or_default();
        let go_on = subsets(rest, size - 1, set, each);
        set.pop();
        if !go_on {
            return false;
        }
    }
    true
}
