//! Every code of a finding with what a person then reads: code, message, place and help, as they
//! stand on stderr, each held as one file of `diagnostics/snapshots`.
//!
//! A new code needs three things, and the tests below fail until it has them: a row in
//! `mappings/README.md`, a function in the file of its namespace, and its golden text.
//!
//! 1. Write a function of the code's own name that returns what is shown: mostly `Small::new()`
//!    with one thing changed, then `.check()` or `.plan()`. Several texts may be joined.
//! 2. Add its name to the list at the head of that file. A new namespace is a new file, and a line
//!    in `PROVOKED`.
//! 3. `INSTA_UPDATE=always cargo test --test it diagnostics`, and read the new file as somebody
//!    would at four in the morning: what was found, what was expected, where, and what to do.
//!
//! A code that no delivery can provoke is provoked in the library; its function says why.

/// Makes functions of a file its cases: a code, a test and a golden text each.
macro_rules! cases {
    ($space:ident: $($name:ident),* $(,)?) => {
        pub const CODES: &[&str] = &[$(concat!(stringify!($space), "::", stringify!($name))),*];

        mod golden {
            $(#[test]
            fn $name() {
                let code = concat!(stringify!($space), "::", stringify!($name));
                super::super::hold(code, &super::$name());
            })*
        }
    };
}

mod account;
mod canary;
mod carry;
mod compare;
mod inspect;
mod letter;
mod map;
mod mapping;
mod numbers;
mod out;
mod payment;
mod portfolio;
mod read;
mod read_records;
mod read_workbooks;
mod rejects;
mod row;
mod shift;
pub mod small;
mod synth;
mod usage;

use super::mapping_reference::codes::documented;
use super::support::{root, text};
use cutover::diag::finding::Finding;
use cutover::diag::render::render;
use std::collections::BTreeSet;

/// The codes of every file.
const PROVOKED: &[&[&str]] = &[
    account::CODES,
    canary::CODES,
    carry::CODES,
    compare::CODES,
    inspect::CODES,
    letter::CODES,
    map::CODES,
    mapping::CODES,
    numbers::CODES,
    out::CODES,
    payment::CODES,
    portfolio::CODES,
    read::CODES,
    read_records::CODES,
    read_workbooks::CODES,
    rejects::CODES,
    row::CODES,
    shift::CODES,
    synth::CODES,
    usage::CODES,
];

/// Codes that only a unit test can provoke, with the file and the name of it. The golden text
/// stands there.
const IN_UNIT_TESTS: &[(&str, &str, &str)] = &[
    (
        "canary::copy_refused",
        "src/flow/canary/tests.rs",
        "a_refused_copy_says_that_it_was_the_copy",
    ),
    (
        "read::file_changed",
        "src/flow/load/tests.rs",
        "a_file_that_changes_while_it_is_read_refuses_the_delivery",
    ),
    (
        "shift::not_proved",
        "src/decide/cycle_shift/tests_cases.rs",
        "a_calendar_that_is_neither_found_nor_ruled_out_is_refused",
    ),
    (
        "shift::best_not_proved",
        "src/decide/cycle_shift/tests_cases.rs",
        "a_calendar_that_is_not_proved_to_be_the_best_keeps_the_rules_and_says_so",
    ),
    (
        "shift::due_dates_close",
        "src/decide/cycle_shift/tests_cases.rs",
        "due_dates_that_come_close_are_told_where_no_rule_keeps_them_apart",
    ),
];

/// Where the golden texts are, from this file's folder.
const SNAPSHOTS: &str = "diagnostics/snapshots";

fn provoked() -> BTreeSet<String> {
    let codes = PROVOKED.iter().copied().flatten();
    codes.map(|code| (*code).to_owned()).collect()
}

/// Holds what is shown for a code against its golden text.
fn hold(code: &str, shown: &str) {
    let from = shown.find(&format!("{code}\n"));
    let from = from.or_else(|| shown.find(&format!("({code})")));
    let from = from.unwrap_or_else(|| panic!("{code} was not provoked:\n{shown}"));
    let next_code = |line: &str| line.contains("::") && !line.contains(' ');
    let mut own = shown[from..].lines().skip(1).take_while(|l| !next_code(l));
    // The last line of an unexpected failure says what to do: report it.
    let helps = own.any(|line| line.starts_with("  help: ")) || shown.starts_with("cutover: ");
    assert!(helps, "what to do?\n{shown}");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(SNAPSHOTS);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(code.replace("::", "__"), shown));
}

/// Returns a finding of the library as the program would show it.
fn of_library(finding: Finding) -> String {
    render(&[finding], None, 100, false)
}

#[test]
fn every_documented_code_is_provoked_and_no_other() {
    let mut all = provoked();
    for (code, file, name) in IN_UNIT_TESTS {
        let source = text(file);
        let test = source.find(&format!("fn {name}()")).unwrap();
        let golden = source[test..].split("\n}\n").next().unwrap();
        assert!(golden.contains(&format!("    {code}\n")), "{file} {name}");
        assert!(all.insert((*code).to_owned()), "{code} is provoked twice");
    }
    assert_eq!(all, documented());
}

#[test]
fn every_golden_text_is_that_of_a_code() {
    let entries = std::fs::read_dir(root().join("tests/it").join(SNAPSHOTS)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    // What insta leaves of a failed comparison is no golden text.
    let names = names.filter(|name| !name.ends_with(".snap.new"));
    let codes = provoked().into_iter();
    let wanted: BTreeSet<_> = codes
        .map(|code| code.replace("::", "__") + ".snap")
        .collect();
    assert_eq!(names.collect::<BTreeSet<_>>(), wanted);
}

#[test]
fn nothing_is_wrong_with_the_small_delivery_itself() {
    for verb in ["check", "plan", "run"] {
        let said = small::Small::new().said(verb, &[]);
        assert_eq!(
            said,
            format!("$ cutover {verb} mill-creek.toml\n\n\n(exit 0)\n")
        );
    }
}
