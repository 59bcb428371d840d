//! What the alternatives of a calendar differ in: the window, and the limits that a utility can
//! choose. Combines them, and puts them into a policy.

use super::failure::Failure;
use crate::diag::finding::Finding;
use crate::record::dates::DateRange;
use crate::record::policy::Policy;
use crate::record::windows::{Spans, Windows};

/// Alternatives beside the mapping's own at most.
pub const MOST: usize = 24;

/// What is varied, each a list; an empty list leaves what the mapping says.
#[derive(Clone, Debug, Default)]
pub struct Varied {
    /// Windows in the place of the blackout.
    pub windows: Vec<DateRange>,
    /// Days in the longest period.
    pub longest_period: Vec<i64>,
    /// Days in the shortest.
    pub shortest_period: Vec<i64>,
    /// Days from bill to due date at least.
    pub days_to_pay: Vec<u64>,
    /// Accounts due on a day that receives moved due dates.
    pub daily_capacity: Vec<u64>,
    /// Accounts billed on a day that receives moved bill dates.
    pub bill_capacity: Vec<u64>,
    /// Days between due dates that follow each other.
    pub due_gap_days: Vec<u64>,
    /// Meters may be read on other days.
    pub reads_move: Vec<bool>,
    /// Cycles without a date in a window may move to make room.
    pub others_move: Vec<bool>,
    /// Periods after which a cycle is back on its regular dates.
    pub return_within_periods: Vec<u64>,
}

impl Varied {
    /// Returns the names of what is varied, as `Terms` has them.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        let named = [
            ("window", self.windows.is_empty()),
            ("shortest_period", self.shortest_period.is_empty()),
            ("longest_period", self.longest_period.is_empty()),
            ("days_to_pay", self.days_to_pay.is_empty()),
            ("daily_capacity", self.daily_capacity.is_empty()),
            ("bill_capacity", self.bill_capacity.is_empty()),
            ("due_gap_days", self.due_gap_days.is_empty()),
            ("reads_move", self.reads_move.is_empty()),
            ("others_move", self.others_move.is_empty()),
            (
                "return_within_periods",
                self.return_within_periods.is_empty(),
            ),
        ];
        let varied = named.into_iter().filter(|(_, empty)| !empty);
        varied.map(|(name, _)| name).collect()
    }
}

/// What one alternative is made with.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Terms {
    /// The blackout; none where there is none.
    pub window: Option<DateRange>,
    /// Days in the shortest period.
    pub shortest_period: i64,
    /// Days in the longest.
    pub longest_period: i64,
    /// Days from bill to due date at least.
    pub days_to_pay: u64,
    /// Accounts due on a day that receives moved due dates.
    pub daily_capacity: u64,
    /// Accounts billed on a day that receives moved bill dates; none where any number.
    pub bill_capacity: Option<u64>,
    /// Days between due dates that follow each other.
    pub due_gap_days: u64,
    /// Meters may be read on other days.
    pub reads_move: bool,
    /// Cycles without a date in a window may move to make room.
    pub others_move: bool,
    /// Periods, the one in the window included, after which a cycle is back on its regular dates.
    pub return_within_periods: u64,
}

impl Terms {
    /// Returns those of a policy.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        Self {
            window: policy.blackout,
            shortest_period: policy.period_days.0,
            longest_period: policy.period_days.1,
            days_to_pay: policy.days_to_pay,
            daily_capacity: policy.daily_capacity,
            bill_capacity: policy.shift.bill_capacity,
            due_gap_days: policy.shift.due_gap_days,
            reads_move: policy.shift.reads_move,
            others_move: policy.shift.others_move,
            return_within_periods: policy.shift.return_within_periods,
        }
    }

    /// Returns the policy with these terms. A window of its own, which the mapping gives to an
    /// action, stays as it is.
    #[must_use]
    pub fn applied(&self, policy: &Policy) -> Policy {
        let mut policy = policy.clone();
        if self.window != policy.blackout {
            policy.windows = with_blackout(&policy.windows, policy.blackout, self.window);
            policy.blackout = self.window;
        }
        policy.period_days = (self.shortest_period, self.longest_period);
        policy.days_to_pay = self.days_to_pay;
        policy.daily_capacity = self.daily_capacity;
        policy.shift.bill_capacity = self.bill_capacity;
        policy.shift.due_gap_days = self.due_gap_days;
        policy.shift.reads_move = self.reads_move;
        policy.shift.others_move = self.others_move;
        policy.shift.return_within_periods = self.return_within_periods;
        policy
    }
}

