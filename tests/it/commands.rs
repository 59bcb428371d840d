//! What each command says it does: what it leaves, what it prints where, and its help.

use super::on_postgres::on_postgres;
use super::sandbox::{PUBLISHED, Sandbox};
use super::support::{Ran, csv, cutover, report, root, same, text, tree};
use std::collections::BTreeSet;

/// Returns the folder that a dry run leaves.
fn plan_of(sandbox: &Sandbox) -> std::path::PathBuf {
    sandbox.out().with_file_name("benton-pud.plan")
}

/// Returns stdout as the one JSON document that it must be.
fn json(ran: &Ran) -> serde_json::Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|e| panic!("{e}\n{}", ran.stdout))
}

#[test]
fn check_writes_nothing_but_the_refused_rows_where_asked() {
    let sandbox = Sandbox::new();
    let before = tree(sandbox.folder());
    let ran = sandbox.cutover("check", &[]).expect(0);
    same(&before, &tree(sandbox.folder()));
    assert!(ran.stdout.contains("BILLHIST.csv") && ran.stdout.contains("4,509 rows, 2 refused"));
    assert!(
        ran.stdout
            .ends_with("The delivery can be used: 14,785 rows read, 5 refused.\n")
    );
    let folder = sandbox.folder().join("refused");
    sandbox
        .cutover("check", &["--rejects", folder.to_str().unwrap()])
        .expect(0);
    assert_eq!(
        csv(&folder.join("rejects.csv")),
        csv(&PUBLISHED.out.join("rejects.csv"))
    );
    let mut after = tree(sandbox.folder());
    after.retain(|name, _| !name.starts_with("refused/"));
    same(&before, &after);
}

#[test]
fn plan_leaves_decisions_and_report_beside_out_and_no_database_or_letters() {
    let sandbox = Sandbox::published();
    let before = tree(sandbox.folder());
    let ran = sandbox.cutover("plan", &[]).expect(0);
    assert!(
        ran.stdout
            .starts_with("Benton PUD: dry run, nothing published. 154 of 160")
    );
    let mut after = tree(sandbox.folder());
    after.retain(|name, _| !name.starts_with("out/benton-pud.plan/"));
    same(&before, &after);

    let (plan, out) = (tree(&plan_of(&sandbox)), tree(&sandbox.out()));
    let files: BTreeSet<&str> = plan
        .keys()
        .map(String::as_str)
        .filter(|n| !n.ends_with('/'))
        .collect();
    let expected = [
        "account-holds.csv",
        "billing-calendar.csv",
        "crosswalk.csv",
        "legacy-purge-list.csv",
        "payment-data-removal.json",
        "payment-data-removal.pdf",
        "period-changes.csv",
        "rejects.csv",
        "rejects/ADJHIST.csv",
        "rejects/BILLHIST.csv",
        "rejects/PAYHIST.csv",
        "report.html",
        "report.json",
    ];
    assert_eq!(files, BTreeSet::from(expected));
    for decided in [
        "account-holds.csv",
        "billing-calendar.csv",
        "crosswalk.csv",
        "legacy-purge-list.csv",
        "period-changes.csv",
        "rejects.csv",
    ] {
        assert!(
            plan[decided] == out[decided],
            "{decided} is what the run left"
        );
    }
    let (dry, wet) = (report(&plan_of(&sandbox)), report(&sandbox.out()));
    assert_eq!(dry["verdict"]["outcome"], "dry_run");
    for part in ["rows", "accounts", "rejects", "payment_data", "shift"] {
        assert_eq!(dry[part], wet[part], "{part}");
    }
    assert_eq!(dry["letters"]["by_kind"], wet["letters"]["by_kind"]);
    assert_eq!(
        dry["balances"]["portal_cents"],
        wet["balances"]["portal_cents"]
    );
}

#[test]
fn a_plan_replaces_the_plan_before_it() {
    let sandbox = Sandbox::new();
    sandbox.cutover("plan", &[]).expect(0);
    let first = tree(&plan_of(&sandbox));
    std::fs::write(plan_of(&sandbox).join("rejects.csv"), "old").unwrap();
    sandbox.cutover("plan", &[]).expect(0);
    same(&first, &tree(&plan_of(&sandbox)));
}

#[test]
fn the_database_may_stand_elsewhere() {
    if on_postgres() {
        return; // about a file elsewhere
    }
    let sandbox = Sandbox::new();
    let path = sandbox.folder().join("db/portal-of-benton.db");
    let url = format!("sqlite:{}", path.display());
    sandbox.cutover("run", &["--database", &url]).expect(0);
    let mut published = tree(&PUBLISHED.out);
    let in_out = published.remove("portal.db").unwrap();
    assert!(std::fs::read(&path).unwrap() == in_out, "the same database");
    let out: BTreeSet<String> = tree(&sandbox.out()).into_keys().collect();
    assert_eq!(out, published.into_keys().collect());
    sandbox.cutover("verify", &["--database", &url]).expect(0);
    sandbox.cutover("verify", &[]).expect(6);
}

