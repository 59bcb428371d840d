//! What each command says it does: what it leaves, what it prints where, and its help.

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
        "billing-calendar.csv",
        "crosswalk.csv",
        "legacy-purge-list.csv",
        "payment-data-removal.json",
        "rejects.csv",
        "report.html",
        "report.json",
    ];
    assert_eq!(files, BTreeSet::from(expected));
    for decided in [
        "billing-calendar.csv",
        "crosswalk.csv",
        "legacy-purge-list.csv",
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
const COMMANDS: [(&str, &[&str]); 6] = [
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
    ("rollback", &["MAPPING", "--out", "--database"]),
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
    let mut named = 0;
    for (at, _) in readme.match_indices("`--") {
        let flag = readme[at + 1..].split(['`', ' ', '\n']).next().unwrap();
        assert!(cutover(&["help", "run"]).stdout.contains(flag), "{flag}");
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
