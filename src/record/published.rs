//! Calendars that cities published, for tests. Where they come from:
//! `fixtures/billing-calendars/README.md`.

use super::calendar::CalendarRow;
use chrono::NaiveDate;

const ONE_CYCLE: &str = include_str!("../../fixtures/billing-calendars/one_cycle.csv");
const FOUR_CYCLES: &str = include_str!("../../fixtures/billing-calendars/four_cycles.csv");

/// Returns the lines behind the header as cells.
fn cells(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect())
}

/// Returns the year of the city with one cycle.
pub(crate) fn one_cycle() -> Vec<CalendarRow> {
    let row = |cells: Vec<&str>| CalendarRow {
        bill_cycle: "1".to_owned(),
        period: cells[0].to_owned(),
        read_date: cells[1].parse().unwrap(),
        bill_date: cells[2].parse().unwrap(),
        due_date: cells[3].parse().unwrap(),
        late_fee_date: cells[4].parse().ok(),
        reminder_date: None,
        disconnect_date: cells[5].parse().ok(),
    };
    cells(ONE_CYCLE).map(row).collect()
}

/// Returns January to `last` of 2025 of the city with four cycles. The city published days of the
/// month; the days of reading, three before the bill, are invented.
pub(crate) fn four_cycles(last: u32) -> Vec<CalendarRow> {
    let rows = cells(FOUR_CYCLES).flat_map(|cells| {
        (1..=last).map(move |month| {
            let date = |month: u32, day_cell: &str| {
                let of_month = day_cell.parse().unwrap();
                let year = 2025 + i32::from(month > 12);
                NaiveDate::from_ymd_opt(year, (month - 1) % 12 + 1, of_month).unwrap()
            };
            let offset: u32 = cells[4].parse().unwrap();
            let billed = date(month, cells[2]);
            CalendarRow::new(
                cells[0],
                format!("2025-{month:02}"),
                [
                    billed - chrono::Days::new(3),
                    billed,
                    date(month + offset, cells[3]),
                ],
            )
        })
    });
    rows.collect()
}
