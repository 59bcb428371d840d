//! Breaches planted on purpose, so that every rule of the layers is seen to fail, and clean code
//! beside them, so that no rule fails without cause.

use super::{banned, breaches, too_long};

/// Returns the breaches of one source file.
fn of(path: &str, text: &str) -> Vec<String> {
    breaches(&[(path.to_owned(), text.to_owned())])
}

/// Expects exactly one breach, on `line`, whose text holds `what`.
#[track_caller]
fn caught(path: &str, text: &str, line: usize, what: &str) {
    let found = of(path, text);
    let place = format!("{path}:{line}: ");
    assert!(
        found.len() == 1 && found[0].starts_with(&place) && found[0].contains(what),
        "expected one breach at {place}with {what:?}, found {found:#?}"
    );
}

/// Expects no breach.
#[track_caller]
fn clean(path: &str, text: &str) {
    assert_eq!(of(path, text), Vec::<String>::new());
}

#[test]
fn a_sibling_is_caught_plain_grouped_and_inline() {
    let must_not = "`decide` must not name `map`";
    caught("src/decide/a.rs", "use crate::map::Mapping;", 1, must_not);
    caught(
        "src/decide/a.rs",
        "use crate::{\n    record::money::Cents,\n    map::{Mapping as M},\n};",
        3,
        must_not,
    );
    caught(
        "src/decide/a.rs",
        "fn f() {\n    crate::map::apply(1);\n}",
        2,
        must_not,
    );
    caught(
        "src/decide/a.rs",
        "fn f() -> Vec<crate::map::M> { Vec::new() }",
        1,
        must_not,
    );
}

#[test]
fn a_sibling_is_caught_through_super_from_files_and_inner_modules() {
    let must_not = "`verify` must not name `decide`";
    caught("src/verify/mod.rs", "use super::decide::plan;", 1, must_not);
    let found = of("src/verify/bills.rs", "use super::super::decide::plan;");
    assert!(found.iter().any(|f| f.contains(must_not)), "{found:?}");
    assert!(
        found.iter().any(|f| f.contains("super::super")),
        "{found:?}"
    );
    caught(
        "src/verify/bills.rs",
        "#[cfg(test)]\nmod tests {\n    use super::super::super::decide::plan;\n}",
        3,
        must_not,
    );
    clean(
        "src/verify/bills.rs",
        "mod inner { use super::*; use crate::verify::totals; }",
    );
}

#[test]
fn tests_keep_to_the_layers_too_but_may_use_other_crates_and_files() {
    let planted = "#[cfg(test)]\nmod tests {\n    use crate::decide::plan;\n}";
    caught("src/map/a.rs", planted, 3, "`map` must not name `decide`");
    clean(
        "src/decide/a.rs",
        "#[cfg(test)]\nmod tests {\n use std::collections::HashMap;\n use std::fs; const X: f64 = 1.5;\n}",
    );
    clean("src/decide/a.rs", "#[cfg(test)]\nuse std::fs;\n");
    caught(
        "src/decide/a.rs",
        "#[cfg(test)]\nmod tests {}\nuse std::fs;\n",
        3,
        "`std::fs` in `decide`",
    );
    let apart = [
        ("src/map/mod.rs", "#[cfg(test)]\nmod samples;\nmod real;"),
        ("src/map/samples.rs", "use std::fs;"),
        ("src/map/real.rs", "use std::fs;"),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()));
    assert_eq!(
        breaches(&apart),
        ["src/map/real.rs:1: `std::fs` in `map`".to_owned()]
    );
}

#[test]
fn the_whole_crate_under_a_name_is_caught() {
    caught("src/read/a.rs", "use crate as root;", 1, "whole crate");
    caught("src/read/a.rs", "use crate::*;", 1, "whole crate");
    caught("src/read/mod.rs", "use super::*;", 1, "whole crate");
    caught("src/read/a.rs", "use crate::{self as r};", 1, "whole crate");
    clean("src/read/a.rs", "use super::*; pub(crate) fn f() {}");
    caught("src/read/a.rs", "use crate::helpers::x;", 1, "no layer");
    caught("src/helpers.rs", "fn f() {}", 1, "no layer");
}

#[test]
fn the_way_down_is_open_and_the_way_up_is_not() {
    clean(
        "src/flow/run.rs",
        "use crate::{decide, map, portal, read, record, verify, write};",
    );
    clean("src/cli/run.rs", "use crate::{flow, settings};");
    clean(
        "src/main.rs",
        "fn main() -> std::process::ExitCode { cutover::cli::main() }",
    );
    caught(
        "src/main.rs",
        "use cutover::portal;",
        1,
        "`main` must not name `portal`",
    );
    caught(
        "src/record/a.rs",
        "use crate::diag::finding;",
        1,
        "must not name `diag`",
    );
    caught(
        "src/diag/a.rs",
        "use crate::read::csv;",
        1,
        "must not name `read`",
    );
    caught(
        "src/cli/run.rs",
        "use crate::decide;",
        1,
        "must not name `decide`",
    );
}

