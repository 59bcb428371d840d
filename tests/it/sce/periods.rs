//! SCE's delivery with readings that move: what longer and shorter billing periods do to each bill,
//! the same in table, file, letter, report and checks, and worked out here once more.

use super::super::support::{Ran, Row, copy, csv, printed_by, program, ran, report};
use super::delivery::Delivery;
use super::result::dump;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A mapping under which readings move out of the blackout.
const READ: &str = "[windows]\nread = { from = 2021-03-30, to = 2021-04-05 }\n\n[notices]\n";
const MOVE: &str = "[policy]\nreads = \"move\"\nunprorated_days = { min = 27, max = 36 }\n";

/// Has readings move; the letters tell of it or do not.
fn moving(told: bool) -> Delivery {
    let delivery = Delivery::new();
    delivery.edit("../../mappings/sce.toml", |bytes| {
        let mut text = String::from_utf8(bytes).unwrap();
        let kinds = ["\"draft_moved\"]", "\"draft_moved\", \"period_changed\"]"];
        for (from, to) in [
            ("[policy]\n", MOVE),
            ("[notices]\n", READ),
            ("{ min = 25, max = 37 }", "{ min = 24, max = 40 }"),
            (kinds[0], kinds[usize::from(told)]),
        ] {
            assert_eq!(text.matches(from).count(), 1, "{from}");
            text = text.replace(from, to);
        }
        text.into_bytes()
    });
    delivery
}

struct Moved {
    delivery: Delivery,
    out: PathBuf,
    ran: Ran,
}

static MOVED: LazyLock<Moved> = LazyLock::new(|| {
    let delivery = moving(true);
    let ran = delivery.cutover("run").expect(0);
    let out = delivery.out();
    Moved { delivery, out, ran }
});

fn rows() -> Vec<Row> {
    let rows = csv(&MOVED.out.join("period-changes.csv"));
    assert!(rows.len() > 20);
    rows
}

fn whole(row: &Row, column: &str) -> i64 {
    row[column].parse().unwrap()
}

#[test]
fn table_and_file_hold_what_readings_and_bills_make_of_each_open_account() {
    // Accounts, calendar and bills are joined by the database, days and cents by SQL.
    let expected = dump(
        &MOVED.out,
        "WITH days AS (
           SELECT bill_cycle, period,
             julianday(legacy_read_date) - julianday(lag(legacy_read_date) OVER months) AS before,
             julianday(read_date) - julianday(lag(read_date) OVER months) AS now
           FROM billing_calendar WINDOW months AS (PARTITION BY bill_cycle ORDER BY period)),
         basis AS (
           SELECT account_number, bill_id, current_charges_cents AS cents,
             julianday(period_end) - julianday(period_start) AS days,
             row_number() OVER (PARTITION BY account_number ORDER BY bill_date DESC, bill_id DESC) AS at
           FROM bill WHERE period_end > period_start AND current_charges_cents >= 0)
         SELECT a.account_number, a.bill_cycle, period, CAST(before AS INTEGER), CAST(now AS INTEGER),
           bill_id, cents, CAST(b.days AS INTEGER),
           CAST(round(cents * (now - before) / b.days) AS INTEGER), now NOT BETWEEN 27 AND 36
         FROM account a JOIN days USING (bill_cycle)
           LEFT JOIN basis b ON b.account_number = a.account_number AND at = 1
         WHERE status = 'open' AND before <> now ORDER BY 1, 3",
    );
    let table = dump(
        &MOVED.out,
        "SELECT * FROM period_change ORDER BY account_number, period",
    );
    assert!(!table.is_empty());
    assert_eq!(table, expected);
    let columns = [
        "account_number",
        "bill_cycle",
        "period",
        "legacy_days",
        "days",
        "basis_bill_id",
        "basis_charges_cents",
        "basis_days",
        "expected_change_cents",
        "prorated",
    ];
    let line = |row: &Row| columns.map(|column| row[column].as_str()).join("|");
    let file: BTreeSet<String> = rows().iter().map(line).collect();
    assert_eq!(file, table.into_iter().collect());
}

#[test]
fn what_one_period_gains_the_next_gives_back() {
    let mut days: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for row in rows() {
        let sum = days.entry(row["account_number"].clone()).or_default();
        sum.0 += whole(&row, "days") - whole(&row, "legacy_days");
        sum.1 += whole(&row, "expected_change_cents");
    }
    assert!(days.values().all(|sum| *sum == (0, 0)));
}

/// Returns cents as a letter has them.
fn dollars(cents: i64) -> String {
    let cents = cents.unsigned_abs();
    format!("${}.{:02}", cents / 100, cents % 100)
}