/// Puts another blackout in the place of the old one, for the actions that have no days of their
/// own.
fn with_blackout(windows: &Windows, old: Option<DateRange>, new: Option<DateRange>) -> Windows {
    let (before, after) = (Spans::new(old), Spans::new(new));
    let swapped = |spans: &Spans| {
        if *spans == before {
            after.clone()
        } else {
            spans.clone()
        }
    };
    let (pay_online, pay_phone) = (swapped(&windows.pay_online), swapped(&windows.pay_phone));
    let all_before = before.with(&windows.pay_online).with(&windows.pay_phone);
    let due = if windows.due == all_before {
        after.with(&pay_online).with(&pay_phone)
    } else {
        windows.due.clone()
    };
    Windows {
        due,
        draft: swapped(&windows.draft),
        bill_print: swapped(&windows.bill_print),
        late_fee: swapped(&windows.late_fee),
        disconnect: swapped(&windows.disconnect),
        read: windows.read.clone(),
        pay_online,
        pay_phone,
    }
}

/// Returns the policy whose windows hold the days of all alternatives, so that one reading finds
/// the bills of each.
pub(super) fn union(policy: &Policy, all: &[Terms]) -> Policy {
    let mut union = policy.clone();
    for terms in all {
        let windows = terms.applied(policy).windows;
        let into = &mut union.windows;
        into.pay_online = into.pay_online.with(&windows.pay_online);
        into.pay_phone = into.pay_phone.with(&windows.pay_phone);
        into.draft = into.draft.with(&windows.draft);
        into.bill_print = into.bill_print.with(&windows.bill_print);
        into.due = into.due.with(&windows.due);
        into.late_fee = into.late_fee.with(&windows.late_fee);
        into.disconnect = into.disconnect.with(&windows.disconnect);
        into.read = into.read.with(&windows.read);
    }
    let rules = &mut union.shift;
    rules.others_move |= all.iter().any(|terms| terms.others_move);
    let periods = all.iter().map(|terms| terms.return_within_periods).max();
    rules.return_within_periods = rules.return_within_periods.max(periods.unwrap_or(1));
    let days = || all.iter().filter_map(|terms| terms.window);
    union.blackout = days()
        .map(|window| window.from)
        .min()
        .zip(days().map(|window| window.to).max())
        .map(|(from, to)| DateRange { from, to });
    union
}

/// Returns the mapping's own terms and every combination of what is varied, each once.
///
/// # Errors
/// Usage, where there is no window at all, where there are too many, or where a shortest period is
/// longer than the longest.
pub(super) fn combinations(own: &Terms, varied: &Varied) -> Result<Vec<Terms>, Failure> {
    let mut all = vec![own.clone()];
    vary(&mut all, &varied.windows, |terms, window| {
        terms.window = Some(window);
    })?;
    vary(&mut all, &varied.shortest_period, |terms, days| {
        terms.shortest_period = days;
    })?;
    vary(&mut all, &varied.longest_period, |terms, days| {
        terms.longest_period = days;
    })?;
    vary(&mut all, &varied.days_to_pay, |terms, days| {
        terms.days_to_pay = days;
    })?;
    vary(&mut all, &varied.daily_capacity, |terms, accounts| {
        terms.daily_capacity = accounts;
    })?;
    vary(&mut all, &varied.bill_capacity, |terms, accounts| {
        terms.bill_capacity = Some(accounts);
    })?;
    vary(&mut all, &varied.due_gap_days, |terms, days| {
        terms.due_gap_days = days;
    })?;
    vary(&mut all, &varied.reads_move, |terms, moves| {
        terms.reads_move = moves;
    })?;
    vary(&mut all, &varied.others_move, |terms, moves| {
        terms.others_move = moves;
    })?;
    vary(&mut all, &varied.return_within_periods, |terms, periods| {
        terms.return_within_periods = periods;
    })?;
    let mut once = vec![own.clone()];
    for terms in all {
        if !once.contains(&terms) {
            once.push(terms);
        }
    }
    if once.len() > MOST + 1 {
        return Err(too_many());
    }
    if let Some(terms) = once
        .iter()
        .find(|one| one.shortest_period > one.longest_period)
    {
        let (shortest, longest) = (terms.shortest_period, terms.longest_period);
        let message =
            format!("the shortest period of {shortest} days is longer than the longest, {longest}");
        let help = "name `--min-period` and `--max-period` so that they fit each other";
        return Err(Failure::Usage(
            Finding::error("usage::bad_period", message).help(help),
        ));
    }
    if once.iter().all(|one| one.window.is_none()) {
        let message = "the mapping has no blackout, so there is nothing to compare";
        let help = "name a window, such as `--window 2021-03-30..2021-04-06`";
        return Err(Failure::Usage(
            Finding::error("usage::no_window", message).help(help),
        ));
    }
    Ok(once)
}

