//! Invented calendars for the tests of the rules. The windows are Friday 2017-02-24 to Thursday
//! 2017-03-02.

use super::*;
use crate::verify::world::day;
use crate::verify::world_rows::policy;

/// A row of cycle 1: its period and the days read, billed and due.
pub(super) fn row(cycle: &str, period: &str, days: [&str; 3]) -> CalendarRow {
    let [read, bill, due] = days.map(day);
    CalendarRow::new(cycle, period, [read, bill, due])
}

/// States the days of every period as they are.
pub(super) fn state_days(rows: &mut [Placed]) {
    for at in 0..rows.len() {
        let row = rows[at].now.clone();
        let before = rows.iter().find(|other| {
            let next = crate::record::calendar::is_next_month(&other.now.period, &row.period);
            next && other.now.bill_cycle == row.bill_cycle
        });
        let days = before.map(|before| (row.read_date - before.now.read_date).num_days());
        rows[at].days_in_period = days;
    }
}

/// A case: rows of cycles 1, 2 and so on, a period each, as planned and as they stand.
pub(super) struct Case {
    pub(super) rows: Vec<Placed>,
    pub(super) policy: Policy,
}

/// Three rows of cycle 1, of which the middle one is due in the window and moved out of it.
pub(super) fn cycle() -> Case {
    let planned = [
        row("1", "2017-01", ["2017-01-03", "2017-01-06", "2017-01-27"]),
        row("1", "2017-02", ["2017-02-02", "2017-02-07", "2017-02-27"]),
        row("1", "2017-03", ["2017-03-06", "2017-03-09", "2017-03-29"]),
    ];
    let mut case = Case::of(planned);
    case.rows[1].now.due_date = day("2017-03-03");
    case
}

impl Case {
    pub(super) fn of(planned: impl IntoIterator<Item = CalendarRow>) -> Self {
        let placed = |legacy: CalendarRow| Placed {
            now: legacy.clone(),
            legacy,
            days_in_period: None,
        };
        Self {
            rows: planned.into_iter().map(placed).collect(),
            policy: policy(),
        }
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Change<'_>)) -> Self {
        let Self { rows, policy } = &mut self;
        change(&mut Change { rows, policy });
        self
    }

    pub(super) fn found(&self) -> Vec<BrokenRule> {
        let mut rows = self.rows.clone();
        state_days(&mut rows);
        broken_rules(&rows, &accounts(), &self.policy)
    }

    /// Asserts that one rule is broken, and what is said of it.
    pub(super) fn breaks(&self, rule: CalendarRule, said: &str) {
        let found = self.found();
        let rules: Vec<_> = found.iter().map(|broken| broken.rule).collect();
        assert_eq!(rules, [rule], "{found:?}");
        assert!(found[0].to_string().contains(said), "{}", found[0]);
        assert!(found[0].to_string().contains(rule.name()), "{}", found[0]);
    }

    pub(super) fn is_legal(&self) {
        assert_eq!(self.found(), []);
    }
}

/// What a test may change.
pub(super) struct Change<'a> {
    pub(super) rows: &'a mut Vec<Placed>,
    pub(super) policy: &'a mut Policy,
}

impl Change<'_> {
    pub(super) fn read(&mut self, row: usize, to: &str) {
        self.rows[row].now.read_date = day(to);
    }

    pub(super) fn bill(&mut self, row: usize, to: &str) {
        self.rows[row].now.bill_date = day(to);
    }

    pub(super) fn due(&mut self, row: usize, to: &str) {
        self.rows[row].now.due_date = day(to);
    }
}

/// Every cycle of the tests has ten accounts.
pub(super) fn accounts() -> BTreeMap<String, u64> {
    ["1", "2", "3"].map(|cycle| (cycle.to_owned(), 10)).into()
}

/// Cycle 1 with one row that is billed and due in the window, and moved.
pub(super) fn billed_in_window() -> Case {
    let planned = [row(
        "1",
        "2017-02",
        ["2017-02-21", "2017-02-24", "2017-03-01"],
    )];
    Case::of(planned).with(|c| {
        c.bill(0, "2017-03-03");
        c.due(0, "2017-03-23");
    })
}
