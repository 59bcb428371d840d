//! `cutover compare`: what it tells of a delivery that was extracted again, that numbers stay, and
//! what it refuses.

mod numbers;

use super::diagnostics::small::Small;
use super::sandbox::{PUBLISHED, Sandbox};
use super::support::{Ran, copy, program, ran, same, text, tree};
use rusqlite::Connection;
use serde_json::Value;
use std::fs;

const MAPPING: &str = "mill-creek.toml";

/// A delivery with a row that is refused, two thirds of it as the small one has it.
fn earlier() -> Small {
    Small::new()
        .edit(
            "CUSTOMER.csv",
            "C2,C",
            "C3,R,Cole,Ana,,9 Mill Rd,,Mill Creek,WA,98012\nC2,C",
        )
        .edit("PLACE.csv", "P2,", "P3,9 Mill Rd,Mill Creek,WA,98012\nP2,")
        .line("ACCOUNT.csv", "0303,C3,P3,A,2014-01-06,1,0.00,N")
        .line("PAYMENT.csv", "Y3,0202,2017-02-2l,5.00,CK")
        .line("PAYMENT.csv", "Y4,0202,2017-02-21,5.0O,CK")
}

/// The same, extracted again: another order, an account more and one less, an amount and a due date
/// that changed, a row that is bad now and one that is good.
fn later(small: Small) -> Small {
    small
        .edit(
            "CUSTOMER.csv",
            "C3,R,Cole,Ana,,9 Mill Rd,,Mill Creek,WA,98012\n",
            "C4,R,Dorn,Eli,,3 Mill Rd,,Mill Creek,WA,98012\n",
        )
        .edit("PLACE.csv", "P3,9 Mill Rd", "P4,3 Mill Rd")
        .export(
            "ACCOUNT.csv",
            "ACCT,CUST,PLACE,STAT,OPENED,CYC,BALANCE,APAY\n\
             0404,C4,P4,A,2017-02-13,1,12.50,N\n\
             0202,C2,P2,A,2012-08-01,1,-5.00,N\n\
             0101,C1,P1,A,2009-05-04,1,53.00,N\n",
        )
        .export(
            "BILL.csv",
            "BILL,ACCT,BILLED,DUE,CHARGES\n\
             B4,0404,2017-02-17,2017-03-09,12.50\n\
             B3,0202,2017-02-10,2017-03-02,40.00\n\
             B2,0101,2017-02-10,2017-03-07,53.00\n\
             B1,0101,2017-01-10,2017-01-30,60.00\n",
        )
        .export(
            "PAYMENT.csv",
            "PAY,ACCT,PAID,AMOUNT,SOURCE\n\
             Y5,0202,2017-02-22,5.00,XX\n\
             Y4,0202,2017-02-21,5.0O,CK\n\
             Y3,0202,2017-02-21,5.00,CK\n\
             Y2,0202,2017-02-20,40.00,CA\n\
             Y1,0101,2017-01-25,60.00,CK\n",
        )
}

/// Runs both deliveries, the second over the first.
fn extracted_again() -> Small {
    let small = earlier();
    small.run("out");
    let small = later(small);
    small.run("out");
    small
}

fn compared(small: &Small, more: &[&str]) -> Ran {
    small.ran(&[&["compare", "out.previous", "out"], more].concat())
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|e| panic!("{e}\n{}", ran.stdout))
}

