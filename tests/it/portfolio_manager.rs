//! A real workbook of bills without customers, balances, payments or due dates: what it holds is
//! carried to the cent and to the kilowatt-hour.

use super::support::{Ran, program, ran, report, same, tree};
use std::path::PathBuf;
use std::sync::LazyLock;

struct Published {
    _folder: tempfile::TempDir,
    out: PathBuf,
    ran: Ran,
}

fn published(threads: &str) -> Published {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mapping = "mappings/portfolio-manager.toml";
    let arguments = ["run", mapping, "--threads", threads, "--out"];
    let ran = ran(program().args(arguments).arg(&out)).expect(0);
    Published {
        _folder: folder,
        out,
        ran,
    }
}

static ONE_THREAD: LazyLock<Published> = LazyLock::new(|| published("1"));

/// Returns the rows of a query, their columns as texts.
fn queried(sql: &str) -> Vec<Vec<String>> {
    let portal = rusqlite::Connection::open(ONE_THREAD.out.join("portal.db")).unwrap();
    let mut query = portal.prepare(sql).unwrap();
    let width = query.column_count();
    let rows = query.query_map([], |row| {
        let cell = |at| Ok(row.get::<_, Option<String>>(at)?.unwrap_or_default());
        (0..width).map(cell).collect::<Result<Vec<_>, _>>()
    });
    rows.unwrap().map(Result::unwrap).collect()
}

#[test]
fn bills_cost_and_consumption_are_those_that_the_publisher_states() {
    let sql = "SELECT meter_number, commodity, unit, CAST(count(*) AS TEXT),
            CAST(sum(current_charges_cents) AS TEXT), CAST(CAST(sum(quantity) AS INTEGER) AS TEXT)
        FROM usage JOIN bill USING (account_number, legacy_bill_id)
        JOIN meter USING (account_number, meter_number)
        GROUP BY meter_number ORDER BY meter_number";
    assert_eq!(
        queried(sql),
        [
            ["21836145", "water", "kgal", "17", "422887", "0"],
            ["56714050", "water", "kgal", "17", "1164421", "1378"],
            ["70305364", "electric", "kWh", "35", "23371145", "1598705"],
            ["88714363", "gas", "therm", "35", "4338938", "36280"],
        ]
    );
    let sql = "SELECT CAST(count(*) AS TEXT), CAST(sum(current_charges_cents) AS TEXT),
            min(period_start), max(period_end), CAST(sum(bill_date = period_end) AS TEXT)
        FROM bill";
    let all = ["104", "29297391", "2018-01-06", "2020-12-21", "104"];
    assert_eq!(queried(sql), [all]);
}

#[test]
fn what_the_export_does_not_have_is_null_and_nothing_is_made_up() {
    let nulls = "SELECT CAST(count(due_date) + count(legacy_due_date) + count(total_due_cents)
        + count(previous_balance_cents) AS TEXT) FROM bill";
    assert_eq!(queried(nulls), [["0"]]);
    let accounts = "SELECT account_number, service_location_id, status, opened_on, balance_cents,
        customer_id FROM account ORDER BY account_number";
    assert_eq!(
        queried(accounts),
        ["1508802", "27546598"].map(|id| [id, id, "open", "", "", ""])
    );
    let places = "SELECT line2, city, postal_code FROM service_location ORDER BY city";
    assert_eq!(
        queried(places),
        [["", "Napa", "94559"], ["", "Palo Alto", "94306"]]
    );
    let removed = "SELECT CAST(count(removed_on) AS TEXT) FROM meter";
    assert_eq!(queried(removed), [["0"]]);
    let report = report(&ONE_THREAD.out);
    assert!(report["balances"].is_null() && report["letters"].is_null());
}

#[test]
fn a_skipped_row_is_counted_as_such_and_styled_cells_are_no_rows() {
    let report = report(&ONE_THREAD.out);
    let rows = report["rows"].as_array().unwrap().iter();
    let counts: Vec<(&str, u64, u64, u64)> = rows
        .map(|file| {
            let count = |key: &str| file[key].as_u64().unwrap();
            let skipped = file["dropped"]["skipped_by_mapping"].as_u64().unwrap_or(0);
            assert_eq!(count("rows_rejected"), 0);
            let entity = file["entity"].as_str().unwrap();
            (entity, count("rows_read"), count("rows_carried"), skipped)
        })
        .collect();
    assert_eq!(
        counts,
        [
            ("premise", 2, 2, 0),
            ("account", 2, 2, 0),
            ("meter", 5, 4, 1),
            ("bill", 104, 104, 0),
            ("usage", 104, 104, 0),
        ]
    );
}

#[test]
fn checks_pass_or_say_why_they_do_not_apply() {
    let line = "checks     V1 V2 V5 V9 V10 passed; V3 V4 V6 V7 V8 not applicable";
    let ran = &ONE_THREAD.ran;
    assert!(ran.stdout.contains(line), "{}", ran.stdout);
}

#[test]
fn threads_leave_no_trace_in_out() {
    let many = published("4");
    same(&tree(&ONE_THREAD.out), &tree(&many.out));
}
