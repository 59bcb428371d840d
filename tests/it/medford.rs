//! Medford Water: text with a record type at the head of each line, and trailers that say whether
//! a file is whole.

use super::support::csv;
use super::utility::{Delivery, Sample};
use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

pub(super) static SAMPLE: LazyLock<Sample> = LazyLock::new(|| Sample::run("medford-water"));

/// Returns the D records of an export, by column name. No field of these files is quoted.
pub(super) fn rows(file: &str) -> Vec<BTreeMap<String, String>> {
    let path = super::support::root()
        .join("fixtures/medford-water")
        .join(file);
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let (_, names) = lines.next().unwrap().rsplit_once(';').unwrap();
    let names: Vec<&str> = names.split('|').collect();
    let row = |line: &str| {
        let cells = line.strip_prefix("D;")?.split(';').map(str::to_owned);
        Some(names.iter().map(|n| (*n).to_owned()).zip(cells).collect())
    };
    lines.filter_map(row).collect()
}

pub(super) fn cents(text: &str) -> i64 {
    let amount: i64 = text.trim_end_matches('-').parse().unwrap();
    if text.ends_with('-') { -amount } else { amount }
}

#[test]
fn rows_and_money_agree_with_the_extract_notes() {
    SAMPLE.agrees_with_its_notes(14, 9);
}

#[test]
fn exactly_the_known_defects_are_refused() {
    SAMPLE.refuses_its_known_defects(&[
        "row::columns",
        "row::bad_date",
        "row::repeated_key",
        "row::unknown_account",
        "row::bad_amount",
    ]);
}

#[test]
fn no_stored_card_or_bank_number_came_along() {
    let methods = rows("PAYMETH.TXT");
    let numbers: Vec<String> = methods
        .iter()
        .flat_map(|row| ["CARD", "ROUTING", "BANKACCT"].map(|c| row[c].clone()))
        .filter(|number| !number.is_empty())
        .collect();
    assert!(numbers.len() > 45, "{}", numbers.len());
    SAMPLE.holds_none_of(&numbers);
}

#[test]
fn every_check_passed_and_every_account_ties() {
    SAMPLE.passed_every_check(&[]);
    let accounts = rows("ACCOUNTS.TXT");
    let balances = accounts
        .iter()
        .map(|r| (r["ACCT"].clone(), cents(&r["BALANCE"])));
    SAMPLE.ties(153, &balances.collect());
}

#[test]
fn every_draft_is_cancelled_and_nobody_is_enrolled() {
    let by_status = "SELECT status || ' ' || count(*) FROM scheduled_payment GROUP BY status";
    assert_eq!(SAMPLE.texts(by_status), ["cancelled 29"]);
    let dates = SAMPLE.texts("SELECT DISTINCT legacy_draft_date FROM scheduled_payment ORDER BY 1");
    assert_eq!(dates[0], "2024-05-02", "those inside the blackout too");
    let moved = "SELECT count(*) FROM scheduled_payment WHERE draft_date <> legacy_draft_date";
    assert_eq!(SAMPLE.count(moved), 0);
    let states = "SELECT DISTINCT portal_status || ' ' || paperless FROM account";
    assert_eq!(SAMPLE.texts(states), ["unenrolled 0"]);
    let users = "SELECT DISTINCT credentials || ' ' || locked || ' ' || coalesce(password_hash, 'none') FROM portal_user";
    assert_eq!(SAMPLE.texts(users), ["re_register 0 none"]);
}

#[test]
fn log_in_times_of_fourteen_digits_are_instants() {
    let users = rows("WEBUSERS.TXT");
    let user = users
        .iter()
        .find(|r| r["LASTLOGIN"] == "20200613191432")
        .unwrap();
    let sql = format!(
        "SELECT last_login_at FROM portal_user WHERE user_id = '{}'",
        user["USERID"]
    );
    // Summer in Medford is seven hours behind UTC.
    assert_eq!(SAMPLE.texts(&sql), ["2020-06-14T02:14:32Z"]);
}

#[test]
fn what_is_told_is_told_to_whom_it_concerns() {
    let lines = csv(&SAMPLE.out.join("notices/manifest.csv"));
    let told = |kind: &str| {
        lines
            .iter()
            .filter(|l| l["kind"].split('+').any(|k| k == kind))
            .count()
    };
    assert_eq!(told("new_account_number"), lines.len());
    for kind in [
        "re_register",
        "autopay_re_enroll",
        "paperless_re_enroll",
        "draft_cancelled",
        "due_date_moved",
    ] {
        assert!(told(kind) > 0, "{kind}");
    }
    for kind in ["bank_bill_pay", "payment_methods_removed", "draft_moved"] {
        assert_eq!(told(kind), 0, "{kind}");
    }
}

/// Spoils PAYMENTS.TXT and ACCOUNTS.TXT, and returns the delivery.
fn spoiled(change: impl Fn(&str) -> String) -> Delivery {
    let delivery = Delivery::of("medford-water");
    delivery.edit_text("PAYMENTS.TXT", change);
    delivery
}

