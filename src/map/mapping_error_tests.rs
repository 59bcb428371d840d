//! One small mapping for each thing that can be wrong: its code, its place, its help.

use super::mapping_tests::GOOD;
use super::parse;

/// Spoils the good mapping and returns the one finding: code, the text it points at, message.
fn spoilt(from: &str, to: &str) -> (&'static str, String, String) {
    assert!(GOOD.contains(from), "{from}");
    let text = GOOD.replacen(from, to, 1);
    let findings = parse(&text).unwrap_err();
    assert_eq!(findings.len(), 1, "{findings:?}");
    let span = findings[0].span.clone().unwrap();
    assert!(findings[0].help.is_some());
    let place = text[span.start..span.end].to_owned();
    (findings[0].code, place, findings[0].message.clone())
}

/// What stands in the good mapping, what replaces it, and the code and the place of the finding.
const WRONG: &[(&str, &str, &str, &str)] = &[
    (
        "name = ",
        "nane = \"x\"\nname = ",
        "mapping::unknown_key",
        "nane",
    ),
    (
        "[account]",
        "[acount]\n[account]",
        "mapping::unknown_key",
        "acount",
    ),
    (
        "name = \"Mill Creek\"",
        "",
        "mapping::missing_key",
        "[utility]",
    ),
    (
        "pattern = \"dddddddddc\"",
        "",
        "mapping::missing_key",
        "[account_numbers]",
    ),
    (
        ", no = \"N\"",
        "",
        "mapping::missing_key",
        "{ column = \"APAY\", yes = \"Y\" }",
    ),
    (
        "{ column = \"APAY\", yes = \"Y\", no = \"N\" }",
        "\"APAY\"",
        "mapping::missing_key",
        "\"APAY\"",
    ),
    ("\"Mill Creek\"", "7", "mapping::wrong_type", "7"),
    (
        "[account]",
        "[policy]\ndays_to_pay = \"20\"\n[account]",
        "mapping::wrong_type",
        "\"20\"",
    ),
    (
        "on = 2017-03-01",
        "on = \"2017-02-30\"",
        "mapping::bad_date",
        "\"2017-02-30\"",
    ),
    (
        "on = 2017-03-01",
        "on = 2017-02-22",
        "mapping::bad_date",
        "2017-02-23",
    ),
    (
        "on = 2017-03-01",
        "on = 2017-03-01T08:00:00",
        "mapping::bad_date",
        "2017-03-01T08:00:00",
    ),
    (
        "on = 2017-03-01",
        "on = 2017-03-01\nblackout = { from = 2017-03-02, to = 2017-03-01 }\n",
        "mapping::bad_date",
        "{ from = 2017-03-02, to = 2017-03-01 }",
    ),
    (
        "on = 2017-03-01",
        "on = 2017-03-01\nhistory = \"two years\"",
        "mapping::bad_pattern",
        "\"two years\"",
    ),
    (
        "F = \"closed\"",
        "F = \"close\"",
        "mapping::bad_code_list",
        "\"close\"",
    ),
    (
        "{ A = \"open\", F = \"closed\" }",
        "{}",
        "mapping::bad_code_list",
        "{}",
    ),
    (
        "no = \"N\"",
        "no = \"Y\"",
        "mapping::bad_code_list",
        "\"Y\"",
    ),
    (
        "\"dddddddddc\"",
        "\"dddddddddd\"",
        "mapping::bad_pattern",
        "\"dddddddddd\"",
    ),
    (
        "\"dddddddddc\"",
        "\"ddddddddddddc\"",
        "mapping::bad_pattern",
        "\"ddddddddddddc\"",
    ),
    (
        "\"dddddddddc\"",
        "\"dddddddddc\"\nfirst_digit = \"0-7\"",
        "mapping::bad_pattern",
        "\"0-7\"",
    ),
    (
        "[account]",
        "[format]\ndate = \"mm/dd/yyyy\"\n[account]",
        "mapping::bad_pattern",
        "\"mm/dd/yyyy\"",
    ),
    ("ROUTE = ", "STAT = ", "mapping::column_twice", "STAT"),
    ("CARD = ", "ACCT_NO = ", "mapping::column_twice", "ACCT_NO"),
    (
        "\"walk routes ended in 2009\"",
        "\" \"",
        "mapping::no_reason",
        "\" \"",
    ),
    (
        "{ ROUTE = \"walk routes ended in 2009\" }",
        "[\"ROUTE\"]",
        "mapping::no_reason",
        "[\"ROUTE\"]",
    ),
    (
        "{ CARD = \"card number\" }",
        "[\"CARD\"]",
        "mapping::wrong_type",
        "[\"CARD\"]",
    ),
    (
        "\"card number\"",
        "\"card numbr\"",
        "mapping::unknown_value",
        "\"card numbr\"",
    ),
    (
        "\"assign\"",
        "\"asign\"",
        "mapping::unknown_value",
        "\"asign\"",
    ),
    (
        "America/Los_Angeles",
        "America/Los_Angles",
        "mapping::unknown_value",
        "\"America/Los_Angles\"",
    ),
    (
        "[account]",
        "[notices]\ntell = []\n[policy]\nrejects = { percent = 101 }\n[account]",
        "mapping::out_of_range",
        "101",
    ),
    (
        "file = \"A.csv\"",
        "file = \"A.csv\"\nkey = [\"CARD\"]",
        "mapping::bad_key",
        "\"CARD\"",
    ),
    (
        "file = \"A.csv\"",
        "file = \"A.csv\"\nkey = \"whole row\"",
        "mapping::bad_key",
        "\"whole row\"",
    ),
];

