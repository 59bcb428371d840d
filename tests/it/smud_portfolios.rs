//! Portfolios of a delivery with faults: the workbook's sheets are changed cell by cell, and both
//! paths must still agree on what is carried.

use super::support::{Ran, csv, program, ran, report, root};
use rusqlite::Connection;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::PathBuf;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const BOOK: &str = "my-account-business.xlsx";

/// A result made of a changed workbook.
struct Changed {
    _folder: tempfile::TempDir,
    out: PathBuf,
    ran: Ran,
}

/// Returns a text cell as the sample's sheets have it.
fn cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// Runs on the workbook with cells replaced: the number of the sheet, what stands there, what
/// shall.
fn changed(edits: &[(u32, String, String)]) -> Changed {
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("exports");
    fs::create_dir(&exports).unwrap();
    let book = File::open(root().join("fixtures/smud").join(BOOK)).unwrap();
    let mut from = ZipArchive::new(book).unwrap();
    let mut to = ZipWriter::new(File::create(exports.join(BOOK)).unwrap());
    for at in 0..from.len() {
        let mut part = from.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut data = Vec::new();
        part.read_to_end(&mut data).unwrap();
        for (sheet, old, new) in edits {
            if name == format!("xl/worksheets/sheet{sheet}.xml") {
                let text = String::from_utf8(data).unwrap();
                assert_eq!(text.matches(old.as_str()).count(), 1, "{old}");
                data = text.replace(old.as_str(), new).into_bytes();
            }
        }
        to.start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        to.write_all(&data).unwrap();
    }
    to.finish().unwrap();
    let out = folder.path().join("out");
    let ran = ran(program()
        .args(["run", "mappings/smud.toml", "--exports"])
        .arg(&exports)
        .arg("--out")
        .arg(&out));
    Changed {
        _folder: folder,
        out,
        ran,
    }
}

/// The numbers of the sheets in the workbook.
const USERS: u32 = 4;
const PORTFOLIOS: u32 = 5;
const ACCOUNTS_OF: u32 = 6;
const GUESTS: u32 = 8;

/// Five faults, each with what hangs on it.
fn with_faults() -> Changed {
    changed(&[
        // Nobody is recorded any more: of its two guests U10005 logged in first.
        (PORTFOLIOS, cell("D5", "U10001"), String::new()),
        // The owner's log-in cannot be read.
        (USERS, cell("C8", "nunezfamilyorchardsi3"), String::new()),
        // A portfolio that cannot be read: its accounts, guests and groups stay behind.
        (PORTFOLIOS, cell("B7", "O'Malley's Pub 5"), String::new()),
        // The only account of a portfolio is not in the delivery.
        (
            ACCOUNTS_OF,
            "<v>5308668</v>".to_owned(),
            "<v>9999999999</v>".to_owned(),
        ),
        // A guest whom nobody knows.
        (GUESTS, cell("B8", "U10019"), cell("B8", "U99999")),
    ])
}

#[test]
fn what_hangs_on_a_portfolio_a_user_or_an_account_shares_its_fate() {
    let changed = with_faults();
    let told = changed.ran.expect(0).printed();
    assert!(
        told.contains("portfolio \"PF10003\" has no owner: the recorded one"),
        "{told}"
    );
    assert_eq!(told.matches("has no owner").count(), 1, "{told}");
    assert!(told.contains("V9 V10 passed"), "{told}");

    let portal = Connection::open(changed.out.join("portal.db")).unwrap();
    let texts = |sql: &str| -> Vec<String> {
        let mut query = portal.prepare(sql).unwrap();
        let rows = query.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let users = |id: &str| {
        texts(&format!(
            "SELECT user_id || ' ' || role FROM portfolio_user WHERE portfolio_id = '{id}' ORDER BY 1"
        ))
    };
    assert_eq!(users("PF10001"), ["U10002 guest", "U10005 owner"]);
    assert_eq!(users("PF10003"), Vec::<String>::new());
    for gone in ["PF10005", "PF10006"] {
        assert_eq!(users(gone), Vec::<String>::new());
        let there = texts(&format!(
            "SELECT name FROM portfolio WHERE portfolio_id = '{gone}'"
        ));
        assert_eq!(there, Vec::<String>::new());
    }
    assert!(!texts("SELECT group_id FROM account_group").contains(&"G10006".to_owned()));
    let status = "SELECT portal_status FROM account WHERE account_number IN
        ('0005079144', '0005308668', '0004390572') ORDER BY account_number";
    assert_eq!(texts(status), ["enrolled", "unenrolled", "unenrolled"]);

    let rejects = csv(&changed.out.join("rejects.csv"));
    let refused = |sheet: &str, row: &str| {
        let name = format!("{BOOK}#{sheet}");
        let found = rejects
            .iter()
            .find(|r| r["file"] == name && r["row"] == row);
        found.map(|r| (r["code"].clone(), r["column"].clone()))
    };
    let why = |code: &str, column: &str| Some((code.to_owned(), column.to_owned()));
    assert_eq!(refused("Users", "8"), why("row::blank", "Login"));
    assert_eq!(
        refused("Portfolios", "7"),
        why("row::blank", "Portfolio Name")
    );
    let unknown = why("row::unknown_account", "Account Number");
    assert_eq!(refused("PortfolioAccounts", "11"), unknown);
    assert_eq!(rejects.len(), 5 + 3);

    let report = report(&changed.out);
    let rows = report["rows"].as_array().unwrap();
    let dropped = |sheet: &str, rule: &str| {
        let name = format!("{BOOK}#{sheet}");
        let file = rows
            .iter()
            .find(|row| row["file"] == name.as_str())
            .unwrap();
        file["dropped"][rule].as_u64().unwrap_or_default()
    };
    assert_eq!(dropped("Portfolios", "portfolio_not_carried"), 1);
    assert_eq!(dropped("PortfolioAccounts", "portfolio_not_carried"), 2);
    assert_eq!(dropped("Guests", "portfolio_not_carried"), 2);
    assert_eq!(dropped("Guests", "user_not_carried"), 1);
    assert_eq!(dropped("Groups", "portfolio_not_carried"), 2);
}

#[test]
fn a_workbook_that_counts_its_days_from_another_year_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mapping = fs::read_to_string(root().join("mappings/smud.toml")).unwrap();
    let path = folder.path().join("smud.toml");
    fs::write(
        &path,
        mapping.replace("serial = \"1900\"", "serial = \"1904\""),
    )
    .unwrap();
    let exports = root().join("fixtures/smud");
    let ran = ran(program()
        .arg("check")
        .arg(&path)
        .arg("--exports")
        .arg(exports))
    .expect(4);
    let told = ran.printed();
    assert!(told.contains("read::date_system"), "{told}");
    assert!(
        told.contains("counts days from 1900, the mapping says 1904"),
        "{told}"
    );
}
