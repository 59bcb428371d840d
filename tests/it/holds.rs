//! The lists of holds against what the deliveries themselves say: their open accounts, those that
//! owe, and their drafts.

use super::sample::{cents, rows as benton};
use super::sandbox::{PUBLISHED, Sandbox};
use super::sce::delivery::rows as sce;
use super::support::{Row, csv, report};
use super::{beacon, medford, sce::result, smud};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

mod mappings;

/// Kinds of hold that rest for as long as a window does.
const RESTING: [&str; 3] = ["collection_hold", "disconnect_hold", "late_fee_waiver"];

/// What a delivery says, by legacy account number.
#[derive(Default)]
struct Said {
    open: BTreeSet<String>,
    /// Closed, with a balance above nothing.
    owing: BTreeSet<String>,
    /// Drafts that cannot run on their day: account, day, cents.
    drafts: Vec<(String, String, i64)>,
    /// First and last day of the blackout.
    window: Option<(&'static str, &'static str)>,
}

impl Said {
    /// Adds an account row.
    fn account(&mut self, number: &str, open: bool, balance: i64) {
        if open {
            self.open.insert(number.to_owned());
        } else if balance > 0 {
            self.owing.insert(number.to_owned());
        }
    }
}

fn of_kind<'r>(rows: &'r [Row], kind: &'r str) -> impl Iterator<Item = &'r Row> {
    rows.iter().filter(move |row| row["kind"] == kind)
}

/// Returns, by legacy number, the last day to which a bill, an installment or a draft of an account
/// moved, and the reason that its holds then have.
fn moved(out: &Path) -> BTreeMap<String, (String, String)> {
    let portal = rusqlite::Connection::open(out.join("portal.db")).unwrap();
    let sql = "SELECT legacy_account_number, day, reason FROM (
            SELECT account_number, due_date AS day, 'due_date_moved' AS reason FROM bill
            WHERE due_date <> legacy_due_date
            UNION ALL
            SELECT account_number, due_date, 'due_date_moved' FROM installment
            WHERE due_date <> legacy_due_date
            UNION ALL
            SELECT account_number, draft_date, 'draft_in_window' FROM scheduled_payment
            WHERE draft_date <> legacy_draft_date
        ) JOIN account USING (account_number) ORDER BY day, reason";
    let mut query = portal.prepare(sql).unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))));
    // The last of an account stands: the latest day, of a due date rather than of a draft.
    rows.unwrap().map(Result::unwrap).collect()
}

/// Fails where the list in OUT is not the one that follows from what the delivery says.
fn agrees(out: &Path, mut said: Said) -> Vec<Row> {
    let carried: BTreeSet<String> = csv(&out.join("crosswalk.csv"))
        .into_iter()
        .filter(|row| row["disposition"] == "carried")
        .map(|row| row["legacy_account_number"].clone())
        .collect();
    let rows = csv(&out.join("account-holds.csv"));
    let moved = moved(out);
    for kind in RESTING {
        let held: Vec<&Row> = of_kind(&rows, kind).collect();
        let numbers: Vec<&str> = held
            .iter()
            .map(|r| r["legacy_account_number"].as_str())
            .collect();
        let mut who = said.open.clone();
        if kind == "collection_hold" {
            who.extend(said.owing.iter().cloned());
        }
        who.retain(|number| said.window.is_some() && carried.contains(number));
        let once: BTreeSet<&str> = numbers.iter().copied().collect();
        assert_eq!(
            (once.len(), numbers.len()),
            (who.len(), who.len()),
            "{kind}"
        );
        assert!(
            who.iter().all(|number| once.contains(number.as_str())),
            "{kind}"
        );
        for row in held {
            let (first, last) = said.window.unwrap();
            let (until, reason) = match moved.get(&row["legacy_account_number"]) {
                Some((until, reason)) => (until.as_str(), reason.as_str()),
                None => (last, "window"),
            };
            let found = [&row["starts_on"], &row["ends_on"], &row["reason"]];
            assert_eq!(found, [first, until, reason], "{row:?}");
        }
    }
    said.drafts
        .retain(|(number, _, _)| carried.contains(number));
    said.drafts.sort();
    let mut drafts: Vec<(String, String, i64)> = of_kind(&rows, "draft_suppressed")
        .map(|row| {
            assert_eq!(row["starts_on"], row["legacy_date"]);
            let number = row["legacy_account_number"].clone();
            (
                number,
                row["starts_on"].clone(),
                row["amount_cents"].parse().unwrap(),
            )
        })
        .collect();
    drafts.sort();
    assert_eq!(drafts, said.drafts);
    reported(out, &rows);
    rows
}

