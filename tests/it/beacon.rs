//! BEACON: tab-separated UTF-16 from a spreadsheet, portal states by log-in, an activity log.

use super::support::{csv, printed_by};
use super::utility::{Delivery, Sample, shown_cents};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

pub(super) static SAMPLE: LazyLock<Sample> = LazyLock::new(|| Sample::run("beacon"));

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Returns the rows of an export, by column name.
pub(super) fn rows(file: &str) -> Vec<BTreeMap<String, String>> {
    let path = super::support::root().join("fixtures/beacon").join(file);
    let bytes = fs::read(path).unwrap();
    let (text, _, _) = encoding_rs::UTF_16LE.decode(&bytes);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .flexible(true)
        .from_reader(text.as_bytes());
    let names = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        let cells = names.iter().zip(record.iter());
        cells
            .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
            .collect()
    };
    reader
        .records()
        .map(|record| row(record.unwrap()))
        .collect()
}

#[test]
fn rows_and_money_agree_with_the_extract_notes() {
    SAMPLE.agrees_with_its_notes(16, 9);
}

#[test]
fn exactly_the_known_defects_are_refused() {
    SAMPLE.refuses_its_known_defects(&[
        "row::columns",
        "row::bad_date",
        "row::repeated_key",
        "row::bad_amount",
        "row::unknown_account",
    ]);
}

#[test]
fn no_stored_card_or_bank_number_came_along() {
    let methods = rows("PaymentMethods.txt");
    let numbers: Vec<String> = methods
        .iter()
        .flat_map(|row| ["Card Number", "Routing", "Bank Account"].map(|c| row[c].clone()))
        .filter(|number| !number.is_empty())
        .collect();
    assert!(numbers.len() > 45, "{}", numbers.len());
    SAMPLE.holds_none_of(&numbers);
}

#[test]
fn every_check_passed_and_every_account_ties() {
    SAMPLE.passed_every_check(&["V6"]);
    let accounts = rows("Accounts.txt");
    let number = |row: &BTreeMap<String, String>| row["Account Number"].clone();
    let balances = accounts
        .iter()
        .map(|row| (number(row), shown_cents(&row["Balance"])));
    SAMPLE.ties(154, &balances.collect());
    let kept = "SELECT count(*) FROM account WHERE account_number <> legacy_account_number";
    assert_eq!(SAMPLE.count(kept), 0);
}

#[test]
fn nothing_moves_in_the_billing_calendar() {
    let moved = "SELECT count(*) FROM billing_calendar
        WHERE bill_date <> legacy_bill_date OR due_date <> legacy_due_date";
    assert_eq!(SAMPLE.count(moved), 0);
    assert_eq!(SAMPLE.count("SELECT count(*) FROM billing_calendar"), 147);
}

#[test]
fn portal_states_are_those_of_the_export() {
    let carried: BTreeSet<String> = SAMPLE
        .texts("SELECT account_number FROM account")
        .into_iter()
        .collect();
    let mut expected: BTreeMap<String, String> = carried
        .iter()
        .map(|number| (number.clone(), "unenrolled".to_owned()))
        .collect();
    for row in rows("UserAccounts.txt") {
        let state = row["Portal Status"].to_lowercase().replace(' ', "_");
        if let Some(slot) = expected.get_mut(&row["Account Number"]) {
            *slot = state;
        }
    }
    let found = SAMPLE.texts("SELECT account_number || '=' || portal_status FROM account");
    let found: BTreeMap<String, String> = found
        .iter()
        .map(|line| line.split_once('=').unwrap())
        .map(|(number, state)| (number.to_owned(), state.to_owned()))
        .collect();
    assert_eq!(found, expected);
    let states: BTreeSet<&str> = found.values().map(String::as_str).collect();
    assert_eq!(states.len(), 4, "every state is in the sample");
}

