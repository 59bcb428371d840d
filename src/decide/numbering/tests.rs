//! New numbers: one to one, steady, not to be guessed, and refused where they would be a guess.

use super::*;
use crate::decide::check_digit::luhn_holds_text;
use proptest::prelude::*;

fn key(text: &str) -> NumberKey {
    NumberKey::from_text(text).unwrap_or_else(|f| panic!("{}", f.message))
}

fn ten_digits() -> NumberPolicy {
    pattern(10, &[1, 2, 3, 4, 5, 6, 7, 8, 9])
}

fn pattern(length: u32, first: &[u8]) -> NumberPolicy {
    NumberPolicy::Assign {
        length,
        first: first.iter().copied().collect(),
        check: Check::Luhn,
    }
}

type Given = BTreeMap<String, String>;

/// Numbers all of `legacy`, with a fixed key and `earlier` numbers.
fn give(policy: &NumberPolicy, legacy: &[&str], earlier: &Given) -> Result<Given, Vec<Finding>> {
    let all = legacy.iter().map(|n| (*n).to_owned()).collect();
    assign(
        policy,
        &key("a key for these tests only"),
        &all,
        legacy,
        earlier,
    )
}

fn codes(result: Result<Given, Vec<Finding>>) -> Vec<&'static str> {
    result
        .err()
        .unwrap_or_default()
        .iter()
        .map(|f| f.code)
        .collect()
}

fn as_dashed(n: u32) -> String {
    format!("{:05}-{:03}", n / 1000, n % 1000)
}

#[test]
fn twenty_thousand_numbers_are_unique_steady_and_checked() {
    let legacy: Vec<String> = (0..20_000).map(|n| as_dashed(n * 7 + 3)).collect();
    let legacy: Vec<&str> = legacy.iter().map(String::as_str).collect();
    let given = give(&ten_digits(), &legacy, &Given::new()).unwrap();
    let distinct: BTreeSet<&String> = given.values().collect();
    assert_eq!((given.len(), distinct.len()), (20_000, 20_000));
    for number in given.values() {
        assert!(number.len() == 10 && !number.starts_with('0') && luhn_holds_text(number));
    }
    // In another order, and with half of the accounts gone, the others keep theirs.
    let half: Vec<&str> = legacy.iter().rev().step_by(2).copied().collect();
    for (old, new) in give(&ten_digits(), &half, &Given::new()).unwrap() {
        assert_eq!(given.get(&old), Some(&new));
    }
    // And a rerun that knows the earlier numbers gives the same.
    assert_eq!(give(&ten_digits(), &legacy, &given).unwrap(), given);
}

#[test]
fn first_digits_are_those_of_the_mapping() {
    let legacy: Vec<String> = (0..2000)
        .map(|n| format!("{:010}", 9_999_999_999_u64 - n))
        .collect();
    let legacy: Vec<&str> = legacy.iter().map(String::as_str).collect();
    let given = give(&pattern(12, &[4, 5, 6, 7]), &legacy, &Given::new()).unwrap();
    for first in '4'..='7' {
        assert!(given.values().any(|n| n.starts_with(first)), "{first}");
    }
    assert!(
        given
            .values()
            .all(|n| n.len() == 12 && n.starts_with(['4', '5', '6', '7']))
    );
}

#[test]
fn another_key_gives_other_numbers() {
    let legacy: BTreeSet<String> = (0..500).map(as_dashed).collect();
    let wanted: Vec<&str> = legacy.iter().map(String::as_str).collect();
    let with = |k| assign(&ten_digits(), &key(k), &legacy, &wanted, &Given::new()).unwrap();
    let (one, two) = (with("the first key of two"), with("the second key of two"));
    assert!(one.iter().all(|(old, new)| two.get(old) != Some(new)));
}

