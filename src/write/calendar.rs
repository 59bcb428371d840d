//! `billing-calendar.csv`: the portal's table `billing_calendar`, for those who print and read.

use super::csv_text::{CsvText, cell};
use crate::record::plan::{Calendar, DateMove, DateRule, ShiftedRow};
use crate::record::portal::{BillingCalendarRow, PortalRow};
use std::io::{self, Write};

/// Returns the portal's row for a row of the shifted calendar.
#[must_use]
pub fn portal_row(row: &ShiftedRow) -> BillingCalendarRow {
    BillingCalendarRow {
        bill_cycle: row.legacy.bill_cycle.clone(),
        period: row.legacy.period.clone(),
        legacy_read_date: row.legacy.read_date,
        read_date: row.read_date,
        legacy_bill_date: row.legacy.bill_date,
        bill_date: row.bill_date,
        legacy_due_date: row.legacy.due_date,
        due_date: row.due_date,
        days_in_period: row.days_in_period,
        accounts: i64::try_from(row.accounts).unwrap_or(i64::MAX),
        legacy_reminder_date: row.legacy.reminder_date,
        reminder_date: row.reminder_date,
        legacy_late_fee_date: row.legacy.late_fee_date,
        late_fee_date: row.late_fee_date,
        legacy_disconnect_date: row.legacy.disconnect_date,
        disconnect_date: row.disconnect_date,
        legacy_days_in_period: row.legacy_days_in_period,
        moved_by: moved_by(&row.moves),
    }
}

/// Returns the moves of a row as `due:days_to_pay+daily_capacity`: the date, the rule that its old
/// day breaks, the rules that kept it from a nearer day; `;` between moves. None where nothing
/// moved.
fn moved_by(moves: &[DateMove]) -> Option<String> {
    let text = |moved: &DateMove| {
        let rules = std::iter::once(&moved.rule).chain(&moved.held_by);
        let rules: Vec<&str> = rules.map(|rule: &DateRule| rule.name()).collect();
        format!("{}:{}", moved.date.name(), rules.join("+"))
    };
    let texts: Vec<String> = moves.iter().map(text).collect();
    (!texts.is_empty()).then(|| texts.join(";"))
}

/// Writes the calendar in the order in which it is handed in: by period, then by cycle. A cycle's
/// first row has no `days_in_period`.
pub fn write(calendar: &Calendar, out: impl Write) -> io::Result<()> {
    let mut text = CsvText::new(out, BillingCalendarRow::COLUMNS)?;
    let mut values = Vec::new();
    for row in &calendar.rows {
        values.clear();
        portal_row(row).values(&mut values);
        let cells: Vec<String> = values.iter().map(cell).collect();
        text.row(&cells)?;
    }
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::report_sample;

    #[test]
    fn the_calendar_has_the_columns_of_the_portal_table() {
        let mut calendar = report_sample::calendar();
        calendar.rows.truncate(2);
        let mut out = Vec::new();
        write(&calendar, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "bill_cycle,period,legacy_read_date,read_date,legacy_bill_date,bill_date,\
             legacy_due_date,due_date,days_in_period,accounts,legacy_reminder_date,\
             reminder_date,legacy_late_fee_date,late_fee_date,legacy_disconnect_date,\
             disconnect_date,legacy_days_in_period,moved_by\n\
             1,2017-02,2017-01-26,2017-01-26,2017-01-27,2017-01-27,2017-02-16,2017-02-16,,7,,,,,,,,\n\
             2,2017-02,2017-01-27,2017-01-27,2017-01-30,2017-01-30,2017-02-21,2017-02-21,30,8,,,,,,,30,\n"
        );
    }
}