#[test]
fn scheduled_payments_of_locked_and_hidden_accounts_are_cancelled_and_told() {
    let sql = "SELECT DISTINCT s.status || ' ' || (a.portal_status IN ('permanent_lock', 'hidden'))
        FROM scheduled_payment s JOIN account a USING (account_number) ORDER BY 1";
    assert_eq!(SAMPLE.texts(sql), ["cancelled 1", "carried 0"]);
    let letters = csv(&SAMPLE.out.join("notices/manifest.csv"));
    assert_eq!(letters.len(), 4);
    for line in letters {
        assert_eq!(line["kind"], "draft_cancelled");
        let path = SAMPLE.out.join(&line["file"]);
        let text = printed_by("pdftotext", &[path.to_str().unwrap(), "-"]);
        let (why, wrong) = if line["language"] == "es" {
            (["bloqueada", "oculta"], "en BEACON Billing Portal, por")
        } else {
            (["locked", "hidden"], "in BEACON Billing Portal, by")
        };
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = why
            .iter()
            .any(|word| flat.contains(word) || flat.contains(&format!("{word}s")));
        assert!(said, "{flat}");
        assert!(
            !flat.contains(wrong),
            "nobody pays where they cannot see: {flat}"
        );
    }
}

#[test]
fn ten_failed_log_ins_are_a_lock_and_the_count_is_carried() {
    let users = rows("Users.txt");
    let failed: BTreeMap<&str, i64> = users
        .iter()
        .map(|row| {
            (
                row["User ID"].as_str(),
                row["Failed Logins"].parse().unwrap(),
            )
        })
        .collect();
    let found =
        SAMPLE.texts("SELECT user_id || ' ' || failed_logins || ' ' || locked FROM portal_user");
    let (mut locked, mut open) = (0, 0);
    for line in &found {
        let parts: Vec<&str> = line.split(' ').collect();
        let count = failed[parts[0]];
        assert_eq!(parts[1], count.to_string(), "{line}");
        assert_eq!(parts[2], if count >= 10 { "1" } else { "0" }, "{line}");
        if count >= 10 { locked += 1 } else { open += 1 }
    }
    assert!(locked > 0 && open > 0 && failed.values().any(|count| *count == 10));
    let hashes =
        "SELECT count(*) FROM portal_user WHERE password_hash IS NULL OR credentials <> 'carried'";
    assert_eq!(SAMPLE.count(hashes), 0);
}

#[test]
fn activity_is_kept_in_utc_for_three_years_or_since_the_accounts_start() {
    let line = rows("ActivityLog.txt")
        .into_iter()
        .find(|row| row["Zone"] == "CST" && row["Logged At"] == "2016-11-12 11:59:36")
        .unwrap();
    let account = &line["Account Number"];
    let sql = format!(
        "SELECT at || ' ' || user_id || ' ' || kind FROM activity_log
        WHERE account_number = '{account}' ORDER BY at LIMIT 1"
    );
    assert_eq!(
        SAMPLE.texts(&sql),
        ["2016-11-12T17:59:36Z U10119 autopay_changed"]
    );
    // Dropped are lines from before both days, and nothing else is.
    let opened: BTreeMap<String, String> = rows("Accounts.txt")
        .into_iter()
        .map(|row| (row["Account Number"].clone(), row["Start Date"].clone()))
        .collect();
    let old = |row: &&BTreeMap<String, String>| {
        let day = &row["Logged At"][..10];
        day < "2020-06-11" && day < opened[&row["Account Number"]].as_str()
    };
    let lines = rows("ActivityLog.txt");
    let dropped = lines.iter().filter(old).count();
    let report = super::support::report(&SAMPLE.out);
    let of = |row: &&serde_json::Value| row["file"] == "ActivityLog.txt";
    let file = report["rows"].as_array().unwrap().iter().find(of).unwrap();
    assert_eq!(file["dropped"]["activity_too_old"], dropped);
    assert_eq!(file["rows_carried"], lines.len() - dropped);
    assert!(dropped > 50);
}

