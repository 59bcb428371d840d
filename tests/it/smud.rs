//! The workbook's result against what its extract notes and its own sheets say.

use super::sample::{cents, luhn};
use super::support::{Ran, Row, csv, program, ran, report, root, tree};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

const BOOK: &str = "my-account-business.xlsx";

pub(super) struct Published {
    _folder: tempfile::TempDir,
    pub(super) out: PathBuf,
    ran: Ran,
}

pub(super) static PUBLISHED: LazyLock<Published> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let arguments = ["run", "mappings/smud.toml", "--out"];
    let ran = ran(program().args(arguments).arg(&out)).expect(0);
    Published {
        _folder: folder,
        out,
        ran,
    }
});

fn notes() -> String {
    fs::read_to_string(root().join("fixtures/smud/EXTRACT.md")).unwrap()
}

fn portal() -> Connection {
    Connection::open(PUBLISHED.out.join("portal.db")).unwrap()
}

/// Returns the lines of a query, its columns joined by `|`.
fn lines(sql: &str) -> Vec<String> {
    let portal = portal();
    let mut query = portal.prepare(sql).unwrap();
    let width = query.column_count();
    let line = |row: &rusqlite::Row<'_>| {
        let cell = |at| {
            row.get::<_, Option<String>>(at)
                .map(Option::unwrap_or_default)
        };
        let cells: Result<Vec<String>, _> = (0..width).map(cell).collect();
        cells.map(|cells| cells.join("|"))
    };
    let rows = query.query_map([], line).unwrap();
    rows.map(Result::unwrap).collect()
}

fn count(sql: &str) -> i64 {
    portal().query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Returns sheet, rows and control totals of the table in the extract notes.
fn extracted() -> Vec<(String, u64, BTreeMap<String, i64>)> {
    let of_line = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, sheet, rows, _, totals, _] = cells[..] else {
            return None;
        };
        let totals = totals.split(';').filter_map(|total| {
            let (column, amount) = total.trim().rsplit_once(' ')?;
            Some((column.to_owned(), cents(amount)))
        });
        let sheet = sheet.strip_prefix("sheet ")?.to_owned();
        Some((sheet, rows.parse().unwrap(), totals.collect()))
    };
    notes().lines().filter_map(of_line).collect()
}

#[test]
fn rows_and_money_agree_with_the_extract_notes() {
    let report = report(&PUBLISHED.out);
    let sheets = extracted();
    assert_eq!(sheets.len(), 14);
    assert_eq!(report["rows"].as_array().unwrap().len(), 14);
    for (sheet, rows, totals) in sheets {
        let all = report["rows"].as_array().unwrap();
        let name = format!("{BOOK}#{sheet}");
        let found = all.iter().find(|row| row["file"] == name.as_str());
        let found = found.unwrap_or_else(|| panic!("{name} is not reported"));
        assert_eq!(found["rows_read"], rows, "{name}");
        let money = found["money_cents"].as_object().unwrap();
        let posted: BTreeMap<String, i64> = money
            .iter()
            .map(|(column, sums)| {
                let of = |name: &str| sums[name].as_i64().unwrap();
                let (kept, lost) = (of("carried") + of("dropped"), of("rejected"));
                assert_eq!(of("read"), kept + lost, "{name} {column}");
                (column.clone(), kept)
            })
            .collect();
        assert_eq!(posted, totals, "{name}");
    }
}

