//! Why a date is where it is: the rule that its planned day breaks, and the rules that keep it from
//! every day nearer to that one.

use super::calendar_days::loads;
use super::question::{Question, Var};
use super::reach::{Day, KINDS, date};
use crate::record::plan::{DateKind, DateMove, DateRule};
use crate::record::policy::Policy;
use std::collections::BTreeSet;

/// Returns what moved in a row, in the order of a period.
pub(super) fn moves(
    question: &Question,
    days: &[Day],
    policy: &Policy,
    row: usize,
) -> Vec<DateMove> {
    let choice = Choice {
        question,
        days,
        policy,
    };
    let moved = KINDS.into_iter().filter_map(|kind| {
        let at = Question::var(row, kind);
        let (var, day) = (question.vars.get(at)?, *days.get(at)?);
        (day != var.legacy).then(|| choice.why(at, var, day))
    });
    moved.collect()
}

struct Choice<'a> {
    question: &'a Question,
    days: &'a [Day],
    policy: &'a Policy,
}

impl Choice<'_> {
    fn why(&self, at: usize, var: &Var, day: Day) -> DateMove {
        let nearer: Vec<Day> = if day > var.legacy {
            (var.legacy + 1..day).collect()
        } else {
            (day + 1..var.legacy).collect()
        };
        let rule = self.against(at, var, var.legacy);
        let held: BTreeSet<DateRule> = nearer
            .into_iter()
            .map(|nearer| self.against(at, var, nearer))
            .filter(|nearer| *nearer != DateRule::Window && *nearer != rule)
            .collect();
        DateMove {
            date: var.kind,
            from: date(var.legacy),
            to: date(day),
            rule,
            held_by: held.into_iter().collect(),
        }
    }

    /// Returns the first rule that a day would break, where everything else stays as it is.
    fn against(&self, at: usize, var: &Var, day: Day) -> DateRule {
        let window = super::reach::window(self.policy, var.kind);
        if window.contains(date(day)) {
            return DateRule::Window;
        }
        if day != var.legacy && !self.policy.business_days.is_open(date(day)) {
            return DateRule::BusinessDays;
        }
        let on = |other: usize| {
            if other == at {
                Some(day)
            } else {
                self.days.get(other).copied()
            }
        };
        let apart = self.question.apart.iter();
        let mut apart = apart.filter(|apart| apart.before == at || apart.after == at);
        let broken = apart.find(|apart| {
            let (before, after) = (on(apart.before), on(apart.after));
            !matches!((before, after), (Some(before), Some(after)) if apart.holds(before, after))
        });
        if let Some(apart) = broken {
            return apart.rule;
        }
        let rule = match var.kind {
            DateKind::Due => DateRule::DailyCapacity,
            DateKind::Bill => DateRule::BillCapacity,
            DateKind::Read | DateKind::Reminder | DateKind::LateFee | DateKind::Disconnect => {
                return DateRule::Others;
            }
        };
        let loads = loads(self.question, self.days, var.kind);
        let load = loads.get(&day).map_or(0, |(load, _)| *load);
        match self.question.capacity(var.kind) {
            Some(capacity) if load.saturating_add(var.accounts) > capacity => rule,
            _ => DateRule::Others,
        }
    }
}
