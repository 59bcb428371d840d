//! Dates that moved and billing periods of another length, as the letter texts ask for them. In: the
//! account's rows and the windows. Out: plain values, among them the window that held a date.

use crate::record::calendar::is_next_month;
use crate::record::dates::DateRange;
use crate::record::letter::MovedDate;
use crate::record::period_change::PeriodChange;
use crate::record::windows::Spans;
use chrono::NaiveDate;
use serde::Serialize;

/// A date that moved.
#[derive(Debug, Serialize)]
pub(super) struct MovedView {
    old: NaiveDate,
    new: NaiveDate,
    amount: i64,
    /// The days of the window that held the old day; none where it moved along with others.
    #[serde(skip)]
    window: Option<DateRange>,
}

impl MovedView {
    /// Returns dates that moved out of these windows.
    pub(super) fn list(dates: &[MovedDate], windows: &Spans) -> Vec<Self> {
        let view = |date: &MovedDate| Self {
            old: date.old,
            new: date.new,
            amount: date.amount.0,
            window: windows.around(date.old),
        };
        dates.iter().map(view).collect()
    }
}

/// A billing period of another length.
#[derive(Debug, Serialize)]
pub(super) struct PeriodView<'a> {
    period: &'a str,
    before: i64,
    now: i64,
    /// `higher`, `lower`, `same`, or `unknown` where there is no estimate.
    effect: &'static str,
    /// Cents by which the bill is expected to be higher or lower, without a sign.
    amount: u64,
    /// Days of the period before that this one makes up for; 0 where it does not.
    makes_up: u64,
    prorated: bool,
}

impl<'a> PeriodView<'a> {
    /// Returns an account's periods, handed in by month.
    pub(super) fn list(changes: &'a [PeriodChange]) -> Vec<Self> {
        let before = std::iter::once(None).chain(changes.iter().map(Some));
        let pairs = changes.iter().zip(before);
        pairs
            .map(|(change, before)| Self::new(change, before))
            .collect()
    }

    fn new(change: &'a PeriodChange, before: Option<&PeriodChange>) -> Self {
        let more = change.more_days();
        let makes_up = before.is_some_and(|before| {
            is_next_month(&before.period, &change.period) && before.more_days() + more == 0
        });
        Self {
            period: &change.period,
            before: change.legacy_days,
            now: change.days,
            effect: match change.expected_change.map(|cents| cents.0) {
                None => "unknown",
                Some(0) => "same",
                Some(1..) => "higher",
                Some(_) => "lower",
            },
            amount: change
                .expected_change
                .map_or(0, |cents| cents.0.unsigned_abs()),
            makes_up: if makes_up { more.unsigned_abs() } else { 0 },
            prorated: change.prorated,
        }
    }
}

/// Why the dates of a section moved.
#[derive(Debug, Default, Serialize)]
pub(super) struct Why {
    /// The windows that held them, first one first.
    spans: Vec<DateRange>,
    /// True where some lay in none and moved along.
    along: bool,
}

impl Why {
    /// Gathers the windows of dates.
    pub(super) fn of<'v>(dates: impl Iterator<Item = &'v MovedView>) -> Self {
        let mut why = Self::default();
        for date in dates {
            match date.window {
                Some(span) if why.spans.contains(&span) => {}
                Some(span) => why.spans.push(span),
                None => why.along = true,
            }
        }
        why.spans.sort_by_key(|span| span.from);
        why
    }
}

/// What a section says of all its periods together.
#[derive(Debug, Default, Serialize)]
pub(super) struct Periods<'a> {
    /// How many there are.
    count: usize,
    /// True where at least one has an estimate, where at least one has none.
    estimated: bool,
    unknown: bool,
    /// The months of those that are prorated, each once.
    prorated: Vec<&'a str>,
}

impl<'a> Periods<'a> {
    /// Gathers periods.
    pub(super) fn of<'v>(periods: impl Iterator<Item = &'v PeriodView<'a>>) -> Self
    where
        'a: 'v,
    {
        let mut all = Self::default();
        for period in periods {
            all.count += 1;
            all.estimated |= period.effect != "unknown";
            all.unknown |= period.effect == "unknown";
            if period.prorated && !all.prorated.contains(&period.period) {
                all.prorated.push(period.period);
            }
        }
        all.prorated.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::money::Cents;

    fn change(period: &str, more: i64, cents: Option<i64>) -> PeriodChange {
        PeriodChange {
            period: period.to_owned(),
            legacy_days: 30,
            days: 30 + more,
            basis: None,
            expected_change: cents.map(Cents),
            prorated: more > 3,
        }
    }

    #[test]
    fn only_the_very_next_period_with_as_many_days_makes_up_for_one() {
        let made_up = |changes: &[PeriodChange]| -> Vec<u64> {
            let views = PeriodView::list(changes);
            views.iter().map(|view| view.makes_up).collect()
        };
        let of = |period, more| change(period, more, None);
        assert_eq!(made_up(&[of("2016-12", 3), of("2017-01", -3)]), [0, 3]);
        assert_eq!(made_up(&[of("2017-01", -3), of("2017-02", 3)]), [0, 3]);
        assert_eq!(made_up(&[of("2017-01", 3), of("2017-02", -2)]), [0, 0]);
        assert_eq!(made_up(&[of("2017-01", 3), of("2017-03", -3)]), [0, 0]);
    }

    #[test]
    fn an_effect_has_a_word_and_no_sign() {
        for (cents, effect, amount) in [
            (None, "unknown", 0),
            (Some(0), "same", 0),
            (Some(410), "higher", 410),
            (Some(-410), "lower", 410),
        ] {
            let changes = [change("2017-01", 3, cents)];
            let view = &PeriodView::list(&changes)[0];
            assert_eq!((view.effect, view.amount), (effect, amount));
        }
    }

    #[test]
    fn the_windows_of_a_section_stand_once_and_in_order() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let span = |from, to| DateRange {
            from: day(from),
            to: day(to),
        };
        let windows = Spans::new([
            span("2017-02-24", "2017-03-02"),
            span("2017-03-10", "2017-03-10"),
        ]);
        let dates = ["2017-03-10", "2017-02-27", "2017-03-01", "2017-03-06"].map(|old| MovedDate {
            old: day(old),
            new: day("2017-03-13"),
            amount: Cents(1),
        });
        let why = Why::of(MovedView::list(&dates, &windows).iter());
        assert_eq!((why.spans.as_slice(), why.along), (windows.list(), true));
    }
}
