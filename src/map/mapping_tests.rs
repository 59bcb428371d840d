//! Mappings as wholes: the two that ship, and a small one with nothing but defaults.

use super::{Duplicates, parse};
use crate::record::letter::NoticeKind;
use crate::record::payment_kind::PaymentKind;
use crate::record::policy::{Carry, NumberPolicy};
use crate::record::source::Entity;

const BENTON: &str = include_str!("../../mappings/benton-pud.toml");
const SANTA_MONICA: &str = include_str!("../../mappings/santa-monica-water.toml");

/// A mapping with nothing wrong in it, to be spoilt.
pub(super) const GOOD: &str = r#"
[utility]
name = "Mill Creek"
time_zone = "America/Los_Angeles"
[cutover]
extracted_on = 2017-02-23
on = 2017-03-01
[account_numbers]
policy = "assign"
pattern = "dddddddddc"
[account]
file = "A.csv"
legacy_account_number = "ACCT_NO"
status = { column = "STAT", codes = { A = "open", F = "closed" } }
autopay = { column = "APAY", yes = "Y", no = "N" }
ignore = { ROUTE = "walk routes ended in 2009" }
drop = { CARD = "card number" }
"#;

#[test]
fn bentons_mapping_says_what_the_utility_decided() {
    let mapping = parse(BENTON).unwrap();
    assert_eq!(mapping.files.len(), 14);
    assert!(mapping.warnings.is_empty(), "{:?}", mapping.warnings);
    let policy = &mapping.policy;
    assert_eq!(policy.window().from.to_string(), "2015-03-01");
    assert_eq!(policy.history_months, 24);
    assert_eq!(policy.autopay, Carry::Reset);
    assert!(
        matches!(&policy.numbers, NumberPolicy::Assign { length: 10, first, .. } if first.len() == 9)
    );
    assert_eq!(
        policy.late_fee_waived_until.unwrap().to_string(),
        "2017-03-02"
    );
    assert_eq!(policy.disconnect_hold_until, policy.late_fee_waived_until);
    assert_eq!(policy.donation_program.as_deref(), Some("Helping Hands"));
    assert_eq!(policy.notices.len(), 7);
    assert!(!policy.notices.contains(&NoticeKind::DraftMoved));
    assert_eq!(policy.business_days.holidays.len(), 13);
    assert_eq!(policy.reject_limit.allowed(4509), 45);
    assert_eq!(policy.period_days, (25, 37));
    assert_eq!(
        policy.utility.more_phones,
        [("Prosser".to_owned(), "509-786-1841".to_owned())]
    );
    let methods = mapping.file(Entity::PaymentMethod).unwrap();
    assert_eq!(methods.columns().len(), 9);
    assert!(
        methods
            .dropped_columns()
            .any(|d| d == ("RT_NO", PaymentKind::RoutingNumber))
    );
    let usage = mapping.file(Entity::Usage).unwrap();
    assert_eq!(usage.column_of("quantity"), Some("KWH"));
    assert_eq!(usage.constant_of("unit"), Some("kWh"));
    assert!(usage.needs("legacy_bill_id") && !usage.needs("read_type"));
    assert_eq!(&BENTON[usage.span()], "[usage]");
}

