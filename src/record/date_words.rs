//! Why a date moved, in plain English: the one place for these texts. Reports, tables and findings
//! that speak of a moved date take their words from here.

use super::plan::{DateKind, DateMove, DateRule};

impl DateKind {
    /// Returns what a person calls the date.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Read => "reading",
            Self::Bill => "bill date",
            Self::Due => "due date",
            Self::Reminder => "reminder",
            Self::LateFee => "late fee",
            Self::Disconnect => "disconnection",
        }
    }
}

impl DateRule {
    /// Returns why a day could not stay: what it would break.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Window => "it lay in its window",
            Self::BusinessDays => "it was no business day",
            Self::DaysToPay => "it left too few days to pay",
            Self::PeriodDays => "the billing period would be too short or too long",
            Self::DailyCapacity => "too many accounts would be due that day",
            Self::BillCapacity => "too many accounts would be billed that day",
            Self::DueGapDays => "two due dates of the cycle would lie too close",
            Self::DueByNextBill => "a due date would fall behind the next bill",
            Self::KeepCycleOrder => "the cycles would change their order",
            Self::MoveWithinDays => "it would lie too far behind the window",
            Self::MoveWithBillWithinDays => "it would lie too far from the old due date",
            Self::ReadMoveDays => "it would lie too far from the old reading",
            Self::ReturnWithinPeriods => "the cycle would come back too late",
            Self::Earlier => "nothing may come earlier",
            Self::Told => "the customer was told that day",
            Self::Follows => "it follows a date that moved",
            Self::Others => "the days of other cycles come out better",
        }
    }

    /// Returns what keeps a date from a day nearer to its old one.
    #[must_use]
    pub fn hold(self) -> &'static str {
        match self {
            Self::Window => "the window",
            Self::BusinessDays => "weekends and holidays",
            Self::DaysToPay => "the days to pay",
            Self::PeriodDays => "the days in a period",
            Self::DailyCapacity => "the accounts due on a day",
            Self::BillCapacity => "the accounts billed on a day",
            Self::DueGapDays => "the days between due dates",
            Self::DueByNextBill => "the next bill's date",
            Self::KeepCycleOrder => "the order of cycles",
            Self::MoveWithinDays => "the days allowed behind the window",
            Self::MoveWithBillWithinDays => "the days allowed behind the old due date",
            Self::ReadMoveDays => "the days allowed around the old reading",
            Self::ReturnWithinPeriods => "the return to the regular calendar",
            Self::Earlier => "that nothing comes earlier",
            Self::Told => "what the customer was told",
            Self::Follows => "the days between the dates",
            Self::Others => "the days of other cycles",
        }
    }
}

impl DateMove {
    /// Returns why the date moved, and what keeps it from a day nearer to the old one.
    #[must_use]
    pub fn because(&self) -> String {
        format!(
            "{}: {}{}",
            self.date.words(),
            self.rule.reason(),
            self.held()
        )
    }

    /// Returns the same; a date that no table has a column for says where it went.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self.date {
            DateKind::Read | DateKind::Bill | DateKind::Due => self.because(),
            DateKind::Reminder | DateKind::LateFee | DateKind::Disconnect => {
                let (date, to) = (self.date.words(), self.to.format("%b %-d"));
                format!("{date} to {to}: {}{}", self.rule.reason(), self.held())
            }
        }
    }

    fn held(&self) -> String {
        // What moved it is said before; days on which nobody works are no other rule.
        let other = |rule: &&DateRule| **rule != self.rule && **rule != DateRule::BusinessDays;
        let again = !self.held_by.iter().any(|rule| other(&rule));
        let held = self.held_by.iter();
        let held = held.filter(|rule| !again || **rule != self.rule);
        let holds: Vec<&str> = held.map(|rule| rule.hold()).collect();
        match holds.as_slice() {
            [] => String::new(),
            [one] => format!("; no nearer day by {one}"),
            [head @ .., last] => format!("; no nearer day by {} and {last}", head.join(", ")),
        }
    }
}

/// Returns what a window keeps from happening, by its key in the mapping.
#[must_use]
pub fn window_words(action: &str) -> &str {
    match action {
        "due" => "nothing due",
        "pay_online" => "no payment online",
        "pay_phone" => "no payment by phone",
        "draft" => "no draft",
        "bill_print" => "no bill",
        "late_fee" => "no late fee",
        "disconnect" => "no disconnection",
        "read" => "no reading",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_date_says_its_rule_and_what_holds_it() {
        let mut moved = DateMove {
            date: DateKind::Due,
            from: "2021-04-01".parse().unwrap(),
            to: "2021-04-08".parse().unwrap(),
            rule: DateRule::Window,
            held_by: Vec::new(),
        };
        assert_eq!(moved.sentence(), "due date: it lay in its window");
        moved.held_by = vec![DateRule::BusinessDays, DateRule::DailyCapacity];
        assert_eq!(
            moved.sentence(),
            "due date: it lay in its window; no nearer day by weekends and holidays and the \
             accounts due on a day"
        );
        let held = |held_by: &[DateRule]| {
            let (rule, held_by) = (DateRule::DaysToPay, held_by.to_vec());
            let moved = DateMove {
                rule,
                held_by,
                ..moved.clone()
            };
            moved.held()
        };
        let (own, closed) = (DateRule::DaysToPay, DateRule::BusinessDays);
        assert_eq!(held(&[own]), "");
        let said = "; no nearer day by weekends and holidays";
        assert_eq!(held(&[closed, own]), said);
        let said = "; no nearer day by weekends and holidays, the days to pay and the accounts due on a day";
        assert_eq!(held(&[closed, own, DateRule::DailyCapacity]), said);
        moved.date = DateKind::LateFee;
        moved.rule = DateRule::Follows;
        moved.held_by.clear();
        let said = "late fee to Apr 8: it follows a date that moved";
        assert_eq!(moved.sentence(), said);
    }
}
