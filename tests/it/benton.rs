//! The sample's result against what its extract notes, its exports and the contract say.

use super::sample::{
    cents, extracted, known_defects, luhn, rows, standing_in, stored_numbers, typed_numbers,
};
use super::sandbox::PUBLISHED;
use super::support::{Row, csv, printed_by, report, tree};
use rusqlite::{Connection, OpenFlags};
use std::collections::{BTreeMap, BTreeSet};

/// Tables and columns that others rely on.
const TABLES: &str = "
customer: customer_id legacy_customer_id kind first_name last_name business_name email phone language mailing_line1 mailing_line2 mailing_city mailing_state mailing_postal_code
service_location: service_location_id legacy_premise_id line1 line2 city state postal_code district
account: account_number legacy_account_number customer_id service_location_id status opened_on closed_on bill_cycle custom_due_day statement_group rate_class opening_balance_cents opening_balance_on balance_cents deposit_cents donation_program donation_cents medical_baseline autopay_status paperless portal_status late_fee_waived_until disconnect_hold_until
meter: meter_number account_number commodity multiplier installed_on removed_on
usage: account_number meter_number legacy_bill_id period_start period_end quantity unit read_type
bill: bill_id legacy_bill_id account_number bill_date due_date legacy_due_date period_start period_end previous_balance_cents current_charges_cents total_due_cents image_available
payment: payment_id legacy_payment_id account_number paid_on amount_cents channel status reference
adjustment: adjustment_id legacy_adjustment_id account_number posted_on amount_cents kind description
billing_calendar: bill_cycle period legacy_read_date read_date legacy_bill_date bill_date legacy_due_date due_date days_in_period accounts
period_change: account_number bill_cycle period legacy_days days basis_bill_id basis_charges_cents basis_days expected_change_cents prorated
account_hold: account_number kind sequence legacy_account_number starts_on ends_on reason legacy_date amount_cents
installment: arrangement_id account_number sequence legacy_due_date due_date amount_cents
budget_plan: account_number amount_cents month_in_plan deferred_cents
scheduled_payment: account_number legacy_draft_date draft_date amount_cents status
portal_user: user_id customer_id login email password_hash credentials failed_logins locked last_login_at
portfolio: portfolio_id name
portfolio_account: portfolio_id account_number
portfolio_user: portfolio_id user_id role
account_group: group_id portfolio_id name
account_group_account: group_id account_number
account_group_user: group_id user_id
activity_log: account_number user_id at kind detail
account_note: account_number noted_on text
crosswalk: legacy_account_number account_number disposition reason
notice: notice_id customer_id kind language channel file
notice_account: notice_id account_number
cutover_run: run_id mapping_sha256 cutover_on tool_version
source_file: run_id path sha256 rows_read rows_carried rows_dropped rows_rejected
control_total: run_id entity measure legacy_value portal_value
";

/// Words that name what a card or a bank account has.
const FORBIDDEN: [&str; 14] = [
    "card",
    "pan",
    "cvv",
    "cvc",
    "expiry",
    "exp",
    "bank",
    "routing",
    "aba",
    "iban",
    "token",
    "instrument",
    "ach",
    "method",
];

/// Opens the portal database. Nothing is written beside it.
fn portal() -> Connection {
    let path = PUBLISHED.out.join("portal.db");
    let url = format!("file:{}?immutable=1", path.display());
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(url, flags).unwrap()
}