#[test]
fn an_outside_crate_is_caught_in_the_wrong_layer() {
    caught("src/write/a.rs", "use sqlx::Row;", 1, "the crate `sqlx`");
    caught(
        "src/verify/a.rs",
        "fn f() { rusqlite::version(); }",
        1,
        "rusqlite",
    );
    caught("src/decide/a.rs", "use ::rayon::prelude::*;", 1, "rayon");
    caught(
        "src/map/a.rs",
        "#[derive(miette::Diagnostic)]\nstruct A;",
        1,
        "miette",
    );
    caught("src/portal/a.rs", "use csv;", 1, "csv");
    caught("src/record/a.rs", "use sha2::Digest;", 1, "sha2");
    clean(
        "src/portal/a.rs",
        "use sqlx::Row; use rusqlite::{self, Connection};",
    );
    clean(
        "src/record/a.rs",
        "use serde::Serialize; use rust_decimal::Decimal;",
    );
    clean(
        "src/flow/a.rs",
        "use crate::read::csv; fn f(x: csv::Rows) { x.toml.sqlx() }",
    );
}

#[test]
fn parts_of_the_standard_library_are_caught_however_they_are_named() {
    caught("src/map/a.rs", "use std::{io, fs::File};", 1, "std::fs");
    caught(
        "src/decide/a.rs",
        "fn f() { std::env::var(\"A\"); }",
        1,
        "std::env",
    );
    caught("src/cli/a.rs", "use std::env;", 1, "std::env");
    caught("src/verify/a.rs", "use std as s;", 1, "standard library");
    caught(
        "src/decide/a.rs",
        "use std::collections::HashMap as Map;",
        1,
        "HashMap",
    );
    caught(
        "src/write/a.rs",
        "fn f() { std::time::SystemTime::now(); }",
        1,
        "clock",
    );
    caught(
        "src/portal/a.rs",
        "fn f() { chrono::Utc::now(); }",
        1,
        "clock",
    );
    caught(
        "src/decide/a.rs",
        "use std::collections::{BTreeMap, HashSet};",
        1,
        "HashSet",
    );
    clean("src/settings.rs", "use std::env;");
    clean(
        "src/read/a.rs",
        "use std::fs::File; use std::collections::HashMap;",
    );
}

#[test]
fn floats_printing_and_sql_are_caught_in_code_only() {
    caught("src/map/a.rs", "fn f() {\n    let x = 1.5;\n}", 2, "float");
    caught("src/decide/a.rs", "const X: i32 = 1e3 as i32;", 1, "float");
    caught("src/verify/a.rs", "fn f(x: f64) {}", 1, "f64");
    caught("src/flow/a.rs", "fn f() { println!(\"x\"); }", 1, "println");
    caught(
        "src/flow/a.rs",
        "fn f() { std::eprintln!(\"x\"); }",
        1,
        "eprintln",
    );
    caught(
        "src/flow/a.rs",
        "const Q: &str = r#\"SELECT 1\"#;",
        1,
        "SQL",
    );
    clean("src/portal/a.rs", "const Q: &str = \"SELECT 1\";");
    clean("src/cli/a.rs", "fn f() { println!(\"x\"); }");
    clean(
        "src/decide/a.rs",
        "// use crate::map; 1.5 println!()\n/* use std::fs; /* f64 */ HashMap */\n\
         fn f<'a>(t: &'a T) { t.0.1; 0..5; 1.max(2); 0x1e; '\"'; 'f'; b'\\''; \"crate::map f64 1.5\"; }",
    );
}

#[test]
fn a_long_file_and_unfinished_work_are_caught() {
    let file = |lines: usize| vec![("tests/it/a.rs".to_owned(), "x\n".repeat(lines))];
    assert!(too_long(&file(400)).is_empty());
    assert_eq!(
        too_long(&file(401)),
        ["tests/it/a.rs: 401 lines, at most 400"]
    );
    let text = "fine\n// TODO later\nTODOS and FIXMES are words of their own\nsee /home/ann/x";
    assert_eq!(
        banned(&[("README.md".to_owned(), text.to_owned())]),
        ["README.md:2: `TODO`", "README.md:4: `/home/`"]
    );
}
