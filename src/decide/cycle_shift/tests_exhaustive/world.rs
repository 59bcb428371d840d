//! The rules said once more, plainly, and every choice of days for a few rows.

use crate::record::calendar::{CalendarRow, cycle_order, is_next_month};
use crate::record::dates::plus_days;
use crate::record::policy::Policy;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Reading, bill and due date of a row.
pub(super) type Dates = [NaiveDate; 3];

fn planned(row: &CalendarRow) -> Dates {
    [row.read_date, row.bill_date, row.due_date]
}

/// A small calendar with its accounts and policy.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) rows: Vec<Row>,
    pub(super) policy: Policy,
}

#[derive(Clone)]
pub(super) struct Row {
    pub(super) row: CalendarRow,
    pub(super) accounts: u64,
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [read, bill, due] = planned(&self.row);
        let CalendarRow {
            bill_cycle, period, ..
        } = &self.row;
        write!(
            f,
            "{bill_cycle} {period} {read} {bill} {due} {}",
            self.accounts
        )
    }
}

impl World {
    fn dark(&self, kind: usize, day: NaiveDate) -> bool {
        let windows = &self.policy.windows;
        [&windows.read, &windows.bill_print, &windows.due][kind].contains(day)
    }

    fn forced(&self, row: &CalendarRow) -> bool {
        let first = if self.policy.shift.reads_move { 0 } else { 1 };
        (first..3).any(|kind| self.dark(kind, planned(row)[kind]))
    }

    fn next(&self, at: usize) -> Option<usize> {
        let row = &self.rows[at].row;
        self.rows.iter().position(|other| {
            other.row.bill_cycle == row.bill_cycle && is_next_month(&row.period, &other.row.period)
        })
    }

    /// May it move, besides the rows that must?
    fn free(&self, at: usize) -> bool {
        let shift = &self.policy.shift;
        let spans = self.policy.windows.due.list();
        let near = |due: NaiveDate| {
            spans.first().is_some_and(|span| due >= span.from)
                && spans
                    .last()
                    .is_some_and(|span| due <= plus_days(span.to, self.policy.move_within_days))
                && due > self.policy.extracted_on
        };
        if shift.others_move && near(self.rows[at].row.due_date) {
            return true;
        }
        (0..self.rows.len())
            .filter(|start| self.forced(&self.rows[*start].row))
            .any(|start| {
                let mut now = Some(start);
                (0..shift.return_within_periods).any(|_| {
                    let here = now == Some(at);
                    now = now.and_then(|now| self.next(now));
                    here
                })
            })
    }

    /// The same, but for rows that leave too few days to pay and need not move.
    fn may_move(&self, at: usize) -> bool {
        let row = &self.rows[at].row;
        let pay = i64::try_from(self.policy.days_to_pay).unwrap().max(1);
        let short = (row.due_date - row.bill_date).num_days() < pay;
        self.free(at) && (self.forced(row) || !short)
    }

    /// Every choice of dates for one row that its own rules allow.
    pub(super) fn choices(&self, at: usize) -> Vec<Dates> {
        let Row { row, .. } = &self.rows[at];
        let (policy, shift) = (&self.policy, &self.policy.shift);
        let old = planned(row);
        let pay = i64::try_from(policy.days_to_pay).unwrap().max(1);
        if !self.may_move(at) {
            return vec![old];
        }
        let issued = row.bill_date <= policy.extracted_on;
        let around = |day: NaiveDate| (-25..=60).map(move |n| day + chrono::TimeDelta::days(n));
        let open = |kind: usize, day: NaiveDate| {
            let days = (day - old[kind]).num_days();
            let early = shift.earlier
                && !issued
                && day > policy.extracted_on
                && -days <= i64::try_from(shift.read_move_days).unwrap();
            !self.dark(kind, day)
                && (days == 0 || policy.business_days.is_open(day))
                && (days >= 0 || early)
        };
        let reach = |kind: usize, day: NaiveDate| {
            let end = [
                &policy.windows.read,
                &policy.windows.bill_print,
                &policy.windows.due,
            ][kind]
                .around(old[kind]);
            end.is_some_and(|span| day <= plus_days(span.to, policy.move_within_days))
        };
        let along = |day, base, most| day <= plus_days(base, most);
        let bill_moves =
            !issued && ((shift.reads_move && !self.dark(2, old[2])) || self.dark(1, old[1]));
        let mut all = Vec::new();
        for read in around(old[0]) {
            let stays = !shift.reads_move || old[0] <= policy.extracted_on;
            let read_fits = if stays {
                read == old[0]
            } else {
                open(0, read) && along(read, old[0], shift.read_move_days)
            };
            if !read_fits {
                continue;
            }
            for bill in around(old[1]) {
                let bill_fits = if issued {
                    bill == old[1]
                } else if self.dark(1, old[1]) {
                    reach(1, bill) && open(1, bill)
                } else if shift.reads_move {
                    open(1, bill) && along(bill, old[1], shift.read_move_days)
                } else {
                    open(1, bill) && bill <= old[1]
                };
                if !bill_fits || (bill - read).num_days() < (old[1] - old[0]).num_days().min(0) {
                    continue;
                }
                for due in around(old[2]) {
                    let fits = due == old[2]
                        || reach(2, due)
                        || (bill_moves && along(due, old[2], policy.move_with_bill_within_days))
                        || (!self.forced(row) && along(due, old[2], policy.move_within_days))
                        || due < old[2];
                    if fits && open(2, due) && (due - bill).num_days() >= pay {
                        all.push([read, bill, due]);
                    }
                }
            }
        }
        all
    }