/// Returns the first column of a query as texts.
fn texts(portal: &Connection, sql: &str) -> Vec<String> {
    let mut query = portal.prepare(sql).unwrap();
    let rows = query.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Returns table to columns, as the database has them.
fn schema(portal: &Connection) -> BTreeMap<String, BTreeSet<String>> {
    let columns = |table: &String| {
        texts(
            portal,
            &format!("SELECT name FROM pragma_table_info('{table}')"),
        )
    };
    texts(
        portal,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    .into_iter()
    .map(|table| (table.clone(), columns(&table).into_iter().collect()))
    .collect()
}

#[test]
fn rows_and_money_agree_with_the_extract_notes() {
    let report = report(&PUBLISHED.out);
    let files = extracted();
    assert_eq!(files.len(), 14);
    assert_eq!(files.iter().map(|f| f.totals.len()).sum::<usize>(), 10);
    for file in files {
        let all = report["rows"].as_array().unwrap();
        let found = all.iter().find(|row| row["file"] == file.file.as_str());
        let found = found.unwrap_or_else(|| panic!("{} is not reported", file.file));
        assert_eq!(found["rows_read"], file.rows, "{}", file.file);
        let money = found["money_cents"].as_object().unwrap();
        let posted: BTreeMap<String, i64> = money
            .iter()
            .map(|(column, sums)| {
                let of = |name: &str| sums[name].as_i64().unwrap();
                let (kept, lost) = (of("carried") + of("dropped"), of("rejected"));
                assert_eq!(of("read"), kept + lost, "{} {column}", file.file);
                (column.clone(), of("read") - lost)
            })
            .collect();
        assert_eq!(posted, file.totals, "{}", file.file);
    }
}

#[test]
fn exactly_the_known_defects_are_refused() {
    let place = |row: &Row| (row["file"].clone(), row["row"].parse().unwrap());
    let rejects = csv(&PUBLISHED.out.join("rejects.csv"));
    assert_eq!(rejects.len(), 5);
    let places: BTreeSet<(String, u64)> = rejects.iter().map(place).collect();
    assert_eq!(places, known_defects());
    let codes: BTreeSet<&str> = rejects.iter().map(|row| row["code"].as_str()).collect();
    let expected = [
        "row::bad_amount",
        "row::bad_date",
        "row::columns",
        "row::repeated_key",
        "row::unknown_account",
    ];
    assert_eq!(codes, BTreeSet::from(expected));
}

#[test]
fn every_legacy_account_has_its_line_in_the_crosswalk() {
    let crosswalk = csv(&PUBLISHED.out.join("crosswalk.csv"));
    let accounts = rows("ACCTMAST.csv");
    let numbers: BTreeSet<_> = crosswalk
        .iter()
        .map(|r| &r["legacy_account_number"])
        .collect();
    assert_eq!(numbers, accounts.iter().map(|r| &r["ACCT_NO"]).collect());
    assert_eq!(crosswalk.len(), accounts.len());
    let mut reasons = BTreeMap::<_, usize>::new();
    for row in &crosswalk {
        let (disposition, reason) = (row["disposition"].as_str(), row["reason"].as_str());
        assert_eq!(
            row["account_number"].is_empty(),
            disposition == "not_carried"
        );
        *reasons.entry((disposition, reason)).or_default() += 1;
    }
    let carried: usize = ["open", "balance", "activity"]
        .iter()
        .map(|reason| reasons[&("carried", *reason)])
        .sum();
    assert_eq!(carried, 154);
    assert_eq!(reasons[&("not_carried", "closed_before_window")], 6);
    assert_eq!(reasons.values().sum::<usize>(), 160);
    let in_portal = "SELECT legacy_account_number || ',' || coalesce(account_number, '') || ','
        || disposition || ',' || reason FROM crosswalk ORDER BY legacy_account_number";
    let lines = crosswalk.iter().map(|r| {
        [
            "legacy_account_number",
            "account_number",
            "disposition",
            "reason",
        ]
        .map(|column| r[column].as_str())
        .join(",")
    });
    assert_eq!(texts(&portal(), in_portal), lines.collect::<Vec<_>>());
}

#[test]
fn new_numbers_have_ten_digits_and_a_check_digit_and_are_no_old_ones() {
    let crosswalk = csv(&PUBLISHED.out.join("crosswalk.csv"));
    let old: BTreeSet<String> = crosswalk
        .iter()
        .map(|row| row["legacy_account_number"].replace('-', ""))
        .collect();
    let new: Vec<&String> = crosswalk
        .iter()
        .map(|row| &row["account_number"])
        .filter(|number| !number.is_empty())
        .collect();
    assert_eq!(new.iter().collect::<BTreeSet<_>>().len(), 154);
    for number in new {
        assert!(
            number.len() == 10 && number.bytes().all(|b| b.is_ascii_digit()),
            "{number}"
        );
        assert!(!number.starts_with('0') && luhn(number), "{number}");
        assert!(!old.contains(number), "{number}");
    }
}

#[test]
fn out_holds_the_files_of_the_contract_and_nothing_else() {
    let files: BTreeSet<String> = tree(&PUBLISHED.out).into_keys().collect();
    let letters = csv(&PUBLISHED.out.join("notices/manifest.csv"));
    let expected: BTreeSet<String> = [
        "portal.db",
        "crosswalk.csv",
        "account-holds.csv",
        "billing-calendar.csv",
        "period-changes.csv",
        "rejects.csv",
        "report.json",
        "report.html",
        "payment-data-removal.json",
        "payment-data-removal.pdf",
        "legacy-purge-list.csv",
        "notices/",
        "notices/manifest.csv",
        "rejects/",
        "rejects/ADJHIST.csv",
        "rejects/BILLHIST.csv",
        "rejects/PAYHIST.csv",
    ]
    .into_iter()
    .map(str::to_owned)
    .chain(letters.iter().map(|line| line["file"].clone()))
    .collect();
    assert_eq!(files, expected);
    let beside: Vec<_> = std::fs::read_dir(PUBLISHED.out.parent().unwrap())
        .unwrap()
        .collect();
    assert_eq!(beside.len(), 1, "nothing stands beside OUT: {beside:?}");
}

#[test]
fn every_check_passed() {
    let report = report(&PUBLISHED.out);
    let checks = report["verification"].as_array().unwrap();
    let statuses: Vec<String> = checks
        .iter()
        .map(|check| {
            assert!(check["checked"].as_u64().unwrap() > 0, "{check}");
            format!("{} {}", check["id"], check["status"]).replace('"', "")
        })
        .collect();
    let expected: Vec<_> = (1..=10).map(|id| format!("V{id} passed")).collect();
    assert_eq!(statuses, expected);
    assert_eq!(report["verdict"]["outcome"], "go");
    let totals = report["control_totals"].as_array().unwrap();
    assert!(!totals.is_empty() && totals.iter().all(|total| total["agree"] == true));
}

#[test]
fn the_portal_has_the_tables_of_the_contract_and_no_place_for_payment_data() {
    let schema = schema(&portal());
    let mut tables = BTreeSet::new();
    for line in TABLES.trim().lines() {
        let (table, columns) = line.split_once(": ").unwrap();
        let found = schema
            .get(table)
            .unwrap_or_else(|| panic!("no table {table}"));
        for column in columns.split(' ') {
            assert!(found.contains(column), "{table} has no {column}");
        }
        assert!(tables.insert(table), "{table} stands twice");
    }
    // What notes changes after the load is none of the portal's tables.
    let all = schema.keys().map(String::as_str);
    let all: BTreeSet<&str> = all.filter(|table| *table != "touched_row").collect();
    assert_eq!(tables, all);
    for (table, columns) in schema {
        for name in columns.iter().chain([&table]) {
            let word = name.split('_').find(|word| FORBIDDEN.contains(word));
            assert_eq!(word, None, "{table}.{name}");
        }
    }
}

#[test]
fn every_account_ties_by_sql_and_has_its_legacy_balance() {
    let portal = portal();
    let sum = |table: &str, column: &str| {
        format!(
            "coalesce((SELECT sum({column}) FROM {table} WHERE account_number = a.account_number), 0)"
        )
    };
    let ledger = format!(
        "a.opening_balance_cents + {} + {} - {}",
        sum("bill", "current_charges_cents"),
        sum("adjustment", "amount_cents"),
        sum("payment", "amount_cents")
    );
    let sql = format!(
        "SELECT legacy_account_number || '=' || ({ledger}) || '=' || balance_cents FROM account a"
    );
    let found: BTreeSet<String> = texts(&portal, &sql).into_iter().collect();
    assert_eq!(found.len(), 154);
    let balances: BTreeSet<String> = rows("ACCTMAST.csv")
        .iter()
        .map(|row| (&row["ACCT_NO"], cents(&row["CUR_BAL"])))
        .map(|(number, balance)| format!("{number}={balance}={balance}"))
        .collect();
    assert!(
        found.is_subset(&balances),
        "{:?}",
        found.difference(&balances)
    );
}

#[test]
fn no_card_or_bank_number_of_the_exports_came_along() {
    let (stored, typed) = (stored_numbers(), typed_numbers());
    assert!(
        stored.len() > 70 && typed.len() == 20,
        "{} {}",
        stored.len(),
        typed.len()
    );
    let numbers = [stored, typed].concat();
    let exports = super::support::root().join("fixtures/benton-pud");
    for file in ["PAYMETH.csv", "NOTES.csv"] {
        let bytes = std::fs::read(exports.join(file)).unwrap();
        assert!(standing_in(&numbers, &bytes).is_some(), "{file}");
    }
    let clean = |name: &str, bytes: &[u8]| {
        assert!(
            standing_in(&numbers, bytes).is_none(),
            "{name} holds a dropped number"
        );
    };
    for (name, bytes) in tree(&PUBLISHED.out) {
        clean(&name, &bytes);
        if name.ends_with(".pdf") {
            let path = PUBLISHED.out.join(&name);
            clean(
                &name,
                printed_by("pdftotext", &[path.to_str().unwrap(), "-"]).as_bytes(),
            );
        }
    }
    clean("stdout", PUBLISHED.ran.stdout.as_bytes());
    clean("stderr", PUBLISHED.ran.stderr.as_bytes());
    assert!(PUBLISHED.log.contains("\"exit_code\":0"));
    clean("the log", PUBLISHED.log.as_bytes());
}

#[test]
fn account_numbers_meters_and_telephones_stay_readable_in_notes() {
    let carried: BTreeSet<String> = texts(&portal(), "SELECT legacy_account_number FROM account")
        .into_iter()
        .collect();
    let notes = texts(&portal(), "SELECT text FROM account_note").join("\n");
    let (mut kept, mut words) = (0, Vec::new());
    for row in rows("NOTES.csv") {
        let text = row["NOTE_TXT"].clone();
        if carried.contains(&row["ACCT_NO"]) {
            let whole = |word: &str| word.trim_matches(['.', '?', ',', ':']).to_owned();
            words.extend(text.split_whitespace().map(whole));
        }
    }
    let mut known: BTreeSet<String> = rows("METER.csv")
        .iter()
        .map(|r| r["MTR_NO"].clone())
        .collect();
    known.extend(rows("ACCTMAST.csv").iter().map(|r| r["ACCT_NO"].clone()));
    for word in words {
        if known.contains(&word) || word.starts_with("555-") {
            assert!(notes.contains(&word), "{word}");
            kept += 1;
        }
    }
    assert!(kept > 40, "{kept}");
}
