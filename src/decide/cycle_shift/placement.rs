//! Finds a business day for each row that must move, without overfilling any day.
//!
//! In: rows in their order of priority, each with its first and last possible day, and what is
//! due on every day already. Out: a day for each, or none. Every row takes the earliest day that
//! those before it leave, unless that would leave a later one with no day at all: then the last
//! rows before it give way first. That search is bounded by `SEARCH_ROWS` and `SEARCH_STEPS`;
//! beyond them the simple order stands, and the rows it leaves over have no day.

use crate::record::dates::BusinessDays;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Most rows for which days are exchanged; three months of 21 cycles.
const SEARCH_ROWS: usize = 64;
/// Most days tried before the exchange is given up.
const SEARCH_STEPS: u32 = 10_000;

/// A calendar row in need of a due date.
#[derive(Clone, Copy, Debug)]
pub struct Mover {
    /// Accounts that will be due.
    pub accounts: u64,
    /// First day the rules allow.
    pub earliest: NaiveDate,
    /// Last day the rules allow, itself included.
    pub latest: NaiveDate,
}

/// What is due on each day, and how much may be.
#[derive(Clone, Debug)]
pub struct Loads<'a> {
    due: BTreeMap<NaiveDate, u64>,
    capacity: u64,
    business_days: &'a BusinessDays,
}

impl<'a> Loads<'a> {
    /// Returns empty days on which at most `capacity` accounts may be due once a date moves there.
    pub fn new(capacity: u64, business_days: &'a BusinessDays) -> Self {
        Self {
            due: BTreeMap::new(),
            capacity,
            business_days,
        }
    }

    /// Adds accounts to a day, whether it has room or not.
    pub fn put(&mut self, day: NaiveDate, accounts: u64) {
        let load = self.due.entry(day).or_default();
        *load = load.saturating_add(accounts);
    }

    fn take(&mut self, day: NaiveDate, accounts: u64) {
        let load = self.due.entry(day).or_default();
        *load = load.saturating_sub(accounts);
    }

    /// Returns the accounts due on a day.
    pub fn on(&self, day: NaiveDate) -> u64 {
        self.due.get(&day).copied().unwrap_or_default()
    }

    /// Returns true where `accounts` more keep the day within capacity. A day that is already
    /// overfull has no room even for a row of no accounts.
    pub fn has_room(&self, day: NaiveDate, accounts: u64) -> bool {
        self.on(day)
            .checked_add(accounts)
            .is_some_and(|load| load <= self.capacity)
    }

    /// Returns the first business day with room in the span, both ends included.
    pub fn first_open(&self, from: NaiveDate, to: NaiveDate, accounts: u64) -> Option<NaiveDate> {
        self.open_days(from, to)
            .find(|&day| self.has_room(day, accounts))
            .filter(|_| accounts <= self.capacity)
    }

    /// Returns the first day of any kind with room in the span, both ends included.
    pub fn first_any(&self, from: NaiveDate, to: NaiveDate) -> Option<NaiveDate> {
        days(from, to).find(|&day| self.has_room(day, 0))
    }

    /// Iterates over the business days of a span, both ends included.
    pub fn open_days(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> impl Iterator<Item = NaiveDate> + use<'_> {
        days(from, to).filter(|&day| self.business_days.is_open(day))
    }
}

fn days(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |&day| day <= to)
}

/// Returns a day for each mover, in their order, and adds them to `loads`. None where no day fits.
pub fn place(movers: &[Mover], loads: &mut Loads<'_>) -> Vec<Option<NaiveDate>> {
    let mut simple = loads.clone();
    let in_order: Vec<_> = movers
        .iter()
        .map(|mover| {
            let day = simple.first_open(mover.earliest, mover.latest, mover.accounts);
            if let Some(day) = day {
                simple.put(day, mover.accounts);
            }
            day
        })
        .collect();
    if in_order.contains(&None)
        && let Some(exchanged) = exchange(movers, loads)
    {
        return exchanged;
    }
    *loads = simple;
    in_order
}

/// Places every mover that has a day at all, exchanging days; none where that was not found.
/// `loads` changes only where it was.
fn exchange(movers: &[Mover], loads: &mut Loads<'_>) -> Option<Vec<Option<NaiveDate>>> {
    let can_move = |mover: &Mover| {
        loads
            .first_open(mover.earliest, mover.latest, mover.accounts)
            .is_some()
    };
    let possible: Vec<bool> = movers.iter().map(can_move).collect();
    let chosen: Vec<Mover> = movers
        .iter()
        .zip(&possible)
        .filter(|&(_, &possible)| possible)
        .map(|(&mover, _)| mover)
        .collect();
    if chosen.len() > SEARCH_ROWS {
        return None;
    }
    let mut days = Vec::with_capacity(chosen.len());
    let mut steps = SEARCH_STEPS;
    if !search(&chosen, loads, &mut steps, &mut days) {
        return None;
    }
    let mut days = days.into_iter();
    let placed = possible.into_iter();
    Some(
        placed
            .map(|possible| if possible { days.next() } else { None })
            .collect(),
    )
}