#[test]
fn each_wrong_thing_has_its_code_and_its_place() {
    for (from, to, code, place) in WRONG {
        let (found, points_at, message) = spoilt(from, to);
        assert_eq!(
            (found, points_at.as_str()),
            (*code, *place),
            "{from} -> {to}: {message}"
        );
    }
}

#[test]
fn a_slip_is_answered_with_the_right_word() {
    let findings = parse(&GOOD.replacen("ignore", "ingore", 1)).unwrap_err();
    assert_eq!(findings[0].help.as_deref(), Some("did you mean `ignore`?"));
    let findings = parse(&GOOD.replacen("\"closed\"", "\"close\"", 1)).unwrap_err();
    assert_eq!(
        findings[0].help.as_deref(),
        Some("did you mean \"closed\"?")
    );
}

#[test]
fn everything_wrong_is_shown_together_in_the_order_of_the_file() {
    let text = GOOD
        .replacen("name = ", "nane = ", 1)
        .replacen("2017-02-23", "\"soon\"", 1)
        .replacen("\"closed\"", "\"shut\"", 1);
    let codes: Vec<_> = parse(&text).unwrap_err().iter().map(|f| f.code).collect();
    assert_eq!(
        codes,
        [
            "mapping::missing_key",
            "mapping::unknown_key",
            "mapping::bad_date",
            "mapping::bad_code_list"
        ]
    );
}

#[test]
fn a_bare_date_that_does_not_exist_hides_nothing_else() {
    let text = GOOD.replacen("on = 2017-03-01", "on = 2017-02-30", 1);
    let text = text.replacen("\"closed\"", "\"shut\"", 1);
    let findings = parse(&text).unwrap_err();
    let told: Vec<_> = findings
        .iter()
        .map(|f| (f.code, f.span.clone().map(|s| &text[s.start..s.end])))
        .collect();
    let expected = [
        ("mapping::bad_date", Some("2017-02-30")),
        ("mapping::bad_code_list", Some("\"shut\"")),
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_is_no_toml_is_said_with_its_place() {
    for (text, line) in [
        ("a = 1\nname = \"x\n", 2),
        ("a = 1\na = 2\n", 2),
        ("[x\n", 1),
    ] {
        let findings = parse(text).unwrap_err();
        assert_eq!(findings[0].code, "mapping::syntax", "{text}");
        let span = findings[0].span.clone().unwrap();
        assert_eq!(
            text[..span.start].matches('\n').count() + 1,
            line,
            "{text}: {span:?}"
        );
    }
}