#[test]
fn the_letters_say_the_figures_of_the_database_to_those_concerned() {
    let manifest = csv(&MOVED.out.join("notices/manifest.csv"));
    let changed = rows();
    let (mut told, mut languages) = (BTreeSet::new(), BTreeSet::new());
    for line in manifest {
        let numbers: Vec<&str> = line["account_numbers"].split(';').collect();
        let own: Vec<&Row> = changed
            .iter()
            .filter(|row| numbers.contains(&row["account_number"].as_str()))
            .collect();
        let kind = line["kind"].split('+').any(|kind| kind == "period_changed");
        assert_eq!(kind, !own.is_empty(), "{}", line["notice_id"]);
        if !kind {
            continue;
        }
        let path = MOVED.out.join(&line["file"]).display().to_string();
        let text = printed_by("pdftotext", &["-layout", &path, "-"]);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let english = line["language"] == "en";
        for row in own {
            let (days, was) = (&row["days"], &row["legacy_days"]);
            let cents = whole(row, "expected_change_cents");
            let month = match (row["period"].as_str(), english) {
                ("2021-04", true) => "April 2021",
                ("2021-05", true) => "May 2021",
                ("2021-04", false) => "abril de 2021",
                (_, _) => "mayo de 2021",
            };
            let effect = match (cents > 0, english) {
                (true, true) => "higher",
                (false, true) => "lower",
                (true, false) => "más alta",
                (false, false) => "más baja",
            };
            let sentence = match english {
                true => format!("{days} days instead of {was}"),
                false => format!("{days} días en lugar de {was}"),
            };
            let in_table = format!(" {was} {days} ");
            assert!(
                text.contains(&sentence) || text.contains(&in_table),
                "{text}"
            );
            let amount = format!("{} {effect}", dollars(cents));
            assert!(
                text.contains(&amount) && text.contains(month),
                "{amount}\n{text}"
            );
            assert_eq!(
                row["prorated"] == "1",
                !(27..=36).contains(&whole(row, "days"))
            );
            if row["prorated"] == "1" {
                assert!(
                    text.contains("prorated") || text.contains("prorrate"),
                    "{text}"
                );
            }
            told.insert(row["account_number"].clone());
            languages.insert(line["language"].clone());
        }
    }
    let all: BTreeSet<String> = changed
        .iter()
        .map(|r| r["account_number"].clone())
        .collect();
    assert_eq!(told, all);
    assert_eq!(languages.len(), 2);
}

#[test]
fn the_report_and_the_summary_count_the_rows() {
    let found = &report(&MOVED.out)["period_changes"];
    let mut by_days: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for row in rows() {
        let more = whole(&row, "days") - whole(&row, "legacy_days");
        let sum = by_days.entry(more).or_default();
        sum.0 += 1;
        sum.1 += whole(&row, "expected_change_cents");
    }
    let lines = found["by_days"].as_array().unwrap().iter();
    let lines = lines.map(|line| {
        let of = |name: &str| line[name].as_i64().unwrap();
        (of("more_days"), (of("accounts"), of("expected_cents")))
    });
    assert_eq!(lines.collect::<BTreeMap<_, _>>(), by_days);
    assert_eq!(found["periods"].as_u64(), Some(rows().len() as u64));
    let prorated: BTreeSet<String> = rows()
        .into_iter()
        .filter(|row| row["prorated"] == "1")
        .map(|row| row["account_number"].clone())
        .collect();
    assert_eq!(
        found["prorated_accounts"].as_u64(),
        Some(prorated.len() as u64)
    );
    let compared = ran(program()
        .arg("shift")
        .arg(MOVED.delivery.path("../../mappings/sce.toml"))
        .args(["--format", "json"]))
    .expect(0);
    let compared: serde_json::Value = serde_json::from_str(&compared.stdout).unwrap();
    let own = &compared["alternatives"][0]["figures"];
    assert_eq!(own["prorated_accounts"], found["prorated_accounts"]);
    let html = std::fs::read_to_string(MOVED.out.join("report.html")).unwrap();
    let (_, table) = html.split_once("Accounts by change of days").unwrap();
    for (days, (accounts, cents)) in by_days.iter().filter(|(days, _)| **days > 0) {
        let line = format!(
            "+{days} days: {accounts} accounts, expected effect together {}",
            dollars(*cents)
        );
        assert!(
            MOVED.ran.stdout.contains(&line),
            "{line}\n{}",
            MOVED.ran.stdout
        );
        assert!(table.contains(&format!("+{days} days")) && table.contains(&dollars(*cents)[1..]));
    }
}

#[test]
fn nobody_told_is_a_warning_and_readings_that_stay_change_nothing() {
    let delivery = moving(false);
    let ran = delivery.cutover("plan").expect(0);
    let ran = ran.says("shift::period_change_not_told");
    assert!(ran.stdout.contains("nobody is told"));
    let stays = ran_as_it_is();
    assert!(
        stays
            .stdout
            .contains("No billing period changes its length.")
    );
}

fn ran_as_it_is() -> Ran {
    Delivery::new().cutover("plan").expect(0)
}

