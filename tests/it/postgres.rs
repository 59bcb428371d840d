//! The portal on a PostgreSQL server.

use super::postgres_server::Server;
use cutover::portal::postgres::Target;
use cutover::portal::{Database, Hold, Portal, PortalError, Stage, Store};
use cutover::record::portal::{ActivityLogRow, MeterRow};
use cutover::record::value::{Stamp, Value};

fn next(server: &Server) -> Store {
    Store::Schema(Target::parse(&server.url()).unwrap(), Stage::Next)
}

fn hold(server: &Server) -> Result<Hold, PortalError> {
    Hold::take(&Database::parse(&server.url()).unwrap())
}

fn meter(number: &str, multiplier: &str) -> MeterRow {
    MeterRow {
        account_number: "1".to_owned(),
        meter_number: number.to_owned(),
        commodity: "electric".to_owned(),
        multiplier: multiplier.parse().unwrap(),
        installed_on: Some("1999-12-31".parse().unwrap()),
        removed_on: None,
    }
}

/// What goes in by binary COPY is what the server itself reads, and what comes back.
#[test]
fn rows_are_what_the_server_reads_them_as() {
    let server = Server::start();
    let mut portal = Portal::create(&next(&server)).unwrap();
    let numbers = [
        "0",
        "1",
        "12.5",
        "0.0001",
        "10000",
        "123456789.987654321",
        "0.00010",
        "99999999",
    ];
    portal
        .load(|loader| {
            for (at, number) in numbers.iter().enumerate() {
                loader.insert(meter(&format!("M{at}"), number))?;
            }
            loader.insert(ActivityLogRow {
                account_number: "1".to_owned(),
                at: Stamp("2017-02-23T08:15:09Z".parse().unwrap()),
                sequence: 7,
                user_id: None,
                kind: "login".to_owned(),
                detail: Some("Núñez \"x\"\t\\".to_owned()),
            })
        })
        .unwrap_or_else(|error: PortalError| panic!("{error}"));
    let read = server.sql("SELECT multiplier::text, installed_on, removed_on IS NULL FROM portal_next.meter ORDER BY meter_number");
    let lines: Vec<String> = read.unwrap().lines().map(str::to_owned).collect();
    let wanted = [
        "0",
        "1",
        "12.5",
        "0.0001",
        "10000",
        "123456789.987654321",
        "0.0001",
        "99999999",
    ];
    let wanted: Vec<_> = wanted.iter().map(|n| format!("{n}|1999-12-31|t")).collect();
    assert_eq!(lines, wanted);
    let read = server.sql("SET timezone = 'UTC'; SELECT at, sequence, user_id IS NULL, detail FROM portal_next.activity_log");
    assert_eq!(read.unwrap(), "2017-02-23 08:15:09+00|7|t|Núñez \"x\"\t\\");
    let mut back = Vec::new();
    portal
        .each_row("meter", &["multiplier"], |row| back.push(row[0].clone()))
        .unwrap();
    let wanted: Vec<_> = wanted_numbers(&numbers);
    assert_eq!(back, wanted);
}

fn wanted_numbers(numbers: &[&str]) -> Vec<Value> {
    let plain = |number: &&str| number.parse::<rust_decimal::Decimal>().unwrap().normalize();
    numbers
        .iter()
        .map(|n| Value::from(plain(n).to_string().as_str()))
        .collect()
}

#[test]
fn a_key_that_comes_twice_is_refused_when_keys_are_made() {
    let server = Server::start();
    let mut portal = Portal::create(&next(&server)).unwrap();
    portal
        .load(|loader| {
            loader.insert(meter("M", "1"))?;
            loader.insert(meter("M", "1"))
        })
        .unwrap_or_else(|error: PortalError| panic!("{error}"));
    let said = portal.index().unwrap_err().to_string();
    assert!(said.contains("could not create unique index"), "{said}");
}

#[test]
fn a_server_that_is_not_there_is_said_without_a_password() {
    let database = Database::parse("postgres://ops:Sesame7@127.0.0.1:1/portal").unwrap();
    let said = Hold::take(&database).err().unwrap().to_string();
    assert!(
        said.contains("postgres://ops@127.0.0.1:1/portal") && !said.contains("Sesame7"),
        "{said}"
    );
}

/// Returns how many meters the portal has.
fn meters(server: &Server, schema: &str) -> Option<String> {
    server.sql(&format!("SELECT count(*) FROM {schema}.meter"))
}

fn published(server: &Server, count: usize) {
    let mut hold = hold(server).unwrap();
    let store = hold.begin().unwrap();
    let mut portal = Portal::create(&store).unwrap();
    portal
        .load(|loader| (0..count).try_for_each(|at| loader.insert(meter(&format!("M{at}"), "1"))))
        .unwrap_or_else(|error: PortalError| panic!("{error}"));
    portal.close().unwrap();
    hold.ready(&result(count)).unwrap();
    hold.publish().unwrap();
}

fn result(count: usize) -> String {
    format!("{count:064x}")
}

#[test]
fn a_run_takes_the_place_of_the_one_before_and_goes_back() {
    let server = Server::start();
    for count in 1..=3 {
        published(&server, count);
    }
    let stands = |schema| meters(&server, schema);
    assert_eq!(
        (stands("portal"), stands("portal_previous")),
        (Some("3".into()), Some("2".into()))
    );
    // A second time is the same way back, completed: it changes nothing.
    hold(&server).unwrap().ready_back().unwrap();
    for _ in 0..2 {
        hold(&server).unwrap().set_back().unwrap();
        assert_eq!(
            (stands("portal"), stands("portal_previous")),
            (Some("2".into()), Some("3".into()))
        );
    }
    assert_eq!(stands("portal_next"), None);
}

#[test]
fn an_interrupted_switch_is_completed_or_known_not_to_be_there() {
    let server = Server::start();
    published(&server, 1);
    let mut hold = hold(&server).unwrap();
    let mut portal = Portal::create(&hold.begin().unwrap()).unwrap();
    portal
        .load(|loader| loader.insert(meter("N", "1")))
        .unwrap_or_else(|error: PortalError| panic!("{error}"));
    assert!(!hold.complete(&result(7)).unwrap(), "not verified yet");
    assert_eq!(meters(&server, "portal"), Some("1".into()));
    hold.ready(&result(7)).unwrap();
    assert!(!hold.complete(&result(8)).unwrap(), "another result");
    for _ in 0..2 {
        assert!(hold.complete(&result(7)).unwrap());
        let number = server.sql("SELECT meter_number FROM portal.meter");
        assert_eq!(number, Some("N".into()));
    }
}

#[test]
fn runs_on_one_database_exclude_each_other() {
    let server = Server::start();
    let first = hold(&server).unwrap();
    let second = hold(&server).err().unwrap();
    assert!(matches!(second, PortalError::Busy { .. }), "{second}");
    drop(first);
    // The server notices a session that is gone in a moment.
    let started = std::time::Instant::now();
    while hold(&server).is_err() {
        assert!(started.elapsed().as_secs() < 30, "the lock is still held");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}
