//! The same with a portal on a PostgreSQL server: what the server does not do, and connections that
//! are lost at the worst of moments.

use super::super::postgres_server::Server;
use super::super::support::{Ran, same, tree};
use super::between::{Between, Then};
use super::{Place, at_work, done, ended, next_run_works, signal};
use cutover::flow::row_digest::digest;
use cutover::portal::{Database, Hold, Store};
use std::sync::Arc;

/// A server with a published result, and the delivery it came from.
struct Published {
    place: Place,
    server: Server,
}

impl Published {
    fn new() -> Self {
        let this = Self {
            place: Place::new(),
            server: Server::start(),
        };
        next_run_works(&this.place, &["--database", &this.server.url()]);
        this
    }

    fn run(&self, verb: &str, url: &str) -> Ran {
        self.place.run(verb, &["--database", url, "--quiet"])
    }

    fn said(&self, ran: &Ran) -> String {
        let socket = self.server.folder().to_str().unwrap();
        self.place.said(ran).replace(socket, "SOCKET")
    }

    fn rows(&self) -> String {
        digest(&Store::parse(&self.server.url()).unwrap())
            .unwrap()
            .sha256
    }

    /// Fails where `command` changes anything that counts, or the next run does not clear up.
    fn unharmed(&self, command: impl FnOnce() -> Ran) -> Ran {
        let before = (tree(&self.place.path("out")), self.rows());
        let ran = command();
        same(&before.0, &tree(&self.place.path("out")));
        assert_eq!(before.1, self.rows());
        next_run_works(&self.place, &["--database", &self.server.url()]);
        let schemas = "SELECT string_agg(nspname, ' ' ORDER BY nspname) FROM pg_namespace WHERE nspname LIKE 'portal%'";
        assert_eq!(self.server.sql(schemas).unwrap(), "portal portal_previous");
        self.place.has_only(&["out.previous", "out.plan"]);
        ran
    }

    /// Changes a name in the delivery, so that the next result is another.
    fn change(&self) {
        let path = self.place.path("exports/CUSTOMER.csv");
        let text = std::fs::read_to_string(&path).unwrap();
        let (first, rest) = text.split_once(",R,").unwrap();
        let (_, rest) = rest.split_once(',').unwrap();
        std::fs::write(path, format!("{first},R,Otherwise,{rest}")).unwrap();
    }
}