/// Puts each value of a list into each of the terms.
///
/// # Errors
/// Usage, where there are too many.
fn vary<T: Copy>(
    all: &mut Vec<Terms>,
    values: &[T],
    put: impl Fn(&mut Terms, T),
) -> Result<(), Failure> {
    if values.is_empty() {
        return Ok(());
    }
    // The mapping's own may be among them.
    if all.len().saturating_mul(values.len()) > MOST + 1 {
        return Err(too_many());
    }
    let combined = all.iter().flat_map(|terms| {
        values.iter().map(|value| {
            let mut terms = terms.clone();
            put(&mut terms, *value);
            terms
        })
    });
    *all = combined.collect();
    Ok(())
}

fn too_many() -> Failure {
    let message = format!("there are more than {MOST} combinations");
    Failure::Usage(
        Finding::error("usage::too_many_alternatives", message).help(
            "vary less at once: look at the windows first, then at the limits of the best one",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> DateRange {
        DateRange {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
        }
    }

    fn own() -> Terms {
        Terms {
            window: Some(span("2021-03-30", "2021-04-06")),
            shortest_period: 25,
            longest_period: 37,
            days_to_pay: 19,
            daily_capacity: 75,
            bill_capacity: None,
            due_gap_days: 21,
            reads_move: false,
            others_move: false,
            return_within_periods: 1,
        }
    }

    #[test]
    fn the_mappings_own_comes_first_and_no_alternative_twice() {
        let varied = Varied {
            windows: vec![
                span("2021-03-30", "2021-04-06"),
                span("2021-04-03", "2021-04-10"),
            ],
            longest_period: vec![37, 38],
            ..Varied::default()
        };
        let all = combinations(&own(), &varied).unwrap();
        assert_eq!(all.len(), 4);
        assert_eq!(all[0], own());
        assert_eq!(varied.names(), ["window", "longest_period"]);
        assert_eq!(combinations(&own(), &Varied::default()).unwrap(), [own()]);
    }

    #[test]
    fn too_many_none_and_periods_that_do_not_fit_are_refused() {
        let refused = |own: &Terms, varied: &Varied| match combinations(own, varied) {
            Err(Failure::Usage(finding)) => finding.code,
            other => panic!("{other:?}"),
        };
        let many = |count: u64| Varied {
            days_to_pay: (1..=count).collect(),
            ..Varied::default()
        };
        assert_eq!(combinations(&own(), &many(25)).unwrap().len(), 25);
        assert_eq!(refused(&own(), &many(26)), "usage::too_many_alternatives");
        let short = Varied {
            longest_period: vec![24],
            ..Varied::default()
        };
        assert_eq!(refused(&own(), &short), "usage::bad_period");
        let none = Terms {
            window: None,
            ..own()
        };
        assert_eq!(refused(&none, &Varied::default()), "usage::no_window");
    }

    #[test]
    fn another_blackout_leaves_the_windows_that_an_action_has_of_its_own() {
        let (old, new) = (
            span("2021-03-30", "2021-04-06"),
            span("2021-04-10", "2021-04-12"),
        );
        let mut windows = Windows::of_blackout(Some(old));
        windows.pay_phone = Spans::from(span("2021-04-01", "2021-04-08"));
        windows.due = windows.due.with(&windows.pay_phone);
        let moved = with_blackout(&windows, Some(old), Some(new));
        assert_eq!(moved.pay_online, Spans::from(new));
        assert_eq!(moved.pay_phone, windows.pay_phone);
        assert_eq!(
            moved.due,
            Spans::new([new, span("2021-04-01", "2021-04-08")])
        );
        assert!(moved.read.is_empty());
        let named = Windows {
            due: Spans::from(span("2021-03-29", "2021-04-07")),
            ..Windows::of_blackout(Some(old))
        };
        assert_eq!(with_blackout(&named, Some(old), Some(new)).due, named.due);
    }
}