#[test]
fn santa_monicas_mapping_derives_its_accounts() {
    let mapping = parse(SANTA_MONICA).unwrap();
    let derived = mapping.derived_accounts.unwrap();
    assert!(derived.open && derived.from == Entity::Usage);
    let usage = mapping.file(Entity::Usage).unwrap();
    assert_eq!(usage.duplicates(), Duplicates::DropRepeated);
    let header: Vec<String> = [
        "cust_id",
        "usage_ccf",
        "usage_month",
        "usage_year",
        "cust_class",
        "usage_date",
        "cust_class_from_utility",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(usage.bind(&header).unwrap().key(), [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!(mapping.policy.blackout, None);
    assert_eq!(mapping.policy.late_fee_waived_until, None);
    assert_eq!(mapping.policy.window().from.to_string(), "2014-10-01");
}

#[test]
fn defaults_fill_what_a_short_mapping_leaves_unsaid() {
    let mapping = parse(GOOD).unwrap();
    assert_eq!(
        (mapping.exports.as_str(), mapping.out.as_str()),
        ("exports", "out")
    );
    let policy = mapping.policy;
    assert_eq!(
        (
            policy.history_months,
            policy.days_to_pay,
            policy.daily_capacity
        ),
        (24, 20, 75)
    );
    assert_eq!(
        (policy.move_within_days, policy.move_with_bill_within_days),
        (20, 30)
    );
    assert_eq!(
        (
            policy.reject_limit.basis_points,
            policy.reject_limit.at_least
        ),
        (100, 10)
    );
    assert_eq!(policy.purge_hold_days, 60);
    assert!(policy.notices.is_empty());
}

#[test]
fn accounts_come_from_a_file_or_from_another_tables_rows() {
    let without = GOOD.split("[account]\n").next().unwrap();
    assert_eq!(parse(without).unwrap_err()[0].code, "mapping::missing_key");
    let derived = "[account]\nderived_from = \"usage\"\nstatus = { always = \"open\" }\n";
    let findings = parse(&format!("{without}{derived}")).unwrap_err();
    assert_eq!(findings[0].code, "mapping::missing_key", "{findings:?}");
    let usage = "[usage]\nfile = \"U.csv\"\nlegacy_account_number = \"N\"\nquantity = \"Q\"\nunit = { always = \"CCF\" }\n";
    let findings = parse(&format!("{without}{derived}{usage}")).unwrap_err();
    assert!(
        findings[0].message.contains("[usage] has no `key`"),
        "{findings:?}"
    );
    assert!(parse(&format!("{without}{derived}{usage}key = [\"N\"]\n")).is_ok());
}

#[test]
fn collections_rest_as_long_as_disconnections_unless_the_mapping_says_otherwise() {
    let on = "on = 2017-03-01";
    let with = |policy: &str| {
        let blackout = "blackout = { from = 2017-02-24, to = 2017-03-02 }";
        let text = format!("{on}\n{blackout}\n[policy]\n{policy}");
        parse(&GOOD.replacen(on, &text, 1))
    };
    let until = |policy: &str| with(policy).unwrap().policy.collection_hold_until;
    let day = |text: &str| text.parse().ok();
    assert_eq!(until(""), day("2017-03-02"));
    let disconnect = "disconnect_hold_until = 2017-04-01\n";
    assert_eq!(until(disconnect), day("2017-04-01"));
    let both = format!("{disconnect}collection_hold_until = 2017-03-02\n");
    assert_eq!(until(&both), day("2017-03-02"));
    let early = with("collection_hold_until = 2017-03-01").unwrap_err();
    assert_eq!(early[0].code, "mapping::bad_date");
    let message = &early[0].message;
    assert!(
        message.contains("`policy.collection_hold_until` is 2017-03-01"),
        "{message}"
    );
}

#[test]
fn a_blackout_without_holidays_is_a_warning() {
    let on = "on = 2017-03-01";
    let blackout = format!("{on}\nblackout = {{ from = 2017-02-24, to = \"2017-03-02\" }}");
    let mapping = parse(&GOOD.replacen(on, &blackout, 1)).unwrap();
    assert_eq!(mapping.warnings[0].code, "mapping::no_holidays");
}

proptest::proptest! {
    #[test]
    fn no_mapping_panics(at in 0_usize..4000, text in "[ -~\n]{0,6}", cut in 0_usize..8) {
        let mut spoilt: Vec<char> = BENTON.chars().collect();
        let at = at.min(spoilt.len());
        let end = (at + cut).min(spoilt.len());
        spoilt.splice(at..end, text.chars());
        if let Err(findings) = parse(&spoilt.into_iter().collect::<String>()) {
            proptest::prop_assert!(!findings.is_empty());
        }
    }
}
