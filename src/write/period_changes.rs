//! `period-changes.csv`: the portal's table `period_change`, for those who print and read.

use super::csv_text::{CsvText, cell};
use crate::record::period_change::PeriodChange;
use crate::record::portal::{PeriodChangeRow, PortalRow};
use std::io::{self, Write};

/// Returns the portal's row for a period of an account.
#[must_use]
pub fn portal_row(account_number: &str, cycle: &str, change: &PeriodChange) -> PeriodChangeRow {
    let basis = change.basis.as_ref();
    PeriodChangeRow {
        account_number: account_number.to_owned(),
        bill_cycle: cycle.to_owned(),
        period: change.period.clone(),
        legacy_days: change.legacy_days,
        days: change.days,
        basis_bill_id: basis.map(|bill| bill.legacy_bill_id.clone()),
        basis_charges_cents: basis.map(|bill| bill.charges),
        basis_days: basis.map(|bill| bill.days),
        expected_change_cents: change.expected_change,
        prorated: change.prorated,
    }
}

/// Writes the rows in the order in which they are handed in; only the header where there is none.
pub fn write(rows: impl Iterator<Item = PeriodChangeRow>, out: impl Write) -> io::Result<()> {
    let mut text = CsvText::new(out, PeriodChangeRow::COLUMNS)?;
    let mut values = Vec::new();
    for row in rows {
        values.clear();
        row.values(&mut values);
        let cells: Vec<String> = values.iter().map(cell).collect();
        text.row(&cells)?;
    }
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::money::Cents;
    use crate::record::period_change::BasisBill;

    #[test]
    fn the_file_has_the_columns_of_the_portal_table() {
        let known = PeriodChange {
            period: "2017-03".to_owned(),
            legacy_days: 31,
            days: 28,
            basis: Some(BasisBill {
                bill_date: "2017-02-03".parse().unwrap(),
                legacy_bill_id: "B2".to_owned(),
                charges: Cents(4_100),
                days: 30,
            }),
            expected_change: Some(Cents(-410)),
            prorated: false,
        };
        let unknown = PeriodChange {
            days: 39,
            basis: None,
            expected_change: None,
            prorated: true,
            ..known.clone()
        };
        let rows = [known, unknown].map(|change| portal_row("7140286143", "3", &change));
        let mut out = Vec::new();
        write(rows.into_iter(), &mut out).unwrap();
        let header = "account_number,bill_cycle,period,legacy_days,days,basis_bill_id,\
             basis_charges_cents,basis_days,expected_change_cents,prorated\n";
        assert_eq!(
            String::from_utf8(out).unwrap(),
            format!(
                "{header}7140286143,3,2017-03,31,28,B2,4100,30,-410,0\n\
                 7140286143,3,2017-03,31,39,,,,,1\n"
            )
        );
        let mut none = Vec::new();
        write(std::iter::empty(), &mut none).unwrap();
        assert_eq!(String::from_utf8(none).unwrap(), header);
    }
}
