//! Where no calendar keeps the rules: the smallest set of rules that conflict, the rows between
//! which they do, and each change of one figure that would help.

use super::asked::{Asked, RULES};
use super::best::{any, best};
use super::calendar_days::loads;
use super::question::{Day, Question};
use super::solver::Answer;
use crate::record::calendar::CalendarRow;
use crate::record::plan::{DateKind, DateRule};
use crate::record::policy::Policy;

/// Days by which a figure in days is changed at most in search of what would help.
const MOST_DAYS: u64 = 60;

/// Why there is no calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conflict {
    /// The fewest rules that cannot be kept together; besides them only the windows, and that
    /// nothing moves earlier than the customer was told.
    pub(super) rules: Vec<DateRule>,
    /// The rows between which they conflict: leave one out, and the others have a calendar.
    pub(super) rows: Vec<usize>,
    /// What would help, each alone.
    pub(super) remedies: Vec<Remedy>,
}

/// A change after which a calendar keeps the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// The rule's key takes this figure.
    Figure(DateRule, u64),
    /// The capacity is so many accounts; the days that then have more than before, and how many.
    Accounts(DateRule, u64, Vec<(Day, u64)>),
    /// The longest period has so many days.
    LongestPeriod(i64),
    /// The shortest period has so many days.
    ShortestPeriod(i64),
    /// The rule is not asked.
    Without(DateRule),
}

/// What is asked of which rows.
pub(super) struct Case<'a> {
    pub(super) rows: &'a [(&'a CalendarRow, u64)],
    pub(super) policy: &'a Policy,
}

impl Case<'_> {
    fn possible(&self, asked: &Asked) -> bool {
        any(&Question::of(self.rows, self.policy, asked)) != Answer::None
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
        let remedies = rules.iter().flat_map(|rule| self.remedies(*rule));
        Conflict {
            remedies: remedies.collect(),
            rows: self.fewest_rows(&rules),
            rules,
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
        let question = Question::of(self.rows, self.policy, &asked);
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

    /// Returns the smallest change of a rule that helps by itself.
    fn remedies(&self, rule: DateRule) -> Vec<Remedy> {
        let asked = Asked::of(self.policy);
        let figure = |change: &dyn Fn(&mut Asked, u64), figures: Vec<u64>| {
            let found = figures.into_iter().find(|figure| {
                let mut asked = asked.clone();
                change(&mut asked, *figure);
                self.possible(&asked)
            });
            found.map(|figure| Remedy::Figure(rule, figure))
        };
        let down = |from: Option<u64>| (0..from.unwrap_or(0)).rev().collect();
        let up = |from: u64| (from + 1..=from + MOST_DAYS).collect();
        let one = match rule {
            DateRule::DaysToPay => figure(&|a, f| a.days_to_pay = Some(f), down(asked.days_to_pay)),
            DateRule::DueGapDays => {
                figure(&|a, f| a.due_gap_days = Some(f), down(asked.due_gap_days))
            }
            DateRule::MoveWithinDays => {
                figure(&|a, f| a.move_within_days = f, up(asked.move_within_days))
            }
            DateRule::MoveWithBillWithinDays => figure(
                &|a, f| a.move_with_bill_within_days = f,
                up(asked.move_with_bill_within_days),
            ),
            DateRule::ReadMoveDays => {
                figure(&|a, f| a.read_move_days = f, up(asked.read_move_days))
            }
            DateRule::DailyCapacity => self.least_capacity(rule, asked.daily_capacity, |a, f| {
                a.daily_capacity = Some(f);
            }),
            DateRule::BillCapacity => self.least_capacity(rule, asked.bill_capacity, |a, f| {
                a.bill_capacity = Some(f);
            }),
            DateRule::DueByNextBill | DateRule::KeepCycleOrder => self
                .possible(&asked.without(rule))
                .then_some(Remedy::Without(rule)),
            DateRule::PeriodDays => return self.periods(&asked),
            DateRule::BusinessDays
            | DateRule::Window
            | DateRule::ReturnWithinPeriods
            | DateRule::Earlier
            | DateRule::Told
            | DateRule::Follows
            | DateRule::Others => None,
        };
        one.into_iter().collect()
    }

    fn periods(&self, asked: &Asked) -> Vec<Remedy> {
        let Some((shortest, longest)) = asked.period_days else {
            return Vec::new();
        };
        let with = |days| {
            let mut asked = asked.clone();
            asked.period_days = Some(days);
            self.possible(&asked)
        };
        let more = (1..=10)
            .map(|n| longest + n)
            .find(|most| with((shortest, *most)));
        let less = (1..=10)
            .map(|n| shortest - n)
            .find(|least| with((*least, longest)));
        let longer = more.map(Remedy::LongestPeriod);
        let shorter = less.map(Remedy::ShortestPeriod);
        longer.into_iter().chain(shorter).collect()
    }

    /// Returns the least capacity that helps: between the one that does not and all accounts.
    fn least_capacity(
        &self,
        rule: DateRule,
        capacity: Option<u64>,
        change: impl Fn(&mut Asked, u64),
    ) -> Option<Remedy> {
        let with = |figure| {
            let mut asked = Asked::of(self.policy);
            change(&mut asked, figure);
            self.possible(&asked)
        };
        let accounts = self.rows.iter().map(|(_, accounts)| *accounts);
        let (mut low, mut high) = (capacity?, accounts.fold(0, u64::saturating_add));
        if !with(high) {
            return None;
        }
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            if with(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        let mut asked = Asked::of(self.policy);
        change(&mut asked, high);
        Some(Remedy::Accounts(
            rule,
            high,
            self.fuller(rule, capacity?, &asked),
        ))
    }
}

impl Case<'_> {
    /// Returns the days that bear more than `capacity` in a calendar that keeps `asked`.
    fn fuller(&self, rule: DateRule, capacity: u64, asked: &Asked) -> Vec<(Day, u64)> {
        let kind = if rule == DateRule::BillCapacity {
            DateKind::Bill
        } else {
            DateKind::Due
        };
        let question = Question::of(self.rows, self.policy, asked);
        let Answer::Days(days) = best(&question) else {
            return Vec::new();
        };
        let loads = loads(&question, &days, kind).into_iter();
        let full = loads.filter(|(_, (load, receives))| *receives && *load > capacity);
        full.map(|(day, (load, _))| (day, load - capacity))
            .collect()
    }
}

/// Takes rows out of the question: they bear on no day, and nothing is bound to them.
fn release(question: &mut Question, rows: &[usize]) {
    let out = |var: usize| rows.contains(&(var / super::question::KINDS.len()));
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
