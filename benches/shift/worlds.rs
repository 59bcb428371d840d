//! Calendars of 21 cycles and 6 periods, drawn from a seed, each with a window and rules.

use crate::Failure;
use chrono::NaiveDate;
use cutover::map;
use cutover::record::calendar::CalendarRow;
use cutover::record::dates::{DateRange, plus_days};
use cutover::record::policy::Policy;
use cutover::record::windows::Windows;
use std::collections::BTreeMap;

/// A mapping with a policy that is as good as any to start from.
const MAPPING: &str = include_str!("../../mappings/sce.toml");

/// What may move.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Rows with a date in the window.
    Forced,
    /// Those, and the period behind them.
    Returns,
    /// Those, and rows of other cycles.
    Others,
    /// Readings as well, with two periods to come back.
    Reads,
    /// All of it.
    All,
}

impl Kind {
    pub const ALL: [Self; 5] = [
        Self::Forced,
        Self::Returns,
        Self::Others,
        Self::Reads,
        Self::All,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Forced => "rows with a date in the window",
            Self::Returns => "those and the next period",
            Self::Others => "those and other cycles",
            Self::Reads => "readings too, back within three periods",
            Self::All => "all of it",
        }
    }
}

/// A calendar, the accounts of its cycles, and the rules.
pub struct World {
    pub rows: Vec<CalendarRow>,
    pub accounts: BTreeMap<String, u64>,
    pub policy: Policy,
}

/// Numbers that look drawn, the same in each run.
struct Draw(u64);

impl Draw {
    fn from(&mut self, range: std::ops::Range<u64>) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let drawn = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11;
        range.start + drawn % (range.end - range.start)
    }
}

/// Returns the world of a seed: a window of 2 to 7 days, or to 15 where more may move, and up to
/// 75,000 accounts a cycle.
pub fn world(kind: Kind, seed: u64) -> Result<World, Failure> {
    let mapping = map::parse(MAPPING).map_err(|_| "the mapping does not hold")?;
    let mut policy = mapping.policy;
    let mut draw = Draw(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let scale = draw.from(100..5000);
    let accounts = (1..=21_u32).map(|cycle| {
        let accounts = draw.from(5 * scale..15 * scale);
        (cycle.to_string(), accounts)
    });
    let accounts = accounts.collect();
    let first = NaiveDate::from_ymd_opt(2021, 2, 10).ok_or("no such day")?;
    let from = plus_days(first, draw.from(0..60));
    let longest = match kind {
        Kind::Reads | Kind::Forced | Kind::All => 7,
        Kind::Returns | Kind::Others => 15,
    };
    let window = DateRange {
        from,
        to: plus_days(from, draw.from(1..longest)),
    };
    policy.blackout = Some(window);
    policy.windows = Windows::of_blackout(Some(window));
    policy.extracted_on = from - chrono::Days::new(3);
    policy.daily_capacity = draw.from(35..90) * scale;
    policy.days_to_pay = 20;
    let all = kind == Kind::All;
    policy.shift.reads_move = all || kind == Kind::Reads;
    policy.shift.others_move = all || kind == Kind::Others;
    policy.shift.return_within_periods = match kind {
        Kind::Forced | Kind::Others => 1,
        Kind::Returns => 2,
        Kind::Reads | Kind::All => 3,
    };
    if policy.shift.reads_move {
        policy.windows.read = policy.windows.due.clone();
    }
    let rows = calendar(&policy)?;
    Ok(World {
        rows,
        accounts,
        policy,
    })
}

/// Returns 21 cycles over January to June 2021, one read every business day or so.
fn calendar(policy: &Policy) -> Result<Vec<CalendarRow>, Failure> {
    let open = &policy.business_days;
    let mut rows = Vec::new();
    for month in 1..=6 {
        let start = NaiveDate::from_ymd_opt(2021, month, 1).ok_or("no such day")?;
        for cycle in 1..=21_u64 {
            let read = open.on_or_after(plus_days(start, (cycle - 1) * 13 / 10));
            let bill = open.on_or_after(plus_days(read, 1));
            let due = open.on_or_after(plus_days(bill, 20));
            rows.push(CalendarRow::new(
                cycle.to_string(),
                format!("2021-{month:02}"),
                [read, bill, due],
            ));
        }
    }
    Ok(rows)
}