#[test]
fn utf_16_that_breaks_off_inside_a_character_refuses_the_delivery() {
    for cut in [1, 3] {
        let delivery = Delivery::of("beacon");
        delivery.edit("Payments.txt", |bytes| bytes.truncate(bytes.len() - cut));
        let last = rows("Payments.txt").len() + 1;
        delivery
            .refused()
            .says("read::character_breaks_off")
            .says(&format!("Payments.txt row {last}"));
    }
}

#[test]
fn half_a_character_refuses_the_delivery_and_says_where() {
    let delivery = Delivery::of("beacon");
    delivery.edit("Notes.txt", |bytes| {
        let second = bytes.windows(4).position(|w| w == utf16("\r\n")).unwrap();
        let at = second + 8;
        bytes.splice(at..at, 0xD83D_u16.to_le_bytes());
    });
    delivery
        .refused()
        .says("read::half_character")
        .says("Notes.txt row 2");
}

#[test]
fn a_byte_order_mark_that_is_missing_or_another_refuses_the_delivery() {
    let delivery = Delivery::of("beacon");
    delivery.edit("Meters.txt", |bytes| drop(bytes.drain(..2)));
    delivery
        .refused()
        .says("read::byte_order")
        .says("Meters.txt");
    delivery.edit_mapping("encoding   = \"utf-16\" ", "encoding   = \"utf-16le\" ");
    delivery.cutover("check").expect(0);
    delivery.edit_mapping("encoding   = \"utf-16le\" ", "encoding   = \"utf-16be\" ");
    delivery
        .refused()
        .says("read::byte_order")
        .says("Accounts.txt");
}