#[test]
fn neighbours_show_no_relation() {
    let legacy: Vec<String> = (0..4000).map(as_dashed).collect();
    let legacy: Vec<&str> = legacy.iter().map(String::as_str).collect();
    let given = give(&ten_digits(), &legacy, &Given::new()).unwrap();
    let numbers: Vec<i64> = given.values().map(|n| n.parse().unwrap()).collect();
    let steps: BTreeSet<i64> = numbers.windows(2).map(|w| w[1] - w[0]).collect();
    assert_eq!(steps.len(), 3999, "a difference came twice");
    let up = numbers.windows(2).filter(|w| w[1] > w[0]).count();
    assert!((1800..2200).contains(&up), "{up} of 3999 neighbours ascend");
    // Two random numbers agree in one place of ten.
    let texts: Vec<&String> = given.values().collect();
    let agree = |a: &str, b: &str| a.bytes().zip(b.bytes()).filter(|(x, y)| x == y).count();
    let agreed: usize = texts.windows(2).map(|w| agree(w[0], w[1])).sum();
    assert!(
        (3600..4600).contains(&agreed),
        "{agreed} of 39990 places agree"
    );
}

#[test]
fn legacy_numbers_that_cannot_be_read_are_findings_all_together() {
    let legacy = [
        "07217-143",
        "7217-143",
        "A7217143",
        "1234567890",
        "--",
        "00000-000",
    ];
    let found = give(&ten_digits(), &legacy, &Given::new());
    let mut found = found.err().unwrap();
    found.sort_by_key(|f| f.code);
    let codes: Vec<_> = found.iter().map(|f| f.code).collect();
    assert_eq!(
        codes,
        [
            "numbers::legacy_alike",
            "numbers::legacy_not_digits",
            "numbers::legacy_not_digits",
            "numbers::legacy_too_long",
        ]
    );
    assert!(
        found[0].message.contains("\"07217-143\"") && found[0].message.contains("\"7217-143\"")
    );
    // Exactly the last place that fits, and the first that does not.
    assert!(give(&ten_digits(), &["899999999"], &Given::new()).is_ok());
    let over = give(&ten_digits(), &["900000000"], &Given::new());
    assert_eq!(self::codes(over), ["numbers::legacy_too_long"]);
}

#[test]
fn a_card_number_in_the_account_column_is_never_shown() {
    let found = give(&ten_digits(), &["4111111111111111"], &Given::new())
        .err()
        .unwrap();
    assert!(!found[0].message.contains("4111"), "{}", found[0].message);
}

#[test]
fn no_new_number_is_a_legacy_number_however_that_is_written() {
    // The account's own candidate stands among the legacy numbers, dashed and zero-filled.
    let free = give(&ten_digits(), &["07217-143", "15246-651"], &Given::new()).unwrap();
    let candidate = &free["07217-143"];
    for written in [
        candidate.clone(),
        format!("00{candidate}"),
        format!("{}-{}", &candidate[..4], &candidate[4..]),
        format!(" {} {}", &candidate[..7], &candidate[7..]),
    ] {
        let legacy: BTreeSet<String> = ["07217-143", "15246-651", written.as_str()]
            .map(str::to_owned)
            .into();
        let given = assign(
            &ten_digits(),
            &key("a key for these tests only"),
            &legacy,
            &["07217-143", "15246-651"],
            &Given::new(),
        )
        .unwrap();
        assert_ne!(&given["07217-143"], candidate, "{written}");
        assert!(luhn_holds_text(&given["07217-143"]));
        assert_eq!(given["15246-651"], free["15246-651"], "others keep theirs");
    }
}

#[test]
fn earlier_numbers_win_and_are_never_given_again() {
    let free = give(&ten_digits(), &["07217-143", "15246-651"], &Given::new()).unwrap();
    // What the other account would get was given to this one, and to one that is gone.
    let earlier = Given::from([
        ("07217-143".to_owned(), free["15246-651"].clone()),
        ("99999-999".to_owned(), free["07217-143"].clone()),
    ]);
    let given = give(&ten_digits(), &["07217-143", "15246-651"], &earlier).unwrap();
    assert_eq!(given["07217-143"], free["15246-651"]);
    assert!(!free.values().any(|n| *n == given["15246-651"]));
    assert_eq!(given.len(), 2);
}