#[test]
fn json_is_one_document_on_stdout_and_nothing_else() {
    let sandbox = Sandbox::published();
    let plan = json(&sandbox.cutover("plan", &["--format", "json"]).expect(0));
    assert_eq!(plan["report"]["run"]["utility"], "Benton PUD");
    let check = json(&sandbox.cutover("check", &["--format", "json"]).expect(0));
    assert_eq!(check["files"].as_array().unwrap().len(), 14);
    assert_eq!(check["rejects"].as_array().unwrap().len(), 5);
    let verify = json(&sandbox.cutover("verify", &["--format", "json"]).expect(0));
    assert_eq!(verify["go"], true);
    let failed = sandbox.cutover("rollback", &["--format", "json"]).expect(6);
    assert_eq!(json(&failed)["exit_code"], 6);
    sandbox.edit_mapping("days_to_pay    = 20", "days_to_pay    = \"20\"");
    let wrong = json(&sandbox.cutover("run", &["--format", "json"]).expect(3));
    assert_eq!(wrong["findings"][0]["code"], "mapping::wrong_type");
}

#[test]
fn a_red_verification_is_one_document_as_well() {
    let sandbox = Sandbox::published();
    let change = "UPDATE account SET balance_cents = balance_cents + 1";
    sandbox.portal().execute(change, []).unwrap();
    let red = json(&sandbox.cutover("verify", &["--format", "json"]).expect(5));
    assert_eq!(red["go"], false);
    let checks = red["verification"]["checks"].as_array().unwrap();
    let v4 = checks.iter().find(|check| check["id"] == "V4").unwrap();
    assert_eq!(
        (&v4["status"], &v4["checked"]),
        (&"failed".into(), &154.into())
    );
}

#[test]
fn a_pipe_gets_no_progress_and_no_colour() {
    for printed in [&PUBLISHED.ran.stdout, &PUBLISHED.ran.stderr] {
        assert!(!printed.contains(['\r', '\u{1b}', '\u{8}']), "{printed:?}");
    }
    assert!(!PUBLISHED.ran.stderr.contains("took "));
}

#[test]
fn the_log_has_times_and_the_exit_code() {
    let lines: Vec<serde_json::Value> = PUBLISHED
        .log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let (first, last) = (&lines[0], &lines[lines.len() - 1]);
    assert_eq!(
        (&first["event"], &first["command"]),
        (&"start".into(), &"run".into())
    );
    assert_eq!(
        (&last["event"], &last["exit_code"]),
        (&"end".into(), &0.into())
    );
    assert!(
        lines
            .iter()
            .all(|line| line["unix_seconds"].as_u64() > Some(1_600_000_000))
    );
}

/// The commands, each with the flags of its own.
const COMMANDS: [(&str, &[&str]); 11] = [
    ("init", &["--exports", "--name"]),
    ("inspect", &["FILE"]),
    ("check", &["MAPPING", "--exports", "--rejects"]),
    (
        "plan",
        &["MAPPING", "--exports", "--out", "--database", "--crosswalk"],
    ),
    (
        "run",
        &["MAPPING", "--exports", "--out", "--database", "--crosswalk"],
    ),
    (
        "verify",
        &["MAPPING", "--exports", "--out", "--database", "--crosswalk"],
    ),
    (
        "shift",
        &[
            "MAPPING",
            "--exports",
            "--window",
            "--max-period",
            "--min-period",
            "--days-to-pay",
            "--capacity",
            "--bill-capacity",
            "--due-gap",
            "--reads",
        ],
    ),
    (
        "rollback",
        &["MAPPING", "--out", "--database", "--discard-changes"],
    ),
    (
        "compare",
        &[
            "BEFORE",
            "AFTER",
            "--before-database",
            "--after-database",
            "--details",
        ],
    ),
    (
        "seal",
        &["MAPPING", "--out", "--database", "--reason", "--break"],
    ),
    (
        "synth",
        &[
            "DIR",
            "--accounts",
            "--exports-as",
            "--seed",
            "--months",
            "--anomalies",
        ],
    ),
];

#[test]
fn every_command_has_a_help_that_names_its_flags() {
    let all = cutover(&["--help"]).expect(0).stdout;
    for code in 0..=6 {
        assert!(all.contains(&format!("{code} ")), "exit code {code}");
    }
    assert!(all.contains("CUTOVER_KEY"));
    for (verb, flags) in COMMANDS {
        assert!(all.contains(verb));
        let help = cutover(&["help", verb]).expect(0);
        assert!(help.stderr.is_empty());
        assert_eq!(help.stdout, cutover(&[verb, "--help"]).expect(0).stdout);
        for flag in flags
            .iter()
            .chain(&["--threads", "--format", "--log", "--quiet"])
        {
            assert!(help.stdout.contains(flag), "{verb} {flag}");
        }
    }
    assert!(
        cutover(&["--version"])
            .expect(0)
            .stdout
            .starts_with("cutover ")
    );
}