/// Replaces what depends on the program's version and the bytes of mapping and exports.
fn redacted(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                let derived = ["run_id", "mapping_sha256", "sha256", "tool_version"];
                if derived.contains(&name.as_str()) && value.is_string() {
                    *value = Value::from("[derived]");
                } else {
                    redacted(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(redacted),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Holds a text against its golden text in `compare/snapshots`.
fn hold(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("compare/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn what_changed_in_a_new_extract_is_told_whole() {
    let small = extracted_again();
    let before = tree(&small.path("."));
    let document = compared(&small, &["--format", "json"]).expect(0);
    let mut value = json(&document);
    let sha = value["difference"]["made"]["after"]["mapping_sha256"].clone();
    let sha = sha.as_str().unwrap()[..8].to_owned();
    let text = compared(&small, &[]).expect(0);
    assert!(text.stderr.is_empty() && document.stderr.is_empty());
    hold("text", &text.stdout.replace(&sha, "[sha256]"));
    redacted(&mut value);
    hold("json", &format!("{value:#}"));
    same(&before, &tree(&small.path(".")));
}

#[test]
fn the_excerpt_of_the_readme_stands_in_the_text() {
    let readme = text("README.md");
    let (_, section) = readme
        .split_once("## What is different from the last run\n")
        .unwrap();
    let excerpt = section.split("```").nth(1).unwrap();
    let golden = text("tests/it/compare/snapshots/text.snap");
    let mut golden = golden.lines();
    let lines = excerpt
        .lines()
        .skip(1)
        .filter(|line| !line.contains("  mapping  "));
    for line in lines {
        assert!(golden.any(|other| other == line), "{line}");
    }
}

#[test]
fn the_list_of_details_has_every_row_and_column() {
    let small = extracted_again();
    let file = small.path("details.csv");
    fs::write(&file, "an earlier list").unwrap();
    let ran = compared(&small, &["--details", "details.csv"]).expect(0);
    assert!(ran.stdout.ends_with("stands in `details.csv`.\n"));
    let of_the_run = ["cutover_run", "source_file", "control_total"];
    let lines = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = lines
        .lines()
        .filter(|line| !of_the_run.iter().any(|table| line.starts_with(table)))
        .collect();
    hold("details", &lines.join("\n"));
    assert!(!small.path("details.csv.next").exists());
}

#[test]
fn nothing_differs_where_the_same_delivery_was_run_again() {
    let small = Small::new();
    small.run("out");
    small.run("out");
    let text = compared(&small, &["--details", "details.csv"])
        .expect(0)
        .stdout;
    assert!(
        text.contains("\nNothing differs: 44 rows in 29 tables, 0 refused rows, "),
        "{text}"
    );
    let details = fs::read_to_string(small.path("details.csv")).unwrap();
    assert_eq!(details, "table,key,change,column,before,after\n");
    let document = json(&compared(&small, &["--format", "json"]).expect(0));
    assert_eq!(document["difference"]["same"], true);
    assert_eq!(document["exit_code"], 0);
    let alone = [
        "compare",
        "sqlite:out.previous/portal.db",
        "sqlite:out/portal.db",
    ];
    let text = small.ran(&alone).expect(0).stdout;
    assert!(
        text.contains("Nothing differs: 44 rows in 29 tables are the same."),
        "{text}"
    );
}

#[test]
fn another_mapping_with_the_same_result_is_told_as_that() {
    let small = Small::new();
    small.run("out");
    let small = small.table("# a word to the reader");
    small.run("out");
    let text = compared(&small, &[]).expect(0).stdout;
    assert!(text.contains("  mapping    another ("), "{text}");
    assert!(
        text.contains("\nNothing differs but what the results were made from: "),
        "{text}"
    );
    let document = json(&compared(&small, &["--format", "json"]));
    let difference = &document["difference"];
    assert_eq!(
        (&difference["same"], &difference["same_content"]),
        (&false.into(), &true.into())
    );
}

#[test]
fn a_database_may_stand_elsewhere() {
    let small = Small::new();
    let elsewhere = ["--database", "sqlite:elsewhere.db"];
    small
        .ran(&[&["run", MAPPING], &elsewhere[..]].concat())
        .expect(0);
    small.run("other");
    let said = small.ran(&["compare", "out", "other"]).expect(6);
    said.says("holds no `portal.db`")
        .says("`--before-database`");
    let flags = ["--before-database", "sqlite:elsewhere.db"];
    let text = small.ran(&[&["compare", "out", "other"], &flags[..]].concat());
    assert!(text.expect(0).stdout.contains("Nothing differs"));
}

#[test]
fn what_cannot_be_compared_is_refused_with_what_to_do() {
    let small = Small::new();
    small.run("out");
    let said =
        |arguments: &[&str], code| small.ran(&[&["compare"], arguments].concat()).expect(code);
    said(&["nowhere", "out"], 6).says("there is no `nowhere`");
    said(&["out/portal.db", "out"], 6).says("name a database as `sqlite:out/portal.db`");
    said(&["sqlite:nowhere.db", "out"], 6).says("cannot be opened");
    said(&["mysql://host/portal", "out"], 2).says("usage::bad_database");
    let inside = said(&["out", "out", "--details", "out/list.csv"], 2);
    inside
        .says("out::not_writable")
        .says("it would lie in `out`");
    said(&["out", "out", "--details", "no/list.csv"], 2).says("out::not_writable");
    assert!(!small.path("out/list.csv").exists());

    // One cannot be opened; of the other, a table in the middle cannot be read.
    let mut bytes = fs::read(small.path("out/portal.db")).unwrap();
    fs::write(small.path("cut.db"), &bytes[..bytes.len() / 2]).unwrap();
    let portal = Connection::open(small.path("out/portal.db")).unwrap();
    let number = |sql| {
        usize::try_from(
            portal
                .query_row(sql, [], |row| row.get::<_, i64>(0))
                .unwrap(),
        )
        .unwrap()
    };
    let page = number("SELECT rootpage FROM sqlite_master WHERE name = 'bill'") - 1;
    let size = number("PRAGMA page_size");
    drop(portal);
    bytes[page * size..(page + 1) * size].fill(0);
    fs::write(small.path("blank.db"), &bytes).unwrap();
    for (name, what) in [("cut", "cannot be opened"), ("blank", "refused rows of")] {
        let url = format!("sqlite:{name}.db");
        said(&["out", &url, "--details", "differences.csv"], 6).says(what);
        said(&[&url, "out"], 6).says(what);
    }

    copy(&small.path("out"), &small.path("older"));
    let older = Connection::open(small.path("older/portal.db")).unwrap();
    older
        .execute_batch("ALTER TABLE bill DROP COLUMN moved_by")
        .unwrap();
    drop(older);
    let old = said(&["older", "out", "--details", "differences.csv"], 6);
    old.says("the database of `older` is of another version of `cutover`")
        .says("moved_by")
        .says("make that result again with this version");
    let left: Vec<String> = tree(&small.path(".")).into_keys().collect();
    assert!(
        !left.iter().any(|name| name.contains("differences")),
        "{left:?}"
    );
}

#[test]
fn password_hashes_are_told_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (before, after) = (folder.path().join("before"), folder.path().join("after"));
    for (out, hash) in [(&before, "hash-of-then"), (&after, "hash-of-now")] {
        fs::create_dir(out).unwrap();
        fs::copy(PUBLISHED.out.join("portal.db"), out.join("portal.db")).unwrap();
        let portal = Connection::open(out.join("portal.db")).unwrap();
        let changed = portal.execute("UPDATE portal_user SET password_hash = ?1", [hash]);
        assert!(changed.unwrap() > 10);
    }
    let details = folder.path().join("details.csv");
    let go = |format: &str| {
        let mut program = program();
        program.arg("compare").arg(&before).arg(&after);
        program.arg("--details").arg(&details);
        ran(program.args(["--format", format])).expect(0)
    };
    for format in ["text", "json"] {
        let printed = go(format).printed();
        assert!(printed.contains("password_hash") && !printed.contains("hash-of"));
    }
    let details = fs::read_to_string(details).unwrap();
    assert!(details.contains(",password_hash,(not shown),(not shown)\n"));
    assert!(!details.contains("hash-of"));
}

#[test]
fn a_letter_with_another_day_is_told_although_it_is_of_the_same_kind() {
    let sandbox = Sandbox::published();
    // Due in the window, and told so in the letter; the new extract has a later day.
    sandbox.edit("BILLHIST.csv", |text| {
        let bill = "B1000073,07434-815,02/06/2017,02/27/2017,";
        assert_eq!(text.matches(bill).count(), 1);
        text.replace(bill, "B1000073,07434-815,02/06/2017,03/02/2017,")
    });
    sandbox.cutover("run", &[]).expect(0);
    let previous = sandbox.out().with_extension("previous");
    let go = |letter: Option<&str>| {
        if let Some(letter) = letter {
            fs::remove_file(previous.join(letter)).unwrap();
        }
        let mut program = program();
        program.arg("compare").arg(&previous).arg(sandbox.out());
        json(&ran(program.args(["--format", "json"])).expect(0))["difference"].clone()
    };
    let difference = go(None);
    let letters = &difference["letters"];
    let other = serde_json::json!([{ "notice_id": "N-C100006", "what": ["text"] }]);
    assert_eq!(letters["other"]["listed"], other, "{letters:#}");
    assert_eq!(
        (&letters["texts_compared"], &letters["texts_missing"]),
        (&124.into(), &0.into())
    );
    let letters = go(Some("notices/N-C100006.pdf"))["letters"].clone();
    assert_eq!(letters["other"]["count"], 0);
    assert_eq!(
        (&letters["texts_compared"], &letters["texts_missing"]),
        (&123.into(), &1.into())
    );
}