/// A copy of the result that a test may spoil.
struct Spoiled {
    folder: tempfile::TempDir,
}

impl Spoiled {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&MOVED.out, &folder.path().join("out"));
        Self { folder }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn portal(&self) -> Connection {
        Connection::open(self.out().join("portal.db")).unwrap()
    }

    /// Verifies; the check must fail with this sentence.
    fn fails(&self, id: &str, said: &str) {
        let mapping = MOVED.delivery.path("../../mappings/sce.toml");
        let ran = ran(program()
            .arg("verify")
            .arg(mapping)
            .arg("--out")
            .arg(self.out()))
        .expect(5);
        let (_, found) = ran.stdout.split_once(&format!("\n  {id} ")).unwrap();
        assert!(
            found.lines().next().unwrap().contains("FAILED"),
            "{}",
            ran.stdout
        );
        assert!(found.contains(said), "{said}\n{}", ran.stdout);
    }
}

/// Returns the account and the legacy number of the first row, by a column that is largest.
fn first(portal: &Connection) -> (String, String) {
    let sql = "SELECT account_number, legacy_account_number FROM period_change
               JOIN account USING (account_number) ORDER BY expected_change_cents DESC LIMIT 1";
    portal
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
}

#[test]
fn each_wrong_cell_of_a_changed_period_is_found_and_named() {
    for (change, said) in [
        ("days = days + 1", "`days` of the period"),
        (
            "legacy_days = legacy_days - 1",
            "`legacy_days` of the period",
        ),
        (
            "expected_change_cents = expected_change_cents - 1",
            "`expected_change_cents` of the period",
        ),
        ("prorated = 1 - prorated", "`prorated` of the period"),
        ("basis_bill_id = 'x'", "`basis_bill_id` of the period"),
    ] {
        let spoiled = Spoiled::new();
        let portal = spoiled.portal();
        let (number, legacy) = first(&portal);
        let sql = format!(
            "UPDATE period_change SET {change} WHERE account_number = '{number}' AND expected_change_cents > 0"
        );
        assert_eq!(portal.execute(&sql, []).unwrap(), 1);
        spoiled.fails("V7", &format!("account {legacy}: {said}"));
    }
}

#[test]
fn a_missing_row_one_too_many_and_another_file_are_found() {
    let missing = Spoiled::new();
    let portal = missing.portal();
    let (number, legacy) = first(&portal);
    let of = format!("WHERE account_number = '{number}' AND expected_change_cents > 0");
    portal
        .execute(&format!("DELETE FROM period_change {of}"), [])
        .unwrap();
    missing.fails("V7", &format!("account {legacy}: the period 2021-04 has"));

    let more = Spoiled::new();
    let sql = format!(
        "INSERT INTO period_change SELECT account_number, bill_cycle, '2021-06', legacy_days, days,
         basis_bill_id, basis_charges_cents, basis_days, expected_change_cents, prorated
         FROM period_change {of}"
    );
    assert_eq!(more.portal().execute(&sql, []).unwrap(), 1);
    more.fails(
        "V7",
        &format!("account {legacy}: `period_change` has the period 2021-06"),
    );

    let file = Spoiled::new();
    edit(&file.out().join("period-changes.csv"), |text| {
        let cut = text.trim_end().rfind('\n').unwrap();
        text[..=cut].to_owned()
    });
    file.fails("V7", "period-changes.csv has");
}

#[test]
fn a_notice_that_does_not_tell_of_the_period_or_tells_it_without_cause_is_found() {
    let silent = Spoiled::new();
    let portal = silent.portal();
    let sql = "UPDATE notice SET kind = replace(kind, '+period_changed', '') WHERE notice_id =
               (SELECT min(notice_id) FROM notice WHERE kind LIKE '%+period_changed%')";
    assert_eq!(portal.execute(sql, []).unwrap(), 1);
    silent.fails("V8", "must be told period_changed once, is told 0 times");

    let loud = Spoiled::new();
    let sql = "UPDATE notice SET kind = kind || '+period_changed' WHERE notice_id =
               (SELECT min(notice_id) FROM notice WHERE kind NOT LIKE '%period_changed%')";
    assert_eq!(loud.portal().execute(sql, []).unwrap(), 1);
    loud.fails("V8", "without cause");
}

fn edit(path: &Path, change: impl FnOnce(&str) -> String) {
    let text = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, change(&text)).unwrap();
}

#[test]
fn the_sample_as_it_is_has_the_header_alone() {
    let sample = super::result::PUBLISHED.out.join("period-changes.csv");
    let text = std::fs::read_to_string(sample).unwrap();
    assert!(text.starts_with("account_number,bill_cycle,period,") && text.lines().count() == 1);
    let found = dump(
        &super::result::PUBLISHED.out,
        "SELECT count(*) FROM period_change",
    );
    assert_eq!(found, ["0"]);
}