/// Fails where the report's lines do not count what stands in the list.
fn reported(out: &Path, rows: &[Row]) {
    let report = report(out);
    let mut all = 0;
    for line in report["holds"].as_array().unwrap() {
        let (kind, reason) = (
            line["kind"].as_str().unwrap(),
            line["reason"].as_str().unwrap(),
        );
        let of: Vec<&Row> = of_kind(rows, kind)
            .filter(|r| r["reason"] == reason)
            .collect();
        let accounts: BTreeSet<&String> = of.iter().map(|r| &r["account_number"]).collect();
        assert_eq!(line["holds"], of.len());
        assert_eq!(line["accounts"], accounts.len());
        let first = of.iter().map(|r| r["starts_on"].as_str()).min();
        assert_eq!(line["first_start"].as_str(), first);
        let last = of.iter().map(|r| r["ends_on"].as_str()).max();
        assert_eq!(line["last_end"].as_str().unwrap_or_default(), last.unwrap());
        let never = of.iter().filter(|r| r["ends_on"].is_empty()).count();
        assert_eq!(line["without_end"], never);
        let amounts = of
            .iter()
            .filter_map(|r| r["amount_cents"].parse::<i64>().ok());
        assert_eq!(
            line["amount_cents"].as_i64().unwrap_or_default(),
            amounts.sum::<i64>()
        );
        all += of.len();
    }
    assert_eq!(all, rows.len());
}

/// Turns `MM/DD/YYYY` and `YYYYMMDD` into ISO 8601.
fn iso(text: &str) -> String {
    match *text.split('/').collect::<Vec<_>>() {
        [month, day, year] => format!("{year}-{month}-{day}"),
        _ => format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]),
    }
}

/// What Benton's delivery says; its drafts are cancelled from the first day of the blackout on.
fn said_by_benton() -> Said {
    let mut said = Said {
        window: Some(("2017-02-24", "2017-03-02")),
        ..Said::default()
    };
    for row in benton("ACCTMAST.csv") {
        if let Some(balance) = row.get("CUR_BAL") {
            said.account(&row["ACCT_NO"], row["STAT"] == "A", cents(balance));
        }
    }
    for row in benton("DRAFTS.csv") {
        let day = iso(&row["DRAFT_DT"]);
        if day.as_str() >= "2017-02-24" {
            said.drafts
                .push((row["ACCT_NO"].clone(), day, cents(&row["DRAFT_AMT"])));
        }
    }
    said
}

#[test]
fn benton_holds_every_open_account_and_every_draft_from_the_blackout_on() {
    let rows = agrees(&PUBLISHED.out, said_by_benton());
    for kind in RESTING.iter().chain(&["draft_suppressed"]) {
        assert!(of_kind(&rows, kind).count() > 30, "{kind}");
    }
    let reasons: BTreeSet<&str> = rows.iter().map(|row| row["reason"].as_str()).collect();
    assert_eq!(
        reasons,
        ["autopay_reset", "due_date_moved", "window"].into()
    );
    let never = of_kind(&rows, "draft_suppressed").all(|row| row["ends_on"].is_empty());
    assert!(never);
}

#[test]
fn the_list_is_the_table_and_the_accounts_own_columns_agree() {
    let sandbox = Sandbox::published();
    let portal = sandbox.portal();
    let columns = "account_number,kind,sequence,legacy_account_number,starts_on,ends_on,reason,legacy_date,amount_cents";
    let cells: Vec<String> = columns
        .split(',')
        .map(|column| format!("ifnull({column}, '')"))
        .collect();
    let cells = cells.join(" || ',' || ");
    let sql = format!("SELECT {cells} FROM account_hold ORDER BY account_number, kind, starts_on");
    let mut query = portal.prepare(&sql).unwrap();
    let line = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
    let mut table = vec![columns.to_owned()];
    table.extend(query.query_map([], line).unwrap().map(Result::unwrap));
    let file = std::fs::read_to_string(sandbox.out().join("account-holds.csv")).unwrap();
    assert_eq!(file.lines().collect::<Vec<_>>(), table);
    let apart = "SELECT count(*) FROM account a
        LEFT JOIN account_hold f ON f.account_number = a.account_number AND f.kind = 'late_fee_waiver'
        LEFT JOIN account_hold d ON d.account_number = a.account_number AND d.kind = 'disconnect_hold'
        WHERE a.late_fee_waived_until IS NOT f.ends_on OR a.disconnect_hold_until IS NOT d.ends_on";
    let apart: i64 = portal.query_row(apart, [], |row| row.get(0)).unwrap();
    assert_eq!(apart, 0);
}

