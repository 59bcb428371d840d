//! Whole runs into a PostgreSQL server: the same rows as in a file, roles, the way back over rows that
//! somebody touched, the seal.

use super::postgres_server::{Server, psql};
use super::sandbox::{PUBLISHED, Sandbox};
use super::support::{Ran, tree};
use cutover::flow::row_digest::digest;
use cutover::portal::{Portal, Store};
use cutover::record::portal::TABLES;

/// A sandbox with a database of its own.
struct OnServer<'a> {
    sandbox: Sandbox,
    server: &'a Server,
    name: &'static str,
    url: String,
}

impl<'a> OnServer<'a> {
    fn new(server: &'a Server, name: &'static str) -> Self {
        let url = server.database(name);
        Self {
            sandbox: Sandbox::new(),
            server,
            name,
            url,
        }
    }

    fn cutover(&self, verb: &str, more: &[&str]) -> Ran {
        let database = ["--database", self.url.as_str()];
        self.sandbox.cutover(verb, &[&database, more].concat())
    }

    fn sql(&self, statements: &str) -> Option<String> {
        psql(&self.server.server(), self.name, statements)
    }

    fn digest(&self, state: &str) -> String {
        let store = Store::parse(&format!("{}{state}", self.url)).unwrap();
        digest(&store).unwrap().sha256
    }
}

fn rows(store: &Store) -> Vec<String> {
    let mut portal = Portal::open(store).unwrap();
    let mut rows = Vec::new();
    for (table, columns) in TABLES {
        let keep = |values: &[_]| rows.push(format!("{table} {values:?}"));
        portal.each_row(table, columns, keep).unwrap();
    }
    rows
}

#[test]
fn a_server_and_a_file_have_the_same_rows() {
    let server = Server::start();
    let run = OnServer::new(&server, "same");
    run.cutover("run", &[]).expect(0);
    let here = Store::parse(&run.url).unwrap();
    // Where this test itself runs on a server, that file is the copy of another run there.
    let file = Store::File(PUBLISHED.out.join("portal.db"));
    let (on_server, in_file) = (rows(&here), rows(&file));
    assert!(in_file.len() > 5_000);
    for (server, file) in on_server.iter().zip(&in_file) {
        assert_eq!(server, file);
    }
    assert_eq!(on_server.len(), in_file.len());
    assert_eq!(run.digest(""), digest(&file).unwrap().sha256);
    // Everything else that a run leaves is the same, but for what names the database.
    let (mut one, mut other) = (tree(&run.sandbox.out()), tree(&PUBLISHED.out));
    for named in [
        "portal.db",
        "payment-data-removal.json",
        "payment-data-removal.pdf",
    ] {
        one.remove(named);
        other.remove(named);
    }
    for report in ["report.json", "report.html"] {
        assert!(one.remove(report).is_some() && other.remove(report).is_some());
    }
    super::support::same(&one, &other);
}

#[test]
fn roles_have_the_rights_that_the_mapping_gives_them() {
    let server = Server::start();
    let run = OnServer::new(&server, "roles");
    let roles = "[portal]\napplication_role = \"portal_app\"\nrepresentative_role = \"portal_csr\"\n\n[policy]";
    run.sandbox.edit_mapping("[policy]", roles);
    run.cutover("run", &[]).expect(0);
    // A second run finds the roles there.
    run.cutover("run", &[]).expect(0);
    let may =
        |role: &str, statement: &str| run.sql(&format!("SET ROLE {role}; {statement}")).is_some();
    let (app, csr) = ("portal_app", "portal_csr");
    assert!(may(app, "UPDATE portal.account SET paperless = true"));
    assert!(may(app, "SELECT password_hash FROM portal.portal_user"));
    assert!(may(app, "DELETE FROM portal.portfolio_user"));
    assert!(!may(app, "DELETE FROM portal.crosswalk"));
    assert!(!may(
        app,
        "UPDATE portal.control_total SET portal_value = '0'"
    ));
    assert!(!may(app, "DELETE FROM portal.touched_row"));
    assert!(!may(app, "DROP TABLE portal.bill"));
    assert!(may(csr, "SELECT * FROM portal.representative_account"));
    assert!(may(csr, "SELECT * FROM portal.representative_user"));
    assert!(may(csr, "SELECT * FROM portal.bill"));
    assert!(!may(csr, "SELECT * FROM portal.portal_user"));
    assert!(!may(csr, "UPDATE portal.account SET paperless = true"));
    assert!(!may(csr, "INSERT INTO portal.portfolio VALUES ('P', 'x')"));
    // What the application did is what a rollback would undo, although it may not write that list.
    let noted = run.sql("SELECT DISTINCT table_name FROM portal.touched_row");
    assert_eq!(noted.as_deref(), Some("account"));
    let seen = run.sql("SELECT count(*) FROM portal.representative_account");
    assert_eq!(seen, run.sql("SELECT count(*) FROM portal.account"));
    run.cutover("verify", &[]).expect(5);
}

