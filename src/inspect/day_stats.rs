//! What a column of days spans: first and last, those that cannot be, and months that are thin.

use super::days::{PATTERNS, PLAUSIBLE, Pattern, Seen, Time, month_index};
use super::rows::FirstRows;

/// Months between the first and the last plausible year.
const MONTHS: usize = 160 * 12;

/// The days of a column that fit one pattern.
#[derive(Clone)]
pub(super) struct DayStats {
    /// Cells that have the pattern and are a day.
    pub(super) count: u64,
    /// Cells that have the pattern and are no day of the calendar.
    pub(super) impossible: u64,
    pub(super) impossible_rows: FirstRows,
    /// Days outside the plausible years.
    pub(super) outside: u64,
    pub(super) outside_rows: FirstRows,
    /// First and last day inside the plausible years.
    pub(super) first: i32,
    pub(super) last: i32,
    /// Days that are the first of a month.
    pub(super) first_of_month: u64,
    pub(super) unpadded: u64,
    pub(super) separator: u8,
    pub(super) timed: u64,
    pub(super) time: Time,
    /// Cells whose time is midnight.
    pub(super) midnight: u64,
    months: Vec<u32>,
}

impl DayStats {
    fn new() -> Self {
        Self {
            count: 0,
            impossible: 0,
            impossible_rows: FirstRows::default(),
            outside: 0,
            outside_rows: FirstRows::default(),
            first: i32::MAX,
            last: i32::MIN,
            first_of_month: 0,
            unpadded: 0,
            separator: b'-',
            timed: 0,
            time: Time::default(),
            midnight: 0,
            months: vec![0; MONTHS],
        }
    }

    /// Returns true where a day inside the plausible years was seen.
    pub(super) fn has_range(&self) -> bool {
        self.first <= self.last
    }

    /// Returns the days of both together, written in the way of these.
    pub(super) fn with(&self, other: &Self) -> Self {
        let mut all = self.clone();
        all.count += other.count;
        all.impossible += other.impossible;
        all.impossible_rows = all.impossible_rows.merged(other.impossible_rows);
        all.outside += other.outside;
        all.outside_rows = all.outside_rows.merged(other.outside_rows);
        all.first = all.first.min(other.first);
        all.last = all.last.max(other.last);
        all.first_of_month += other.first_of_month;
        for (rows, more) in all.months.iter_mut().zip(&other.months) {
            *rows = rows.saturating_add(*more);
        }
        all
    }

    /// Returns the months from the first to the last day, each with its rows.
    pub(super) fn months(&self) -> Vec<(String, u32)> {
        let bounds = [self.first, self.last].map(month_index);
        let [Some(first), Some(last)] = bounds else {
            return Vec::new();
        };
        let name = |index: usize| {
            let year = PLAUSIBLE.0 + i32::try_from(index / 12).unwrap_or_default();
            format!("{year}-{:02}", index % 12 + 1)
        };
        let inside = self.months.iter().enumerate().take(last + 1).skip(first);
        inside.map(|(i, rows)| (name(i), *rows)).collect()
    }

    /// Returns a month inside the range that has under a quarter of the rows of the middle one,
    /// with its rows and those of the middle month; the thinnest, and how many there are.
    pub(super) fn thin_month(&self) -> Option<ThinMonth> {
        let months = self.months();
        let inner = months.get(1..months.len().checked_sub(1)?)?;
        if inner.len() < 6 {
            return None;
        }
        let mut sorted: Vec<u32> = inner.iter().map(|(_, rows)| *rows).collect();
        sorted.sort_unstable();
        let middle = *sorted.get(sorted.len() / 2)?;
        if middle < 20 {
            return None;
        }
        let thin = |rows: u32| u64::from(rows) * 4 < u64::from(middle);
        let (month, rows) = inner.iter().min_by_key(|(_, rows)| *rows)?;
        thin(*rows).then(|| ThinMonth {
            month: month.clone(),
            rows: *rows,
            middle,
            months: inner.iter().filter(|(_, rows)| thin(*rows)).count(),
        })
    }
}

/// A month with far fewer rows than the others.
pub(super) struct ThinMonth {
    pub(super) month: String,
    pub(super) rows: u32,
    pub(super) middle: u32,
    pub(super) months: usize,
}

/// The days of a column, by every pattern that a cell of it fits.
#[derive(Default)]
pub(super) struct Days {
    stats: [Option<Box<DayStats>>; PATTERNS],
}

impl Days {
    /// Adds what was seen in one cell.
    pub(super) fn take(&mut self, seen: Seen, time: Option<Time>, row: u64) {
        let Some(slot) = self.stats.get_mut(seen.pattern as usize) else {
            return;
        };
        if slot.is_none() && seen.day.is_none() && seen.pattern.is_compact() {
            return;
        }
        let stats = slot.get_or_insert_with(|| Box::new(DayStats::new()));
        let Some(day) = seen.day else {
            stats.impossible += 1;
            stats.impossible_rows.add(row);
            return;
        };
        stats.count += 1;
        stats.separator = seen.separator;
        stats.unpadded += u64::from(!seen.padded);
        if let Some(time) = time {
            stats.timed += 1;
            stats.time.seconds |= time.seconds;
            stats.time.half |= time.half;
            stats.time.zone |= time.zone;
            stats.midnight += u64::from(time.midnight);
        }
        let Some(month) = month_index(day) else {
            stats.outside += 1;
            stats.outside_rows.add(row);
            return;
        };
        stats.first = stats.first.min(day);
        stats.last = stats.last.max(day);
        if let Some(rows) = stats.months.get_mut(month) {
            *rows = rows.saturating_add(1);
        }
        let first = month_index(day - 1) != Some(month);
        stats.first_of_month += u64::from(first);
    }

    /// Returns the pattern that most cells fit, with its days.
    pub(super) fn best(&self, allowed: impl Fn(Pattern) -> bool) -> Option<(Pattern, &DayStats)> {
        let mut best: Option<(Pattern, &DayStats)> = None;
        for (pattern, stats) in Pattern::ALL.into_iter().zip(&self.stats) {
            let Some(stats) = stats.as_deref().filter(|_| allowed(pattern)) else {
                continue;
            };
            if stats.count > best.map_or(0, |(_, other)| other.count) {
                best = Some((pattern, stats));
            }
        }
        best
    }

    /// Returns how many cells fit a pattern.
    pub(super) fn count(&self, pattern: Pattern) -> u64 {
        let stats = self.stats.get(pattern as usize);
        stats.and_then(Option::as_deref).map_or(0, |s| s.count)
    }
}