#[test]
fn the_other_byte_order_gives_the_same_portal() {
    let delivery = Delivery::of("beacon");
    delivery.edit("ActivityLog.txt", |bytes| {
        for unit in bytes.chunks_exact_mut(2) {
            unit.swap(0, 1);
        }
    });
    delivery.cutover("run").expect(0);
    let sql = "SELECT group_concat(account_number || at || sequence || kind || coalesce(detail, '')) FROM activity_log";
    let of = |portal: rusqlite::Connection| -> String {
        portal.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(of(delivery.portal()), of(SAMPLE.portal()));
}

#[test]
fn a_zone_that_the_mapping_does_not_name_refuses_the_row() {
    let delivery = Delivery::of("beacon");
    delivery.edit("ActivityLog.txt", |bytes| {
        let (from, to) = (utf16("\tMST\t"), utf16("\tEST\t"));
        let at = bytes.windows(from.len()).position(|w| w == from).unwrap();
        bytes.splice(at..at + from.len(), to);
    });
    delivery
        .cutover("check")
        .expect(0)
        .says("row::bad_code")
        .says("`Zone`: \"EST\" is not in the mapping's list: PST, PDT, MST, CST, CDT, UTC");
}

#[test]
fn log_ins_that_have_an_account_in_different_states_are_told() {
    let delivery = Delivery::of("beacon");
    let row = rows("UserAccounts.txt")
        .into_iter()
        .find(|row| row["Portal Status"] == "Hidden")
        .unwrap();
    let account = &row["Account Number"];
    delivery.edit("UserAccounts.txt", |bytes| {
        bytes.extend(utf16(&format!("U10001\t{account}\tEnrolled\r\n")));
    });
    delivery
        .cutover("run")
        .expect(0)
        .says("account::portal_states_differ")
        .says("`hidden` is carried");
    let sql = format!("SELECT portal_status FROM account WHERE account_number = '{account}'");
    let state: String = delivery
        .portal()
        .query_row(&sql, [], |row| row.get(0))
        .unwrap();
    assert_eq!(state, "hidden");
}

/// Adds rows that are refused, dropped or carried for other reasons than the sample's: of `open`, a
/// carried account, and of `left`, one that is not.
fn odd_rows(delivery: &Delivery, open: &str, left: &str) {
    delivery.edit("ActivityLog.txt", |bytes| {
        let mut add = |line: &str| bytes.extend(utf16(&format!("{line}\r\n")));
        let now = "2023-06-01 23:59:59\tPDT";
        for _ in 0..2 {
            add(&format!("{open}\t\t{now}\tlogin\tTwice the same"));
        }
        add(&format!("{open}\tU99999\t{now}\tlogin\tWho is that"));
        add(&format!(
            "{open}\tU10001\t{now}\tnote\t\"Paid\twith\r\n4111 1111 1111 1111\""
        ));
        add(&format!("{left}\tU10001\t{now}\tlogin\tLeft behind"));
        add(&format!("99-999999-99\tU10001\t{now}\tlogin\tNowhere"));
        add(&format!(
            "{open}\tU10001\t2023-06-31 00:00:00\tPDT\tlogin\tNo such day"
        ));
        add(&format!(
            "{open}\tU10001\t2023-06-01 00:00:00\t\tlogin\tNo zone"
        ));
    });
    delivery.edit("UserAccounts.txt", |bytes| {
        let mut add = |line: &str| bytes.extend(utf16(&format!("{line}\r\n")));
        add(&format!("U99999\t{left}\tEnrolled"));
        add("U10001\t99-999999-99\tEnrolled");
        add(&format!("U99998\t{open}\tGone"));
        add(&format!("U99997\t{open}\tHidden"));
        add(&format!("U99997\t{open}\tEnrolled"));
    });
}

#[test]
fn odd_rows_of_the_log_and_of_states_are_refused_dropped_or_carried_and_proved() {
    let delivery = Delivery::of("beacon");
    let state = |status: &str| {
        let carried = |row: &&BTreeMap<String, String>| row["Status"] == status;
        let accounts = rows("Accounts.txt");
        accounts.iter().find(carried).unwrap()["Account Number"].clone()
    };
    let open = state("Active");
    let crosswalk = csv(&SAMPLE.out.join("crosswalk.csv"));
    let left = crosswalk
        .iter()
        .find(|row| row["disposition"] == "not_carried")
        .unwrap();
    let left = &left["legacy_account_number"];
    odd_rows(&delivery, &open, left);
    let ran = delivery.cutover("run").expect(0);
    assert!(!ran.printed().contains("4111"));
    delivery.cutover("verify").expect(0);
    let count = |sql: &str| -> i64 {
        delivery
            .portal()
            .query_row(sql, [], |row| row.get(0))
            .unwrap()
    };
    let more = "SELECT count(*) FROM activity_log";
    assert_eq!(count(more) - SAMPLE.count(more), 4);
    let twice = "SELECT count(*) FROM activity_log WHERE detail = 'Twice the same' AND at = '2023-06-02T06:59:59Z'";
    assert_eq!(count(twice), 2);
    let nobody =
        "SELECT count(*) FROM activity_log WHERE detail = 'Who is that' AND user_id IS NULL";
    assert_eq!(count(nobody), 1);
    let redacted = "SELECT count(*) FROM activity_log WHERE kind = 'note' AND detail LIKE 'Paid%with%' AND detail NOT LIKE '%4111%'";
    assert_eq!(count(redacted), 1);
    let refused = csv(&delivery.out().join("rejects.csv"));
    let of = |file: &str| {
        let mut codes: Vec<&str> = refused
            .iter()
            .filter(|r| r["file"] == file)
            .map(|r| r["code"].as_str())
            .collect();
        codes.sort_unstable();
        codes
    };
    assert_eq!(
        of("ActivityLog.txt"),
        ["row::bad_date", "row::blank", "row::unknown_account"]
    );
    assert_eq!(
        of("UserAccounts.txt"),
        ["row::bad_code", "row::repeated_key", "row::unknown_account"]
    );
    let hidden = format!(
        "SELECT count(*) FROM account WHERE account_number = '{open}' AND portal_status = 'hidden'"
    );
    assert_eq!(count(&hidden), 1);
}