#[test]
fn a_trailer_that_counts_other_records_refuses_the_delivery() {
    let more = spoiled(|text| text.replace("T;4685;", "T;4686;"));
    more.refused()
        .says("read::trailer_count")
        .says("PAYMENTS.TXT row 4687: the trailer counts \"4686\" records of type \"D\", the file has 4685");
    // A record that was lost on the way.
    let fewer =
        spoiled(|text| text.replacen("D;PY1007742;06700201;20210317;7518;CHK;CK 8212\n", "", 1));
    fewer
        .refused()
        .says("PAYMENTS.TXT row 4686: the trailer counts \"4685\"");
}

#[test]
fn a_trailer_with_another_sum_refuses_the_delivery() {
    let delivery = spoiled(|text| text.replace("T;4685;48052576", "T;4685;48052577"));
    delivery.refused().says("read::trailer_sum").says(
        "PAYMENTS.TXT row 4687: the trailer's sum is 480,525.77; the rows' `AMOUNT` comes to 480,525.76",
    );
    // An amount that changed, and one that was lost in a trailer.
    spoiled(|text| text.replacen(";20210317;7518;", ";20210317;7519;", 1))
        .refused()
        .says("comes to 480,525.77");
    spoiled(|text| text.replace("T;4685;48052576", "T;4685;"))
        .refused()
        .says("PAYMENTS.TXT row 4687");
    spoiled(|text| text.replace("T;4685;48052576", "T;4685;480525.76"))
        .refused()
        .says("not written like");
    // A file without amounts has no sum to state.
    let delivery = Delivery::of("medford-water");
    delivery.edit_text("METERS.TXT", |text| text.replace("T;177;", "T;177;5"));
    delivery
        .refused()
        .says("METERS.TXT row 179")
        .says("reads no such amount column");
}

#[test]
fn trailers_and_headers_that_are_not_in_their_place_refuse_the_delivery() {
    let trailer = "T;4685;48052576\n";
    for (change, said) in [
        (
            spoiled(|text| text.replace(trailer, "")),
            "read::trailer_missing",
        ),
        (
            spoiled(|text| text.replace(trailer, &trailer.repeat(2))),
            "read::after_trailer",
        ),
        (
            spoiled(|text| format!("{text}D;PY1;06700201;20210317;1;CHK;\n")),
            "read::after_trailer",
        ),
        (
            spoiled(|text| text.split_once('\n').unwrap().1.to_owned()),
            "read::header_missing",
        ),
        (
            spoiled(|text| text.replacen("\nD;", "\nX;", 1)),
            "read::record_type",
        ),
        (
            spoiled(|text| text[..text.len() - 7].to_owned()),
            "read::trailer_sum",
        ),
        (
            spoiled(|text| text[..text.len() / 2].to_owned()),
            "read::trailer_missing",
        ),
        (
            spoiled(|text| text.replace("|AMOUNT|", "|AMT|")),
            "map::column_missing",
        ),
        (spoiled(|_| String::new()), "read::no_header"),
    ] {
        change.refused().says(said).says("PAYMENTS.TXT");
    }
}

#[test]
fn a_sum_over_another_column_is_named_by_the_mapping() {
    let delivery = Delivery::of("medford-water");
    let own = "file                  = \"BILLS.TXT\"\nformat.records.sum.of = \"CHARGES\"";
    delivery.edit_mapping("file                  = \"BILLS.TXT\"", own);
    delivery.refused().says("the rows' `CHARGES` comes to");
    delivery.edit_text("BILLS.TXT", |text| {
        let charges: i64 = rows("BILLS.TXT").iter().map(|r| cents(&r["CHARGES"])).sum();
        text.replace("T;4873;2381261", &format!("T;4873;{charges}"))
    });
    delivery.cutover("check").expect(0);
}

#[test]
fn text_that_breaks_off_inside_a_character_refuses_the_delivery() {
    let delivery = Delivery::of("medford-water");
    delivery.edit("CUSTOMERS.TXT", |bytes| {
        let at = bytes
            .windows(2)
            .rposition(|pair| pair == "Í".as_bytes())
            .unwrap();
        bytes.truncate(at + 1);
    });
    delivery
        .refused()
        .says("read::character_breaks_off")
        .says("CUSTOMERS.TXT row 134");
}

#[test]
fn line_breaks_semicolons_and_quotes_stand_inside_quoted_fields() {
    let delivery = Delivery::of("medford-water");
    delivery.edit_text("NOTES.TXT", |text| {
        let plain = "Call (541) 555-0190 before any visit.";
        assert!(text.contains(plain));
        text.replace(plain, "\"Call; \"\"first\"\"\nthen\tvisit.\"")
    });
    delivery.cutover("run").expect(0);
    let sql = "SELECT text FROM account_note WHERE note_id = 'N100012'";
    let text: String = delivery
        .portal()
        .query_row(sql, [], |row| row.get(0))
        .unwrap();
    assert_eq!(text, "Call; \"first\"\nthen\tvisit.");
}