#[test]
fn exactly_the_known_defects_are_refused() {
    let of_line = |line: &str| {
        let (sheet, rest) = line.strip_prefix("- sheet ")?.split_once(", row ")?;
        let (row, _) = rest.split_once(':')?;
        Some((format!("{BOOK}#{sheet}"), row.to_owned()))
    };
    let known: BTreeSet<_> = notes().lines().filter_map(of_line).collect();
    assert_eq!(known.len(), 5);
    let rejects = csv(&PUBLISHED.out.join("rejects.csv"));
    let place = |row: &Row| (row["file"].clone(), row["row"].clone());
    assert_eq!(rejects.iter().map(place).collect::<BTreeSet<_>>(), known);
    let codes: Vec<_> = rejects.iter().map(|row| row["code"].as_str()).collect();
    let expected = [
        "row::blank",
        "row::bad_date",
        "row::repeated_key",
        "row::bad_amount",
        "row::unknown_account",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn every_check_passed_or_has_nothing_to_look_at() {
    let report = report(&PUBLISHED.out);
    let checks = report["verification"].as_array().unwrap();
    let of = |check: &serde_json::Value| format!("{} {}", check["id"], check["status"]);
    let statuses: Vec<_> = checks.iter().map(|c| of(c).replace('"', "")).collect();
    let expected = (1..=10).map(|id| match id {
        6 => "V6 not_applicable".to_owned(),
        id => format!("V{id} passed"),
    });
    assert_eq!(statuses, expected.collect::<Vec<_>>());
    let ran = PUBLISHED.ran.printed();
    assert!(
        ran.contains("5 warnings"),
        "only the refused rows are warned about:\n{ran}"
    );
}

#[test]
fn numbers_are_kept_with_their_leading_zeros() {
    let crosswalk = csv(&PUBLISHED.out.join("crosswalk.csv"));
    assert_eq!(crosswalk.len(), 160);
    let carried: Vec<_> = crosswalk
        .iter()
        .filter(|r| r["disposition"] == "carried")
        .collect();
    assert_eq!(carried.len(), 153);
    for row in &crosswalk {
        let number = &row["legacy_account_number"];
        assert!(
            number.len() == 10 && number.bytes().all(|b| b.is_ascii_digit()),
            "{number}"
        );
    }
    assert!(
        carried
            .iter()
            .all(|r| r["account_number"] == r["legacy_account_number"])
    );
    // The first account's number is a number cell of seven digits.
    assert!(carried.iter().any(|r| r["account_number"] == "0003816762"));
}

#[test]
fn the_place_of_service_comes_out_of_the_accounts_row() {
    let place = "SELECT p.line1, p.city, p.state, p.postal_code FROM account a
        JOIN service_location p USING (service_location_id) WHERE a.account_number = '0003816762'";
    assert_eq!(lines(place), ["7345 Canal Dr|Folsom|CA|95630"]);
    let named = count("SELECT count(DISTINCT service_location_id) FROM account");
    assert_eq!(count("SELECT count(*) FROM service_location"), named);
}

#[test]
fn every_portfolio_has_one_owner_and_its_accounts_are_enrolled() {
    assert_eq!(count("SELECT count(*) FROM portfolio"), 53);
    let owners = "SELECT portfolio_id FROM portfolio_user WHERE role = 'owner'";
    let owners = lines(owners);
    assert_eq!(owners.len(), 53);
    assert_eq!(owners.iter().collect::<BTreeSet<_>>().len(), 53);
    let wrong = "SELECT count(*) FROM account a WHERE (portal_status = 'enrolled') <>
        EXISTS (SELECT 1 FROM portfolio_account p WHERE p.account_number = a.account_number)";
    assert_eq!(count(wrong), 0);
    assert_eq!(
        count("SELECT count(*) FROM account WHERE portal_status = 'enrolled'"),
        115
    );
    let both = "SELECT count(*) FROM (SELECT 1 FROM portfolio_user GROUP BY portfolio_id, user_id
        HAVING count(*) > 1)";
    assert_eq!(count(both), 0);
}

#[test]
fn merged_cells_name_the_group_of_every_member() {
    let groups = "SELECT g.name, a.account_number FROM account_group g
        JOIN account_group_account a USING (group_id) WHERE g.group_id = 'G10003'
        ORDER BY a.account_number";
    let expected = ["Pump stations|0004390572", "Pump stations|0004505334"];
    assert_eq!(lines(groups), expected);
    let users = "SELECT g.portfolio_id, u.user_id FROM account_group g
        JOIN account_group_user u USING (group_id) WHERE g.group_id = 'G10006'";
    assert_eq!(lines(users), ["PF10005|U10015"]);
}

#[test]
fn log_ins_come_along_with_hash_failures_and_lock() {
    let user =
        "SELECT login, credentials, substr(password_hash, 1, 9), CAST(failed_logins AS TEXT),
        CAST(locked AS TEXT), last_login_at FROM portal_user WHERE user_id = 'U10002'";
    let expected = "user100021|carried|$argon2id|12|1|2024-01-14T01:42:58Z";
    assert_eq!(lines(user), [expected]);
    assert_eq!(count("SELECT count(*) FROM portal_user"), 110);
}

#[test]
fn letters_tell_of_stored_methods_and_autopay_and_of_no_new_number() {
    let manifest = csv(&PUBLISHED.out.join("notices/manifest.csv"));
    assert_eq!(manifest.len(), 37);
    let kinds: BTreeSet<&str> = manifest.iter().flat_map(|r| r["kind"].split('+')).collect();
    assert_eq!(
        kinds,
        BTreeSet::from(["autopay_re_enroll", "payment_methods_removed"])
    );
    for row in &manifest {
        let path = PUBLISHED.out.join(&row["file"]);
        let text = super::support::printed_by("pdftotext", &[path.to_str().unwrap(), "-"]);
        assert!(!text.contains("new account number") && !text.contains("nuevo número"));
        let numbers = row["account_numbers"]
            .split(';')
            .all(|number| text.contains(number));
        assert!(numbers, "{}", row["file"]);
    }
}

#[test]
fn no_stored_number_came_along_and_numbers_that_are_none_of_these_stayed() {
    let notes = lines("SELECT text FROM account_note").join("\n");
    assert!(
        notes.contains("1704386150789626"),
        "a meter's serial stays readable"
    );
    assert!(
        notes.contains("0000013910"),
        "an account's number stays readable"
    );
    let long = |word: &&str| word.len() == 16 && word.bytes().all(|b| b.is_ascii_digit());
    let serials: BTreeSet<String> = lines("SELECT meter_number FROM meter")
        .into_iter()
        .collect();
    let words = notes.split(|c: char| !c.is_ascii_digit()).filter(long);
    for word in words.filter(|word| luhn(word)) {
        assert!(
            serials.contains(word),
            "a number like a card's stands in a note"
        );
    }
    // Two cards of the sample: one is text, one a number cell of fifteen digits.
    for (name, bytes) in tree(&PUBLISHED.out) {
        for card in ["5274059949495489", "378629767194152"] {
            let found = bytes
                .windows(card.len())
                .any(|part| part == card.as_bytes());
            assert!(!found, "{name} holds a card number");
        }
    }
}

#[test]
fn a_sheet_and_a_file_that_nobody_named_are_warned_about() {
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("exports");
    super::support::copy(&root().join("fixtures/smud"), &exports);
    fs::write(exports.join("extra.csv"), "A\r\n").unwrap();
    fs::write(exports.join("remarks.md"), "Notes need no naming.\n").unwrap();
    let mapping = fs::read_to_string(root().join("mappings/smud.toml")).unwrap();
    let mapping = mapping.replace("#_codes\" =", "#_gone\" =");
    let path = folder.path().join("smud.toml");
    fs::write(&path, mapping).unwrap();
    let ran = ran(program()
        .arg("check")
        .arg(&path)
        .arg("--exports")
        .arg(&exports))
    .expect(0);
    let told = ran.printed();
    assert_eq!(told.matches("does not name it").count(), 2, "{told}");
    assert!(
        told.contains("read::not_named") && told.contains("extra.csv"),
        "{told}"
    );
    assert!(told.contains("my-account-business.xlsx#_codes"), "{told}");
}