/// Places `movers` one by one, each as early as a day remains for all that follow. Recurses once
/// a mover, so at most `SEARCH_ROWS` deep.
fn search(
    movers: &[Mover],
    loads: &mut Loads<'_>,
    steps: &mut u32,
    out: &mut Vec<NaiveDate>,
) -> bool {
    let Some((first, rest)) = movers.split_first() else {
        return true;
    };
    let mut from = first.earliest;
    while let Some(day) = loads.first_open(from, first.latest, first.accounts) {
        let Some(left) = steps.checked_sub(1) else {
            return false;
        };
        *steps = left;
        loads.put(day, first.accounts);
        out.push(day);
        let all_have_a_day = rest.iter().all(|mover| {
            loads
                .first_open(mover.earliest, mover.latest, mover.accounts)
                .is_some()
        });
        if all_have_a_day && search(rest, loads, steps, out) {
            return true;
        }
        out.pop();
        loads.take(day, first.accounts);
        let Some(next) = day.succ_opt() else {
            return false;
        };
        from = next;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::samples::day;
    use proptest::prelude::*;

    fn mover(accounts: u64, earliest: &str, latest: &str) -> Mover {
        Mover {
            accounts,
            earliest: day(earliest),
            latest: day(latest),
        }
    }

    fn placed(movers: &[Mover], loads: &mut Loads<'_>) -> Vec<Option<String>> {
        let days = place(movers, loads).into_iter();
        days.map(|day| day.map(|day| day.to_string())).collect()
    }

    fn at(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn a_day_fills_up_to_the_capacity_exactly() {
        let open = BusinessDays::default();
        let mut loads = Loads::new(75, &open);
        loads.put(day("2017-03-03"), 70);
        let movers = [
            mover(5, "2017-03-03", "2017-03-10"),
            mover(0, "2017-03-03", "2017-03-10"),
            mover(1, "2017-03-03", "2017-03-10"),
        ];
        assert_eq!(
            placed(&movers, &mut loads),
            [at("2017-03-03"), at("2017-03-03"), at("2017-03-06")]
        );
        assert_eq!(loads.on(day("2017-03-03")), 75);
    }

    #[test]
    fn an_overfull_day_receives_nothing_not_even_a_row_without_accounts() {
        let open = BusinessDays::default();
        let mut loads = Loads::new(75, &open);
        loads.put(day("2017-03-03"), 76);
        let movers = [mover(0, "2017-03-03", "2017-03-10")];
        assert_eq!(placed(&movers, &mut loads), [at("2017-03-06")]);
        assert_eq!(
            loads.first_any(day("2017-03-03"), day("2017-03-10")),
            Some(day("2017-03-04"))
        );
    }

    #[test]
    fn an_early_row_gives_way_to_one_that_has_no_other_day() {
        let open = BusinessDays::default();
        let mut loads = Loads::new(10, &open);
        let movers = [
            mover(6, "2017-03-06", "2017-03-08"),
            mover(3, "2017-03-06", "2017-03-08"),
            mover(6, "2017-03-06", "2017-03-06"),
        ];
        assert_eq!(
            placed(&movers, &mut loads),
            [at("2017-03-07"), at("2017-03-06"), at("2017-03-06")]
        );
    }

    #[test]
    fn a_row_that_never_fits_does_not_take_the_others_along() {
        let open = BusinessDays::default();
        let mut loads = Loads::new(10, &open);
        let movers = [
            mover(11, "2017-03-06", "2017-03-08"),
            mover(6, "2017-03-06", "2017-03-07"),
            mover(6, "2017-03-06", "2017-03-06"),
        ];
        assert_eq!(
            placed(&movers, &mut loads),
            [None, at("2017-03-07"), at("2017-03-06")]
        );
    }

    #[test]
    fn what_cannot_be_solved_ends_in_bounded_time_with_the_simple_order() {
        let open = BusinessDays::default();
        let mut loads = Loads::new(10, &open);
        let movers = vec![mover(3, "2017-03-06", "2017-03-17"); 40];
        let days = place(&movers, &mut loads);
        assert_eq!(days.iter().flatten().count(), 30);
        assert!(days.iter().take(30).all(Option::is_some));
    }

    #[test]
    fn the_end_of_time_has_no_day_and_no_loop() {
        let open = BusinessDays::default();
        let mut loads = Loads::new(10, &open);
        let movers = [Mover {
            accounts: 11,
            earliest: NaiveDate::MAX,
            latest: NaiveDate::MAX,
        }];
        assert_eq!(place(&movers, &mut loads), [None]);
    }

    /// Returns the first complete choice of days in order of priority, by trying them all.
    fn by_trying_all(movers: &[Mover], loads: &mut Loads<'_>) -> Option<Vec<NaiveDate>> {
        let Some((first, rest)) = movers.split_first() else {
            return Some(Vec::new());
        };
        let days: Vec<_> = loads.open_days(first.earliest, first.latest).collect();
        for day in days {
            if loads.has_room(day, first.accounts) {
                loads.put(day, first.accounts);
                let others = by_trying_all(rest, loads);
                loads.take(day, first.accounts);
                if let Some(others) = others {
                    return Some([vec![day], others].concat());
                }
            }
        }
        None
    }

    proptest! {
        #[test]
        fn a_full_assignment_is_found_wherever_there_is_one(
            rows in proptest::collection::vec((1_u64..8, 0_u64..4, 0_u64..4), 1..6)
        ) {
            let open = BusinessDays::default();
            let mut loads = Loads::new(10, &open);
            loads.put(day("2017-03-07"), 6);
            let movers: Vec<Mover> = rows
                .iter()
                .map(|&(accounts, from, span)| Mover {
                    accounts,
                    earliest: day("2017-03-06") + chrono::Days::new(from),
                    latest: day("2017-03-06") + chrono::Days::new((from + span).min(4)),
                })
                .collect();
            let expected = by_trying_all(&movers, &mut loads.clone());
            let got = place(&movers, &mut loads);
            prop_assert!(loads.due.values().all(|&load| load <= 10));
            prop_assert_eq!(got.into_iter().collect::<Option<Vec<_>>>(), expected);
        }
    }
}