#[test]
fn earlier_numbers_that_do_not_hold_are_findings() {
    let good = give(&ten_digits(), &["07217-143"], &Given::new()).unwrap()["07217-143"].clone();
    let wrong_check = format!("{}{}", &good[..9], (good.as_bytes()[9] - b'0' + 1) % 10);
    let ones = format!("111111111{}", luhn(&[1; 9]).unwrap());
    let with = |pairs: &[(&str, &str)]| {
        let earlier = pairs
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect();
        give(&ten_digits(), &["07217-143", "15246-651", &ones], &earlier)
    };
    for bad in [
        wrong_check.as_str(),
        "",
        "123",
        "0000000000",
        "1111-11111",
        "12345678901",
    ] {
        let found = give(
            &ten_digits(),
            &["07217-143"],
            &Given::from([("07217-143".into(), bad.into())]),
        );
        let found = found.err().unwrap();
        assert_eq!(found[0].code, "numbers::earlier_unusable", "{bad}");
        assert!(found[0].message.contains("07217-143"));
    }
    let twice = with(&[("07217-143", &good), ("15246-651", &good)]);
    assert!(codes(twice).contains(&"numbers::earlier_unusable"));
    let legacy = with(&[("07217-143", &ones)]).err().unwrap();
    assert!(legacy[0].message.contains("is a legacy account number"));
}

#[test]
fn kept_numbers_stay_and_an_earlier_other_number_is_a_finding() {
    let kept = give(&NumberPolicy::Keep, &["00-12", "X1"], &Given::new()).unwrap();
    assert_eq!(
        kept,
        Given::from([("00-12".into(), "00-12".into()), ("X1".into(), "X1".into())])
    );
    let earlier = Given::from([("00-12".into(), "12".into())]);
    assert_eq!(
        codes(give(&NumberPolicy::Keep, &["00-12"], &earlier)),
        ["numbers::earlier_unusable"]
    );
}

#[test]
fn patterns_that_cannot_be_made_are_refused() {
    for (length, first) in [
        (6, vec![1]),
        (13, vec![1]),
        (0, vec![1]),
        (10, vec![]),
        (10, vec![0]),
    ] {
        let found = give(&pattern(length, &first), &["12"], &Given::new());
        assert_eq!(
            codes(found),
            ["numbers::pattern_unusable"],
            "{length} {first:?}"
        );
    }
    assert!(give(&pattern(7, &[1]), &["12"], &Given::new()).is_ok());
}

#[test]
fn keys_are_trimmed_have_sixteen_characters_and_say_where_they_are_samples() {
    let short = NumberKey::from_text("  fifteen chars..  ").err().unwrap();
    assert_eq!(short.code, "numbers::key_too_short");
    assert!(!short.message.contains("fifteen"));
    assert!(NumberKey::from_text("sixteen chars...\n").is_ok_and(|k| !k.is_sample()));
    assert!(key(" sample key for the fixtures").is_sample());
    assert_eq!(key("sixteen chars... ").key, key("\nsixteen chars...").key);
}

proptest! {
    #[test]
    fn any_set_of_accounts_is_numbered_one_to_one_and_each_alone_as_well(
        legacy in proptest::collection::btree_set(0_u32..99_999_999, 1..40),
        secret in "[a-z]{16,30}",
    ) {
        let all: BTreeSet<String> = legacy.into_iter().map(as_dashed).collect();
        let wanted: Vec<&str> = all.iter().map(String::as_str).collect();
        let key = key(&secret);
        let given = assign(&ten_digits(), &key, &all, &wanted, &Given::new()).unwrap();
        let distinct: BTreeSet<&String> = given.values().collect();
        prop_assert_eq!(distinct.len(), all.len());
        for old in wanted {
            let alone = assign(&ten_digits(), &key, &all, &[old], &Given::new()).unwrap();
            prop_assert_eq!(&alone[old], &given[old]);
        }
    }
}