    /// Do two rows of a cycle, or of a period, go together?
    fn pair(&self, a: usize, b: usize, first: Dates, second: Dates) -> bool {
        let (one, other) = (&self.rows[a].row, &self.rows[b].row);
        let shift = &self.policy.shift;
        let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days();
        if self.next(a) == Some(b) && (self.may_move(a) || self.may_move(b)) {
            let period = days(one.read_date, other.read_date);
            let (least, most) = self.policy.period_days;
            let now = days(first[0], second[0]);
            let fits = !shift.reads_move || (now >= least.min(period) && now <= most.max(period));
            let gap = i64::try_from(shift.due_gap_days)
                .unwrap()
                .min(days(one.due_date, other.due_date));
            let by_next = days(one.due_date, other.bill_date).min(0);
            return fits
                && days(first[2], second[2]) >= gap
                && (!shift.due_by_next_bill || days(first[2], second[1]) >= by_next);
        }
        if shift.keep_cycle_order
            && one.period == other.period
            && self.forced(one)
            && self.forced(other)
        {
            let key = |row: &CalendarRow| (row.due_date, cycle_order(&row.bill_cycle).0);
            return if key(one) < key(other) {
                first[2] <= second[2]
            } else {
                second[2] <= first[2]
            };
        }
        true
    }

    /// Did a date leave its day that could have stayed, were there room for any number?
    fn needless(&self, dates: &[Dates]) -> bool {
        let pay = i64::try_from(self.policy.days_to_pay).unwrap().max(1);
        let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days();
        let moved = dates.iter().enumerate().flat_map(|(at, now)| {
            let old = planned(&self.rows[at].row);
            (0..3).filter_map(move |kind| (now[kind] != old[kind]).then_some((at, kind, old)))
        });
        let mut moved = moved.filter(|(_, kind, old)| !self.dark(*kind, old[*kind]));
        moved.any(|(at, kind, old)| {
            let mut back = dates[at];
            back[kind] = old[kind];
            let [read, bill, due] = back;
            let lag = days(old[0], old[1]).min(0);
            days(read, bill) >= lag
                && days(bill, due) >= pay
                && (0..dates.len()).filter(|other| *other != at).all(|other| {
                    self.pair(at, other, back, dates[other])
                        && self.pair(other, at, dates[other], back)
                })
        })
    }

    fn full(&self, dates: &[Dates]) -> bool {
        if !self.policy.shift.others_move && self.needless(dates) {
            return true;
        }
        let over = |kind: usize, capacity: u64| {
            dates.iter().enumerate().any(|(at, moved)| {
                moved[kind] != planned(&self.rows[at].row)[kind]
                    && self.load(dates, kind, moved[kind]) > capacity
            })
        };
        over(2, self.policy.daily_capacity)
            || self
                .policy
                .shift
                .bill_capacity
                .is_some_and(|capacity| over(1, capacity))
    }

    fn load(&self, dates: &[Dates], kind: usize, day: NaiveDate) -> u64 {
        let on = dates
            .iter()
            .zip(&self.rows)
            .filter(|(dates, _)| dates[kind] == day);
        on.map(|(_, row)| row.accounts).sum()
    }

    /// How good a calendar is, ties and all.
    pub(super) fn figures(
        &self,
        dates: &[Dates],
    ) -> (u64, u64, u64, Option<NaiveDate>, Vec<NaiveDate>) {
        let (mut cycles, mut days, mut peak, mut last) = (BTreeMap::new(), 0, 0, None);
        for (at, now) in dates.iter().enumerate() {
            let Row { row, accounts } = &self.rows[at];
            for (kind, old) in planned(row)
                .into_iter()
                .enumerate()
                .filter(|(k, old)| now[*k] != *old)
            {
                cycles.insert(&row.bill_cycle, *accounts);
                days += (now[kind] - old).num_days().unsigned_abs() * accounts;
                last = last.max(Some(now[kind]));
                if kind == 2 {
                    peak = peak.max(self.load(dates, 2, now[2]));
                }
            }
        }
        let mut order: Vec<usize> = (0..dates.len()).collect();
        order.sort_by_key(|at| (cycle_order(&self.rows[*at].row.bill_cycle), *at));
        let ties = [2, 1, 0]
            .iter()
            .flat_map(|kind| order.iter().map(|at| dates[*at][*kind]));
        (cycles.values().sum(), days, peak, last, ties.collect())
    }

    pub(super) fn best(&self) -> Option<Vec<Dates>> {
        let choices: Vec<Vec<Dates>> = (0..self.rows.len()).map(|at| self.choices(at)).collect();
        let mut best = None;
        self.extend(&choices, &mut Vec::new(), &mut best);
        best
    }

    fn extend(
        &self,
        choices: &[Vec<Dates>],
        chosen: &mut Vec<Dates>,
        best: &mut Option<Vec<Dates>>,
    ) {
        let at = chosen.len();
        if at == choices.len() {
            let better = |best: &Vec<Dates>| self.figures(chosen) < self.figures(best);
            if !self.full(chosen) && best.as_ref().is_none_or(better) {
                *best = Some(chosen.clone());
            }
            return;
        }
        for dates in &choices[at] {
            let fits = (0..at).all(|other| {
                self.pair(other, at, chosen[other], *dates)
                    && self.pair(at, other, *dates, chosen[other])
            });
            if fits {
                chosen.push(*dates);
                self.extend(choices, chosen, best);
                chosen.pop();
            }
        }
    }
}
