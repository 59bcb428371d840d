//! Windows: the days on which something may not happen, for each action of its own.
//!
//! Mail payments stay open in every window: no action of this list stops them.

use super::dates::{DateRange, plus_days};
use super::policy_limits::WINDOW_DAYS;
use chrono::NaiveDate;

/// Spans of days in order; none overlaps or touches the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Spans(Vec<DateRange>);

impl Spans {
    /// Returns the spans in order; those that overlap or touch are joined, those that end before
    /// they begin are left out.
    #[must_use]
    pub fn new(spans: impl IntoIterator<Item = DateRange>) -> Self {
        let mut sorted: Vec<DateRange> = spans.into_iter().filter(|s| s.from <= s.to).collect();
        sorted.sort_by_key(|span| (span.from, span.to));
        let mut joined: Vec<DateRange> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match joined.last_mut() {
                Some(last) if span.from <= plus_days(last.to, 1) => last.to = last.to.max(span.to),
                _ => joined.push(span),
            }
        }
        Self(joined)
    }

    /// Returns true where there is no span.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the spans, earliest first.
    #[must_use]
    pub fn list(&self) -> &[DateRange] {
        &self.0
    }

    /// Returns the span that `day` lies in.
    #[must_use]
    pub fn around(&self, day: NaiveDate) -> Option<DateRange> {
        self.0.iter().find(|span| span.contains(day)).copied()
    }

    /// Returns true where `day` lies in a span.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.around(day).is_some()
    }

    /// Returns the last day of the last span.
    #[must_use]
    pub fn end(&self) -> Option<NaiveDate> {
        self.0.last().map(|span| span.to)
    }

    /// Returns the days of both.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self::new(self.0.iter().chain(&other.0).copied())
    }
}

impl From<DateRange> for Spans {
    fn from(span: DateRange) -> Self {
        Self::new([span])
    }
}

/// The windows of a cutover. Each is the blackout unless the mapping says otherwise (`[windows]`);
/// meters are read in it all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Windows {
    /// Nobody can pay in the portal.
    pub pay_online: Spans,
    /// Nobody can pay by telephone.
    pub pay_phone: Spans,
    /// No draft runs.
    pub draft: Spans,
    /// No bill is issued.
    pub bill_print: Spans,
    /// No bill and no installment is due. Unless the mapping names it, these are the days of the
    /// blackout, of `pay_online` and of `pay_phone`.
    pub due: Spans,
    /// No late fee is charged.
    pub late_fee: Spans,
    /// Nobody is disconnected.
    pub disconnect: Spans,
    /// No meter is read; none unless the mapping names it.
    pub read: Spans,
}

impl Windows {
    /// Returns the windows of a blackout that holds for everything but reading.
    #[must_use]
    pub fn of_blackout(blackout: Option<DateRange>) -> Self {
        let all = Spans::new(blackout);
        Self {
            pay_online: all.clone(),
            pay_phone: all.clone(),
            draft: all.clone(),
            bill_print: all.clone(),
            due: all.clone(),
            late_fee: all.clone(),
            disconnect: all,
            read: Spans::default(),
        }
    }

    /// Returns the days of all windows together.
    #[must_use]
    pub fn all(&self) -> Spans {
        let first = [
            &self.pay_online,
            &self.pay_phone,
            &self.draft,
            &self.bill_print,
        ];
        let others = [&self.due, &self.late_fee, &self.disconnect, &self.read];
        let all = first.into_iter().chain(others);
        all.fold(Spans::default(), |all, one| all.with(one))
    }

    /// Returns why they cannot be meant: all are over before the extract was made, or one is longer
    /// than a window may be.
    #[must_use]
    pub fn amiss(&self, extracted_on: NaiveDate) -> Option<String> {
        let all = self.all();
        let end = all.end().filter(|end| *end < extracted_on);
        if let Some(end) = end {
            return Some(format!(
                "the last window ends on {end}, before the extract of {extracted_on} was made"
            ));
        }
        let most = *WINDOW_DAYS.end();
        let days = |span: &&DateRange| (span.to - span.from).num_days() + 1;
        let long = all.list().iter().find(|span| days(span) > most)?;
        let (from, to, days) = (long.from, long.to, days(&long));
        Some(format!(
            "the window from {from} to {to} has {days} days, and {most} at most are possible"
        ))
    }

    /// Returns true where there is no window at all.
    #[must_use]
    pub fn are_none(&self) -> bool {
        *self == Self::default()
    }
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

    #[test]
    fn spans_are_in_order_and_joined_where_they_touch() {
        let spans = Spans::new([
            span("2021-04-10", "2021-04-12"),
            span("2021-03-30", "2021-04-02"),
            span("2021-04-03", "2021-04-05"),
            span("2021-04-09", "2021-04-08"),
        ]);
        let joined = [
            span("2021-03-30", "2021-04-05"),
            span("2021-04-10", "2021-04-12"),
        ];
        assert_eq!(spans.list(), joined);
        assert_eq!(spans.around("2021-04-03".parse().unwrap()), Some(joined[0]));
        assert!(!spans.contains("2021-04-06".parse().unwrap()));
        assert_eq!(spans.end(), Some(joined[1].to));
    }
}
