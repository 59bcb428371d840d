//! Portfolios by the second path: what is right stays green, and what turns V9 and V10 red.

use super::tests::assert_red;
use super::world::{ONE, World};
use super::world_rows::good;
use crate::record::account::WebUser;
use crate::record::policy::Enrolled;
use crate::record::portfolio::{GroupMember, Member, Portfolio, PortfolioAccount, PortfolioGuest};
use crate::record::source::{Entity, Record};

fn user(id: &str, customer: &str, first_login: &str) -> Record {
    Record::WebUser(WebUser {
        user_id: id.to_owned(),
        legacy_customer_id: customer.to_owned(),
        login: id.to_lowercase(),
        email: String::new(),
        password_hash: None,
        failed_logins: 0,
        locked: false,
        first_login_at: first_login.parse().ok(),
        last_login_at: None,
    })
}

fn portfolio(id: &str, owner: Option<&str>) -> Record {
    Record::Portfolio(Portfolio {
        portfolio_id: id.to_owned(),
        name: format!("{id} farms"),
        legacy_customer_id: Some("C1".to_owned()),
        owner_user_id: owner.map(str::to_owned),
    })
}

fn account(id: &str, legacy: &str) -> Record {
    Record::PortfolioAccount(PortfolioAccount {
        portfolio_id: id.to_owned(),
        legacy_account_number: legacy.to_owned(),
    })
}

fn guest(user: &str) -> Record {
    Record::PortfolioGuest(PortfolioGuest {
        portfolio_id: "PF1".to_owned(),
        user_id: user.to_owned(),
        added_on: None,
    })
}

fn member(member: Member) -> Record {
    Record::GroupMember(GroupMember {
        group_id: "G1".to_owned(),
        portfolio_id: "PF1".to_owned(),
        name: "Pumps".to_owned(),
        member,
    })
}

/// A portfolio without a recorded owner, whose second guest logged in first; another one with no
/// carried account; a third guest who is not carried.
fn world(owner: Option<&str>) -> World {
    let mut world = World::green();
    world.policy.enrolled = Enrolled::Portfolios;
    let users = [
        user("U1", "C1", "2020-01-01T08:00:00Z"),
        user("U2", "C2", "2019-01-01T08:00:00Z"),
        user("U3", "C3", "2018-01-01T08:00:00Z"),
    ];
    world.files.retain(|(entity, _)| *entity != Entity::WebUser);
    world.portal.remove("portal_user");
    let account_of = |n: u32| Member::Account(format!("0000{n}-{n}{n}{n}"));
    let files = [
        (Entity::WebUser, users.into(), 2),
        (
            Entity::Portfolio,
            vec![portfolio("PF1", owner), portfolio("PF2", None)],
            1,
        ),
        (
            Entity::PortfolioAccount,
            vec![
                account("PF1", "00001-111"),
                account("PF1", "00003-333"),
                account("PF2", "00003-333"),
            ],
            1,
        ),
        (
            Entity::PortfolioGuest,
            vec![guest("U1"), guest("U2"), guest("U3")],
            2,
        ),
        (
            Entity::GroupMember,
            vec![
                member(account_of(1)),
                member(account_of(3)),
                member(Member::User("U1".to_owned())),
            ],
            2,
        ),
    ];
    for (entity, rows, carried) in files {
        world.carried.insert(entity, carried);
        world
            .files
            .push((entity, rows.into_iter().map(good).collect()));
    }
    for (id, customer) in [("U1", "C1"), ("U2", "C2")] {
        let login = id.to_lowercase();
        world.add(
            "portal_user",
            &format!("{id}|{customer}|{login}|~|~|re_register|#0|#0|~"),
        );
    }
    world.add("portfolio", "PF1|PF1 farms");
    world.add("portfolio_account", &format!("{ONE}|PF1"));
    world.add("portfolio_user", "PF1|U1|guest");
    world.add("portfolio_user", "PF1|U2|owner");
    world.add("account_group", "G1|PF1|Pumps");
    world.add("account_group_account", &format!("{ONE}|G1"));
    world.add("account_group_user", "G1|U1");
    world.set(
        "account",
        ("account_number", ONE),
        "portal_status",
        "enrolled",
    );
    world
}

fn spoiled(spoil: impl FnOnce(&mut World)) -> (Vec<&'static str>, String) {
    let mut world = world(None);
    spoil(&mut world);
    world.red()
}

#[test]
fn a_portfolio_with_owner_guests_and_groups_is_green() {
    assert_eq!(world(None).red(), (vec![], String::new()));
}

#[test]
fn v9_the_guest_who_logged_in_first_must_own_it() {
    let found = spoiled(|w| {
        w.set("portfolio_user", ("user_id", "U1"), "role", "owner");
        w.set("portfolio_user", ("user_id", "U2"), "role", "guest");
    });
    assert_red(
        found,
        &["V9"],
        "portfolio PF1: log-in U2 is guest there, expected owner",
    );
}

#[test]
fn v9_a_recorded_owner_is_not_replaced() {
    let mut recorded = world(Some("U1"));
    // The owner's row among the guests is no row of its own any more.
    recorded.carried.insert(Entity::PortfolioGuest, 1);
    let found = recorded.red();
    assert_red(
        found,
        &["V9"],
        "portfolio PF1: log-in U1 is guest there, expected owner",
    );
    recorded.set("portfolio_user", ("user_id", "U1"), "role", "owner");
    recorded.set("portfolio_user", ("user_id", "U2"), "role", "guest");
    assert_eq!(recorded.red().0, Vec::<&str>::new());
    // One who is not carried leaves it without an owner.
    let mut gone = world(Some("U3"));
    assert_red(
        gone.red(),
        &["V9"],
        "log-in U2 is owner there, expected guest",
    );
    gone.set("portfolio_user", ("user_id", "U2"), "role", "guest");
    assert_eq!(gone.red().0, Vec::<&str>::new());
}

#[test]
fn v9_accounts_in_a_portfolio_are_enrolled_and_no_others() {
    let found = spoiled(|w| {
        w.set(
            "account",
            ("account_number", ONE),
            "portal_status",
            "unenrolled",
        );
    });
    assert_red(found, &["V9"], "account 00001-111: `portal_status`");
}

#[test]
fn v10_rows_of_portfolios_are_there_once_and_no_others() {
    for (table, told) in [
        ("portfolio_account", "must stand in `portfolio_account`"),
        (
            "account_group_account",
            "must stand in `account_group_account`",
        ),
        ("account_group_user", "must stand in `account_group_user`"),
    ] {
        assert_red(spoiled(|w| drop(w.portal.remove(table))), &["V10"], told);
    }
    let foreign = spoiled(|w| w.add("portfolio", "PF2|PF2 farms"));
    assert_red(foreign, &["V10"], "stands in `portfolio`");
    let guest = spoiled(|w| w.add("portfolio_user", "PF1|U3|guest"));
    assert_red(guest, &["V10"], "stands in `portfolio_user`");
    let name = spoiled(|w| w.set("account_group", ("group_id", "G1"), "name", "Wells"));
    assert_red(
        name,
        &["V10"],
        "group G1: name or portfolio is not the export's",
    );
    let rows = spoiled(|w| w.carried.extend([(Entity::GroupMember, 3)]));
    assert_red(
        rows,
        &["V10"],
        "group_member: rows read, carried and refused",
    );
}