#[test]
fn the_commands_of_the_readme_exist() {
    let readme = text("README.md");
    let table: BTreeSet<&str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `cutover ")?.split_whitespace().next())
        .collect();
    assert_eq!(table, COMMANDS.map(|(verb, _)| verb).into());
    let helps = COMMANDS.map(|(verb, _)| cutover(&["help", verb]).stdout);
    let mut named = 0;
    for (at, _) in readme.match_indices("`--") {
        let flag = readme[at + 1..].split(['`', ' ', '\n']).next().unwrap();
        let of_some = helps.iter().any(|help| help.contains(flag));
        assert!(of_some, "{flag} is a flag of no command");
        named += 1;
    }
    assert!(named >= 4, "{named}");
    let run = readme
        .lines()
        .find_map(|line| line.strip_prefix("cargo run --release -- "))
        .unwrap();
    let (verb, mapping) = run.split_once(' ').unwrap();
    assert_eq!(verb, "run");
    assert!(root().join(mapping).is_file(), "{mapping}");
}

#[test]
fn check_lists_codes_that_no_list_has_and_what_the_mapping_leaves_out() {
    let sandbox = Sandbox::new();
    sandbox.edit("PAYHIST.csv", |text| text.replace(",KS,", ",XX,"));
    sandbox.edit("PREMISE.csv", |text| {
        let lines = text.lines().enumerate().map(|(at, line)| {
            let cells: Vec<&str> = line.split(',').collect();
            let blank = at > 0 && cells.len() == 6;
            let unit = if blank { "" } else { cells[2] };
            let cells = [&cells[..2], &[unit], &cells[3..]].concat();
            format!("{}\r\n", cells.join(","))
        });
        lines.collect()
    });
    sandbox.edit_mapping("CK = \"check\", ", "");
    sandbox.edit_mapping(
        "rejects        = { percent = 1,",
        "rejects        = { percent = 50,",
    );
    sandbox.edit_mapping(
        "description           = \"DESCR\"",
        "ignore.DESCR          = \"always the kind in words\"",
    );
    let said = sandbox.cutover("check", &[]).expect(0).stdout;
    for line in [
        "\"XX\" is not in the mapping's list: CC, AP, BB, CA, LB, IV, KS",
        "\"CK\" is not in the mapping's list: CC, AP, BB, CA, LB, IV, KS",
        "`DESCR`: always the kind in words",
        "Columns that are blank in every row\n  PREMISE.csv              `SVC_ADDR2`\n",
        "`medical_baseline`",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let check = json(&sandbox.cutover("check", &["--format", "json"]).expect(0));
    let payments = &check["files"][7];
    let codes = payments["codes_not_listed"].as_array().unwrap();
    let rows: u64 = codes.iter().map(|code| code[2].as_u64().unwrap()).sum();
    // Two more rows are refused for other reasons.
    assert_eq!(payments["rows_rejected"], rows + 2);
    assert_eq!(check["files"][8]["columns_ignored"][0][0], "DESCR");
}

#[test]
fn refused_rows_come_back_in_the_form_of_their_file_and_are_read_alone_once_corrected() {
    let sandbox = Sandbox::new();
    let card = "4111111111111111";
    // A card number as a reference and, in a row with a column too many, anywhere.
    sandbox.append(
        "PAYHIST.csv",
        &[format!("PY9,10555-132,06/15/2015,10.00,AP,card {card}")],
    );
    sandbox.append(
        "PAYMETH.csv",
        &[format!("PM9,10555-132,C,,,01/20,Ana,,,{card}")],
    );
    let folder = sandbox.folder().join("back");
    let rejects = folder.display().to_string();
    sandbox.cutover("check", &["--rejects", &rejects]).expect(0);
    let back = |name: &str| std::fs::read_to_string(folder.join("rejects").join(name)).unwrap();
    let payments = back("PAYHIST.csv");
    let header = std::fs::read_to_string(sandbox.export("PAYHIST.csv")).unwrap();
    assert_eq!(payments.lines().next(), header.lines().next());
    assert!(payments.ends_with("PY9,10555-132,06/15/2015,10.00,AP,card [card number removed]\r\n"));
    assert!(back("PAYMETH.csv").ends_with("xx9,99999-999,x,,,,,,,9999999999999999\r\n"));
    for (name, bytes) in tree(&folder) {
        assert!(!String::from_utf8_lossy(&bytes).contains(card), "{name}");
    }
    // Row 2 names an account that is not in the delivery, row 3 has a letter in its amount.
    let exports = folder.join("rejects").display().to_string();
    let alone = ["--exports", &exports, "--only", "PAYHIST.csv"];
    let wrong = sandbox.cutover("check", &alone).expect(0);
    assert!(
        wrong.stdout.contains("3 rows read, 1 refused"),
        "{}",
        wrong.stdout
    );
    let corrected = payments.replace("1O4.22", "104.22");
    std::fs::write(folder.join("rejects/PAYHIST.csv"), corrected).unwrap();
    let right = sandbox.cutover("check", &alone).expect(0);
    assert!(
        right.stdout.contains("3 rows read, 0 refused"),
        "{}",
        right.stdout
    );
    sandbox
        .cutover("check", &["--only", "PAYHIST.txt"])
        .expect(2)
        .says("usage::no_such_file");
}
