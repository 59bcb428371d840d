//! The portal on a PostgreSQL server.

use super::postgres_server::Server;
use cutover::portal::PortalError;
use cutover::portal::postgres::{Portal, Target};
use cutover::record::portal::{ActivityLogRow, MeterRow};
use cutover::record::value::{Stamp, Value};

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
    let target = Target::parse(&server.url()).unwrap();
    let mut portal = Portal::create(&target).unwrap();
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
        .each_row("meter", |row| back.push(row[3].clone()))
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
    let mut portal = Portal::create(&Target::parse(&server.url()).unwrap()).unwrap();
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
    let target = Target::parse("postgres://ops:Sesame7@127.0.0.1:1/portal").unwrap();
    let said = Portal::create(&target).err().unwrap().to_string();
    assert!(
        said.contains("postgres://ops@127.0.0.1:1/portal") && !said.contains("Sesame7"),
        "{said}"
    );
}

/// Returns how many meters the portal has.
fn meters(server: &Server, schema: &str) -> Option<String> {
    server.sql(&format!("SELECT count(*) FROM {schema}.meter"))
}

fn published(target: &Target, count: usize) {
    let mut portal = Portal::create(target).unwrap();
    portal
        .load(|loader| (0..count).try_for_each(|at| loader.insert(meter(&format!("M{at}"), "1"))))
        .unwrap_or_else(|error: PortalError| panic!("{error}"));
    portal.publish().unwrap();
}

#[test]
fn a_run_takes_the_place_of_the_one_before_and_goes_back() {
    let server = Server::start();
    let target = Target::parse(&server.url()).unwrap();
    assert!(
        !Portal::roll_back(&target).unwrap(),
        "nothing to go back to"
    );
    published(&target, 1);
    published(&target, 2);
    published(&target, 3);
    let stands = |schema| meters(&server, schema);
    assert_eq!(
        (stands("portal"), stands("portal_previous")),
        (Some("3".into()), Some("2".into()))
    );
    assert!(Portal::roll_back(&target).unwrap());
    assert_eq!(
        (stands("portal"), stands("portal_previous")),
        (Some("2".into()), Some("3".into()))
    );
    assert_eq!(stands("portal_next"), None);
}

#[test]
fn runs_on_one_database_exclude_each_other() {
    let server = Server::start();
    let target = Target::parse(&server.url()).unwrap();
    let first = Portal::create(&target).unwrap();
    let second = Portal::create(&target).err().unwrap();
    assert!(matches!(second, PortalError::Locked { .. }), "{second}");
    assert!(matches!(
        Portal::roll_back(&target),
        Err(PortalError::Locked { .. })
    ));
    drop(first);
    // The server notices a session that is gone in a moment.
    let started = std::time::Instant::now();
    while Portal::create(&target).is_err() {
        assert!(started.elapsed().as_secs() < 30, "the lock is still held");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}
