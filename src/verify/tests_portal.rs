//! Portal states by log-in and the activity log: what turns V8 to V10 red.

use super::tests::assert_red;
use super::world::{CARD, ONE, TWO, World, day};
use super::world_rows::{activity, user_account};
use crate::record::account::PortalStatus;
use crate::record::policy::Enrolled;
use crate::record::source::Entity;

/// A world whose policy takes portal states as exported, with these rows.
fn with_states(states: &[(&str, PortalStatus)]) -> World {
    let mut world = World::green();
    world.policy.enrolled = Enrolled::AsExported;
    let row = |(user, state): &(&str, PortalStatus)| user_account(user, "00001-111", *state);
    let at = world
        .files
        .iter()
        .position(|(e, _)| *e > Entity::UserAccount);
    let rows = states.iter().map(row).collect();
    world.files.insert(at.unwrap(), (Entity::UserAccount, rows));
    world
}

fn state(world: &mut World, state: &str) {
    world.set("account", ("account_number", ONE), "portal_status", state);
}

#[test]
fn v9_a_state_is_the_exports() {
    let mut world = with_states(&[("U1", PortalStatus::Enrolled)]);
    state(&mut world, "enrolled");
    assert_eq!(world.red(), (vec![], String::new()));
    for wrong in ["unenrolled", "hidden", "permanent_lock"] {
        state(&mut world, wrong);
        assert_red(world.red(), &["V9"], "account 00001-111: `portal_status`");
    }
    state(&mut world, "enrolled");
    // An account without a row is unenrolled.
    world.set(
        "account",
        ("account_number", TWO),
        "portal_status",
        "enrolled",
    );
    assert_red(world.red(), &["V9"], "account 00002-222: `portal_status`");
}

#[test]
fn v9_of_several_states_a_lock_holds_then_a_hiding_then_an_enrolment() {
    use PortalStatus::{Enrolled, Hidden, PermanentLock, Unenrolled};
    for (states, stands) in [
        ([Unenrolled, Enrolled], "enrolled"),
        ([Enrolled, Hidden], "hidden"),
        ([PermanentLock, Hidden], "permanent_lock"),
    ] {
        let mut world = with_states(&[("U1", states[0]), ("U2", states[1])]);
        state(&mut world, stands);
        let (red, said) = world.red();
        // The world's own book counts one carried row of every such file.
        assert_eq!(red, ["V10"], "{stands}: {said}");
        state(&mut world, "unenrolled");
        assert!(world.red().0.contains(&"V9"), "{stands}");
    }
}

#[test]
fn v8_and_v10_drafts_of_locked_and_hidden_accounts_are_cancelled() {
    for (status, cancelled) in [
        (PortalStatus::Hidden, true),
        (PortalStatus::Enrolled, false),
    ] {
        let mut world = with_states(&[("U1", status)]);
        state(&mut world, status.name());
        world.policy.drafts_cancel_from = None;
        world.policy.drafts_cancel_states = [PortalStatus::Hidden].into();
        world.set_hold("draft_suppressed", "reason", "portal_state");
        // The green world's draft is cancelled, and its customer told.
        let (red, said) = world.red();
        assert_eq!(red.is_empty(), cancelled, "{said}");
        assert_eq!(red.contains(&"V8"), !cancelled, "{said}");
        let key = ("scheduled_payment_id", "D1");
        world.set("scheduled_payment", key, "status", "carried");
        let (red, said) = world.red();
        assert_eq!(red.contains(&"V10"), cancelled, "{said}");
    }
}

/// A world that keeps activity for a year before 2017-03-01, with one line at `at`. The account
/// was opened on 2010-01-04.
fn with_activity(at: &str, months: Option<u32>, user: &str) -> World {
    let mut world = World::green();
    world.policy.activity_months = months;
    world.files.push((
        Entity::Activity,
        vec![activity(user, at, &format!("Paid with {CARD}"))],
    ));
    world
}

fn stands(world: &mut World, at: &str, user: &str) {
    world.add(
        "activity_log",
        &format!("{ONE}|{at}|#2|{user}|login|Paid with [removed]"),
    );
}

#[test]
fn v10_the_activity_log_stands_as_exported() {
    let at = "2016-05-01T12:00:00Z";
    let green = || {
        let mut world = with_activity(at, Some(12), "U1");
        stands(&mut world, at, "U1");
        world
    };
    assert_eq!(green().red(), (vec![], String::new()));
    let gone = with_activity(at, Some(12), "U1");
    assert_red(
        gone.red(),
        &["V10"],
        "account 00001-111: 0 lines of activity",
    );
    for (column, value) in [
        ("at", "2016-05-01T12:00:01Z"),
        ("kind", "logout"),
        ("user_id", "~"),
        ("detail", "Paid with nothing"),
    ] {
        let mut world = green();
        world.set("activity_log", ("account_number", ONE), column, value);
        assert_red(world.red(), &["V10"], "account 00001-111");
    }
}

#[test]
fn v10_a_log_in_that_is_not_carried_is_not_named() {
    let at = "2016-05-01T12:00:00Z";
    let mut world = with_activity(at, None, "U9");
    stands(&mut world, at, "~");
    assert_eq!(world.red(), (vec![], String::new()));
    world.set("activity_log", ("account_number", ONE), "user_id", "U9");
    assert_red(world.red(), &["V10"], "names the log-in \"U9\"");
}

#[test]
fn v10_activity_is_kept_for_its_time_or_since_the_start_whichever_reaches_further() {
    // Midnight in Los Angeles is 08:00 in UTC. The account's start decides, as it is earlier.
    for (at, opened_on, kept) in [
        ("2010-01-04T08:00:00Z", "2010-01-04", true),
        ("2010-01-04T07:59:59Z", "2010-01-04", false),
        ("2016-03-01T08:00:00Z", "2016-12-01", true),
        ("2016-03-01T07:59:59Z", "2016-12-01", false),
    ] {
        let mut world = with_activity(at, Some(12), "U1");
        for (_, rows) in &mut world.files {
            for row in rows {
                if let Ok(crate::record::source::Record::Account(account)) = &mut row.record
                    && account.legacy_account_number == "00001-111"
                {
                    account.opened_on = Some(day(opened_on));
                }
            }
        }
        world.set(
            "account",
            ("account_number", ONE),
            "opened_on",
            &format!("@{opened_on}"),
        );
        stands(&mut world, at, "U1");
        let (red, said) = world.red();
        assert_eq!(red.is_empty(), kept, "{at}: {said}");
    }
}