#[test]
fn a_rollback_lists_what_was_touched_and_wants_a_word() {
    let server = Server::start();
    let run = OnServer::new(&server, "back");
    run.cutover("run", &[]).expect(0);
    run.cutover("rollback", &[])
        .expect(6)
        .says("no run has replaced an earlier result here");
    let first = run.digest("");
    run.sandbox
        .edit_mapping("days_to_pay    = 20", "days_to_pay    = 21");
    run.cutover("run", &[]).expect(0);
    let second = run.digest("");
    assert_ne!(first, second);
    run.sql(
        "UPDATE portal.account SET paperless = true WHERE account_number = (SELECT min(account_number) FROM portal.account);
         DELETE FROM portal.scheduled_payment WHERE account_number = (SELECT min(account_number) FROM portal.scheduled_payment);
         INSERT INTO portal.portfolio VALUES ('P1', 'Schools'); TRUNCATE portal.budget_plan",
    )
    .unwrap();
    let refused = run.cutover("rollback", &[]).expect(6);
    let number = run
        .sql("SELECT min(account_number) FROM portal.account")
        .unwrap();
    let update = format!("update account {number}");
    let refused = [
        "touched in the portal since the run was put in place",
        &update,
        "insert portfolio P1",
        "truncate budget_plan *",
        "--discard-changes",
    ]
    .iter()
    .fold(refused, |refused, text| refused.says(text));
    assert!(refused.stdout.is_empty());
    let json = run.cutover("rollback", &["--format", "json"]).expect(6);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let touched = json["touched"].as_array().unwrap();
    assert_eq!(touched[0]["table"], "account");
    assert_eq!(touched[0]["key"], number.as_str());
    let changed = run.digest("");
    let done = run.cutover("rollback", &["--discard-changes"]).expect(0);
    assert!(
        done.stdout.contains("Rows touched since that run are in"),
        "{}",
        done.stdout
    );
    assert_eq!(run.digest(""), first);
    assert_eq!(run.digest("#previous"), changed);
    run.sandbox
        .edit_mapping("days_to_pay    = 21", "days_to_pay    = 20");
    run.cutover("verify", &[]).expect(0);
    // Nobody has touched the first result, and going forward again is a rollback as well.
    run.cutover("rollback", &[]).expect(0);
    assert_eq!(run.digest(""), changed);
}

#[test]
fn a_sealed_portal_takes_no_run_and_no_rollback() {
    let server = Server::start();
    for on_server in [true, false] {
        let run = OnServer::new(&server, if on_server { "sealed" } else { "unused" });
        let cutover = |verb: &str, more: &[&str]| {
            if on_server {
                run.cutover(verb, more)
            } else {
                run.sandbox.cutover_in_file(verb, more)
            }
        };
        cutover("seal", &[])
            .expect(6)
            .says("to seal; `cutover run` makes it");
        cutover("run", &[]).expect(0);
        cutover("run", &[]).expect(0);
        cutover("seal", &["--break", "why"])
            .expect(6)
            .says("is not sealed");
        let sealed = cutover("seal", &["--reason", "go-live, signed by the manager"]).expect(0);
        assert!(sealed.stdout.starts_with("Sealed: "), "{}", sealed.stdout);
        let again = cutover("seal", &[]).expect(0);
        assert!(
            again.stdout.contains("was sealed already"),
            "{}",
            again.stdout
        );
        for verb in ["run", "rollback"] {
            cutover(verb, &[])
                .expect(6)
                .says("(go-live, signed by the manager)")
                .says("cutover seal MAPPING --break REASON");
        }
        cutover("plan", &[]).expect(0);
        cutover("verify", &[]).expect(0);
        let broken = cutover("seal", &["--break", "cycle 07 was billed twice"]).expect(0);
        assert!(broken.stdout.contains("broken"), "{}", broken.stdout);
        cutover("run", &[]).expect(0);
        // The log stays, whatever state counts.
        for verb in ["seal", "seal"] {
            let json = cutover(verb, &["--format", "json"]).expect(0).stdout;
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            let events: Vec<_> = { json["log"].as_array().unwrap().iter() }
                .map(|entry| entry["event"].as_str().unwrap().to_owned())
                .collect();
            assert_eq!(events, ["sealed", "broken", "sealed"]);
            assert_eq!(json["log"][1]["reason"], "cycle 07 was billed twice");
        }
    }
}