#[test]
fn a_server_that_does_not_let_a_run_begin() {
    let here = Published::new();
    here.server.sql("CREATE ROLE clerk LOGIN").unwrap();
    here.server.sql("CREATE DATABASE bare").unwrap();
    let clerk = here.server.url().replace("//ops@", "//clerk@");
    let bare = clerk.replace("/postgres", "/bare");
    let nowhere = here.server.url().replace("/postgres", "/nowhere");
    let gone = "postgres://ops@127.0.0.1:1/portal";
    let said: Vec<String> = [clerk.as_str(), &bare, &nowhere, gone]
        .into_iter()
        .map(|url| here.said(&here.run("run", url).expect(6)))
        .collect();
    insta::assert_snapshot!(said.join("\n"), @r#"
    cutover: the portal database `postgres://clerk@SOCKET/postgres` cannot be used: permission denied for schema portal; a run needs a user with the right CREATE on the database, who owns what stands there
    The portal database is not in the state needed (exit 6). Whatever stood before still stands.

    cutover: the portal database `postgres://clerk@SOCKET/bare` cannot be used: permission denied for database bare; a run needs a user with the right CREATE on the database, who owns what stands there
    The portal database is not in the state needed (exit 6). Whatever stood before still stands.

    cutover: the portal database `postgres://ops@SOCKET/nowhere` cannot be used: database "nowhere" does not exist; make the database first, with `createdb`
    The portal database is not in the state needed (exit 6). Whatever stood before still stands.

    cutover: the portal database `postgres://ops@127.0.0.1:1/portal` cannot be used: Connection refused (os error 111); check that the server runs and that host and port are right, then start again
    The portal database is not in the state needed (exit 6). Whatever stood before still stands.
    "#);
    here.unharmed(|| {
        let _hold = Hold::take(&Database::parse(&here.server.url()).unwrap()).unwrap();
        let ran = here.run("run", &here.server.url()).expect(6);
        insta::assert_snapshot!(here.said(&ran), @r#"
        cutover: another command is writing the portal database `postgres://ops@SOCKET/postgres`; wait for it to end, then start again
        The portal database is not in the state needed (exit 6). Whatever stood before still stands.
        "#);
        ran
    });
}

#[test]
fn a_password_that_is_wrong() {
    let here = Published::new();
    here.server
        .sql("ALTER ROLE ops PASSWORD 'open sesame'")
        .unwrap();
    here.server.ask_for_passwords();
    let run = |password: &str| {
        let url = here.server.url();
        let mut command = here.place.command("run", &["--quiet", "--database", &url]);
        done(command.env("PGPASSWORD", password))
    };
    let ran = run("close sesame").expect(6);
    insta::assert_snapshot!(here.said(&ran), @r#"
    cutover: the portal database `postgres://ops@SOCKET/postgres` cannot be used: password authentication failed for user "ops"; set PGPASSWORD, or a line in the password file .pgpass
    The portal database is not in the state needed (exit 6). Whatever stood before still stands.
    "#);
    assert!(!ran.printed().contains("sesame"));
    run("open sesame").expect(0);
}

#[test]
fn a_server_that_was_started_again() {
    let mut here = Published::new();
    let rows = here.rows();
    here.server.restart();
    assert_eq!(rows, here.rows());
    next_run_works(&here.place, &["--database", &here.server.url()]);
}

#[test]
fn a_connection_lost_in_the_middle_of_a_load() {
    let here = Published::new();
    let between = Between::new(
        &here.server.socket(),
        "COPY portal_next.bill",
        Then::CutBefore,
    );
    here.unharmed(|| {
        here.run("run", &between.url())
            .expect(6)
            .says("start again")
    });
    assert!(between.happened());
}

/// Has the server end every session of the program when it sends a text.
fn ended_at(here: &Published, text: &'static str) -> Between {
    let server = here.server.server();
    let end = move || {
        super::super::postgres_server::psql(
            &server,
            "postgres",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cutover'",
        )
        .unwrap();
    };
    Between::new(&here.server.socket(), text, Then::Call(Arc::new(end)))
}

#[test]
fn sessions_that_the_server_ends_in_the_middle_of_a_load() {
    let here = Published::new();
    let between = ended_at(&here, "COPY portal_next.bill");
    here.unharmed(|| {
        here.run("run", &between.url())
            .expect(6)
            .says("start again")
    });
    assert!(between.happened());
}

#[test]
fn a_connection_lost_between_the_load_and_the_switch() {
    let here = Published::new();
    here.change();
    let between = Between::new(
        &here.server.socket(),
        "COMMENT ON SCHEMA portal_next",
        Then::CutBefore,
    );
    let before = here.rows();
    let ran = here.run("run", &between.url()).expect(6);
    let said = here.said(&ran);
    let said = said.replace(between.folder().to_str().unwrap(), "SOCKET");
    insta::assert_snapshot!(said, @r#"
    cutover: the portal database `postgres://ops@SOCKET/postgres` cannot be used: the connection to the server was lost (expected to read 5 bytes, got 0 bytes at EOF); see that the server runs, then start again; the verified result is kept as `DIR/out.failed`
    The portal database is not in the state needed (exit 6). Whatever stood before still stands.
    "#);
    assert!(between.happened() && before == here.rows());
    here.unharmed(|| here.run("plan", &here.server.url()).expect(0));
}

#[test]
fn a_connection_lost_while_the_switch_is_made() {
    for then in [Then::CutBefore, Then::CutAfter] {
        let here = Published::new();
        let made = matches!(then, Then::CutAfter);
        here.change();
        let text = "ALTER SCHEMA portal_next RENAME";
        let between = Between::new(&here.server.socket(), text, then);
        let before = here.rows();
        let ran = here.run("run", &between.url()).expect(6);
        let said = here.said(&ran);
        let said = said.replace(between.folder().to_str().unwrap(), "SOCKET");
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @r#"
            cutover: the portal database `postgres://ops@SOCKET/postgres` cannot be used: the connection to the server was lost (expected to read 5 bytes, got 0 bytes at EOF); see that the server runs, then start again; it is not known whether the database was switched to the verified result: the next command finds out, and puts `DIR/out.ready` in place with it
            What stood before still stands, or the new state does, whole (exit 6): any command on this mapping finds out and says so.
            "#);
        }
        assert!(between.happened());
        assert_eq!(before == here.rows(), !made, "what the server did");
        // The next command finds out, and completes it.
        let next = here.place.run("plan", &["--database", &here.server.url()]);
        next.expect(0).says("out::switch_completed");
        here.run("verify", &here.server.url()).expect(0);
        assert_ne!(before, here.rows());
        here.run("rollback", &here.server.url()).expect(0);
        assert_eq!(before, here.rows());
    }
}

#[test]
fn a_connection_lost_while_a_rollback_is_made() {
    for then in [Then::CutBefore, Then::CutAfter] {
        let here = Published::new();
        let (url, first) = (here.server.url(), here.rows());
        here.change();
        here.run("run", &url).expect(0);
        let text = "ALTER SCHEMA portal RENAME TO portal_undone";
        let between = Between::new(&here.server.socket(), text, then);
        let ran = here.run("rollback", &between.url()).expect(6);
        ran.says("it is not known whether the database was set back: the next command finds out");
        assert!(between.happened());
        let next = here.place.run("plan", &["--database", &url]);
        next.expect(0).says("out::switch_completed");
        assert_eq!(first, here.rows());
    }
}

#[test]
fn a_signal_takes_the_unfinished_schema_along() {
    let here = Published::new();
    let url = here.server.url();
    here.unharmed(|| {
        let child = at_work(&here.place, &["--database", &url]);
        signal(&child, "-TERM");
        let ran = ended(Ok(child)).expect(143);
        let next = here
            .server
            .sql("SELECT to_regnamespace('portal_next') IS NULL");
        assert_eq!(next.unwrap(), "t");
        ran
    });
}