#[test]
fn medford_stops_drafts_of_the_blackout_too() {
    let mut said = Said {
        window: Some(("2024-05-02", "2024-05-05")),
        ..Said::default()
    };
    for row in medford::rows("ACCOUNTS.TXT") {
        let balance = medford::cents(&row["BALANCE"]);
        said.account(&row["ACCT"], row["STATUS"] == "10", balance);
    }
    for row in medford::rows("DRAFTS.TXT") {
        let day = iso(&row["DRAFTDATE"]);
        if day.as_str() >= "2024-05-02" {
            let amount = medford::cents(&row["AMOUNT"]);
            said.drafts.push((row["ACCT"].clone(), day, amount));
        }
    }
    let rows = agrees(&medford::SAMPLE.out, said);
    for row in of_kind(&rows, "draft_suppressed") {
        let inside = row["starts_on"].as_str() < "2024-05-06";
        let reason = if inside {
            "draft_in_window"
        } else {
            "autopay_reset"
        };
        assert_eq!(
            (row["reason"].as_str(), row["ends_on"].as_str()),
            (reason, "")
        );
    }
}

/// Reads an amount whose last digit has the sign in it.
fn zoned(text: &str) -> i64 {
    let (whole, last) = text.split_at(text.len() - 1);
    let last = last.chars().next().unwrap();
    let (digit, sign) = match last {
        '{' => (0, 1),
        '}' => (0, -1),
        'A'..='I' => (i64::from(u32::from(last) - u32::from('A')) + 1, 1),
        'J'..='R' => (i64::from(u32::from(last) - u32::from('J')) + 1, -1),
        _ => (i64::from(last.to_digit(10).unwrap()), 1),
    };
    sign * (whole.parse::<i64>().unwrap() * 10 + digit)
}

#[test]
fn sce_holds_a_draft_of_the_blackout_until_the_day_before_it_runs() {
    let mut said = Said {
        window: Some(("2021-03-30", "2021-04-05")),
        ..Said::default()
    };
    for row in sce("ACCTMST") {
        let balance = zoned(&row["AM-BALANCE"]);
        said.account(&row["AM-ACCT"], row["AM-STATUS"] == "1", balance);
    }
    for row in sce("DIRPAY") {
        // A century, then the year in it.
        let day = iso(&format!("20{}", &row["DP-DATE"][1..]));
        if ("2021-03-30".."2021-04-06").contains(&day.as_str()) {
            said.drafts
                .push((row["DP-ACCT"].clone(), day, zoned(&row["DP-AMOUNT"])));
        }
    }
    assert!(!said.drafts.is_empty());
    let out = &result::PUBLISHED.out;
    let rows = agrees(out, said);
    let runs = result::dump(
        out,
        "SELECT legacy_draft_date || ' ' || date(draft_date, '-1 day') FROM scheduled_payment
         WHERE draft_date <> legacy_draft_date ORDER BY 1",
    );
    let mut held: Vec<String> = of_kind(&rows, "draft_suppressed")
        .map(|row| format!("{} {}", row["starts_on"], row["ends_on"]))
        .collect();
    held.sort();
    assert_eq!(held, runs);
}

#[test]
fn beacon_stops_the_payments_of_locked_and_hidden_accounts_and_holds_nothing_else() {
    let stopped: BTreeSet<String> = beacon::rows("UserAccounts.txt")
        .into_iter()
        .filter(|row| ["Permanent Lock", "Hidden"].contains(&row["Portal Status"].as_str()))
        .map(|row| row["Account Number"].clone())
        .collect();
    let mut said = Said::default();
    for row in beacon::rows("ScheduledPayments.txt") {
        if stopped.contains(&row["Account Number"]) {
            let amount = cents(row["Amount"].trim_start_matches('$'));
            let number = row["Account Number"].clone();
            said.drafts
                .push((number, row["Payment Date"].clone(), amount));
        }
    }
    assert!(!said.drafts.is_empty());
    let rows = agrees(&beacon::SAMPLE.out, said);
    assert!(rows.iter().all(|row| row["reason"] == "portal_state"));
}

#[test]
fn without_blackout_and_cancelled_drafts_the_list_is_a_header() {
    let out = &smud::PUBLISHED.out;
    assert!(agrees(out, Said::default()).is_empty());
    let text = std::fs::read_to_string(out.join("account-holds.csv")).unwrap();
    assert_eq!(text.lines().count(), 1);
}
