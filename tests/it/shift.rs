//! `cutover shift`, and the calendar as `plan` and the report show it.

use super::sandbox::{PUBLISHED, Sandbox};
use super::support::{cutover, report, same, tree};
use cutover::record::policy_limits as limits;
use serde_json::Value;

fn json(arguments: &[&str], code: i32) -> Value {
    let all = [&["shift"], arguments, &["--format", "json"]].concat();
    let ran = cutover(&all).expect(code);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|e| panic!("{e}\n{}", ran.printed()))
}

#[test]
fn the_first_column_is_what_the_plan_decides() {
    let compared = json(&["mappings/benton-pud.toml"], 0);
    let own = &compared["alternatives"][0]["figures"];
    let shift = &report(&PUBLISHED.out)["shift"];
    assert_eq!(own["objective"], shift["figures"]);
    for figure in [
        "bills_moved",
        "installments_moved",
        "drafts_moved",
        "drafts_cancelled",
    ] {
        assert_eq!(own[figure], shift[figure], "{figure}");
    }
    let moved = shift["moved"].as_array().unwrap();
    let of = |now: &str, before: &str| moved.iter().filter(|row| row[now] != row[before]).count();
    assert!(!moved.is_empty());
    let due = of("due_date", "legacy_due_date");
    assert_eq!(own["due_dates_moved"].as_u64(), Some(due as u64));
    let bill = of("bill_date", "legacy_bill_date");
    assert_eq!(own["bill_dates_moved"].as_u64(), Some(bill as u64));
    assert_eq!(compared["best"], 0);
    assert_eq!(compared["alternatives"].as_array().unwrap().len(), 1);
}

#[test]
fn another_window_is_decided_as_if_the_mapping_had_it_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    let before = tree(sandbox.folder());
    let window = ["--window", "2017-02-25..2017-03-02", "--format", "json"];
    let ran = sandbox.cutover("shift", &window).expect(0);
    same(&before, &tree(sandbox.folder()));
    let compared: Value = serde_json::from_str(&ran.stdout).unwrap();
    let other = &compared["alternatives"][1];
    assert_eq!(other["terms"]["window"]["to"], "2017-03-02");

    sandbox.edit_mapping(
        "{ from = 2017-02-24, to = 2017-03-02 }",
        "{ from = 2017-02-25, to = 2017-03-02 }",
    );
    let as_mapped = sandbox.cutover("shift", &["--format", "json"]).expect(0);
    let as_mapped: Value = serde_json::from_str(&as_mapped.stdout).unwrap();
    assert_eq!(other["figures"], as_mapped["alternatives"][0]["figures"]);
}

#[test]
fn every_combination_stands_in_a_column_and_the_best_has_the_smallest_figures() {
    let vary = [
        "mappings/sce.toml",
        "--window",
        "2021-03-30..2021-04-05,2021-04-03..2021-04-10",
        "--capacity",
        "30,75",
        "--reads",
        "stay,move",
    ];
    let compared = json(&vary, 0);
    let all = compared["alternatives"].as_array().unwrap();
    assert_eq!(all.len(), 8, "the mapping's own is one of them");
    let key = |one: &Value| {
        let figures = one["figures"].as_object()?;
        let objective = &figures["objective"];
        Some((
            figures["accounts_with_a_new_date"].as_u64()?,
            objective["customers_moved"].as_u64()?,
            objective["customer_days"].as_u64()?,
            objective["peak"].as_u64()?,
            objective["back_on"].as_str().map(str::to_owned),
        ))
    };
    let best = usize::try_from(compared["best"].as_u64().unwrap()).unwrap();
    let smallest = all.iter().filter_map(key).min().unwrap();
    assert_eq!(key(&all[best]).unwrap(), smallest);
    let ran = cutover(&[&["shift"], &vary[..]].concat()).expect(0);
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 100));
    assert_eq!(ran.stdout.matches("  accounts with a new date ").count(), 2);
    assert!(!ran.stdout.contains('\u{1b}'));
}

#[test]
fn more_freedom_never_makes_a_worse_calendar() {
    let vary = [
        "mappings/benton-pud.toml",
        "--others",
        "stay,move",
        "--return-within",
        "1,2",
    ];
    let compared = json(&vary, 0);
    let all = compared["alternatives"].as_array().unwrap();
    assert_eq!(all.len(), 4, "the mapping's own is one of them");
    let own = all[0]["figures"]["objective"]["customers_moved"].as_u64();
    for one in all {
        let moved = one["figures"]["objective"]["customers_moved"].as_u64();
        assert!(moved.is_some() && moved <= own, "{one}");
    }
    let ran = cutover(&[&["shift"], &vary[..]].concat()).expect(0);
    assert!(ran.stdout.contains("other cycles") && ran.stdout.contains("back within periods"));
}

#[test]
fn where_no_calendar_keeps_the_rules_the_reasons_stand_there() {
    // One account a day, in a delivery with far more.
    let vary = ["mappings/benton-pud.toml", "--capacity", "1"];
    let compared = json(&vary, 0);
    let tight = &compared["alternatives"][1];
    assert_eq!(tight["figures"], Value::Null);
    assert_eq!(tight["reasons"][0]["code"], "shift::no_day");
    let ran = cutover(&[&["shift"], &vary[..]].concat()).expect(0);
    assert!(ran.stdout.contains("does not fit") && ran.stdout.contains("\n  1: "));

    let sandbox = Sandbox::new();
    sandbox.edit_mapping("daily_capacity = 75", "daily_capacity = 1 ");
    let none = sandbox.cutover("shift", &[]).expect(4);
    assert!(none.stdout.contains("No calendar keeps the rules."));
    none.says("shift::no_day");
}

/// The figures that a flag takes are those that the mapping takes for its key.
#[test]
fn flags_take_what_the_mapping_takes() {
    let (period, policy) = ("period_days    = { min = 25, max = 37 }", "[policy]\n");
    for (flag, before, after, limits) in [
        (
            "--min-period",
            period,
            "period_days = { min = N, max = 366 }",
            limits::PERIOD_DAYS,
        ),
        (
            "--max-period",
            period,
            "period_days = { min = 1, max = N }",
            limits::PERIOD_DAYS,
        ),
        (
            "--days-to-pay",
            "days_to_pay    = 20",
            "days_to_pay = N",
            limits::DAYS_TO_PAY,
        ),
        (
            "--capacity",
            "daily_capacity = 75",
            "daily_capacity = N",
            limits::CAPACITY,
        ),
        (
            "--bill-capacity",
            policy,
            "[policy]\nbill_capacity = N\n",
            limits::CAPACITY,
        ),
        (
            "--due-gap",
            "due_gap_days   = 0 ",
            "due_gap_days = N ",
            limits::DUE_GAP_DAYS,
        ),
        (
            "--return-within",
            policy,
            "[policy]\nreturn_within_periods = N\n",
            limits::RETURN_WITHIN_PERIODS,
        ),
    ] {
        let (least, most) = (*limits.start(), *limits.end());
        let taken = |figure: u64| {
            let value = figure.to_string();
            let sandbox = Sandbox::new();
            sandbox.edit_mapping(before, &after.replace('N', &value));
            let of_mapping = sandbox.cutover("check", &[]);
            // The flags are read before the mapping, which is not there.
            let of_flag = cutover(&["shift", "no-such.toml", flag, &value]).expect(2);
            let by_flag = of_flag.stderr.contains("usage::no_mapping");
            assert!(
                by_flag || of_flag.stderr.contains("is not in"),
                "{}",
                of_flag.stderr
            );
            (
                by_flag,
                !of_mapping.stderr.contains("mapping::out_of_range"),
            )
        };
        assert_eq!(taken(least), (true, true), "{flag} {least}");
        assert_eq!(taken(most), (true, true), "{flag} {most}");
        assert_eq!(taken(most + 1), (false, false), "{flag} {}", most + 1);
        if let Some(less) = least.checked_sub(1) {
            assert_eq!(taken(less), (false, false), "{flag} {less}");
        }
    }
}

#[test]
fn a_window_that_holds_no_date_is_told_for_its_column() {
    let vary = [
        "mappings/benton-pud.toml",
        "--window",
        "2018-01-01..2018-01-05",
    ];
    let compared = json(&vary, 0);
    let all = compared["alternatives"].as_array().unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(all[0]["warnings"], serde_json::json!([]));
    assert_eq!(all[1]["warnings"][0]["code"], "shift::window_without_dates");
    assert_eq!(
        compared["best"], 0,
        "a window at which nothing happens is no choice"
    );
    let ran = cutover(&[&["shift"], &vary[..]].concat()).expect(0);
    let said =
        "\n  1: no calendar row, bill, installment or draft lies in the window from 2018-01-01";
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
}

#[test]
fn what_is_said_of_one_calendar_stands_under_its_column() {
    let vary = [
        "mappings/benton-pud.toml",
        "--window",
        "2017-02-20..2017-03-10",
    ];
    let compared = json(&vary, 0);
    let codes = |found: &serde_json::Value| {
        let found = found.as_array().unwrap();
        let codes = found.iter().map(|f| f["code"].as_str().unwrap().to_owned());
        codes.collect::<Vec<_>>()
    };
    let all = &compared["alternatives"];
    assert!(codes(&all[0]["warnings"]).is_empty());
    assert_eq!(codes(&all[1]["warnings"]), ["shift::due_dates_close"]);
    let ran = cutover(&[&["shift"], &vary[..]].concat()).expect(0);
    let said = "\n  1: 5 pairs of due dates come closer than 21 days";
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
    assert!(!ran.stderr.contains("due_dates_close"), "{}", ran.stderr);
}

#[test]
fn what_cannot_be_compared_is_a_matter_of_the_command_line() {
    let mapping = "mappings/benton-pud.toml";
    let many: Vec<String> = (1..=26).map(|days| days.to_string()).collect();
    for (arguments, said) in [
        (
            ["--days-to-pay", many.join(",").as_str()],
            "usage::too_many_alternatives",
        ),
        (["--max-period", "20"], "usage::bad_period"),
        (["--window", "2017-03-02..2017-02-24"], "it ends on"),
        (["--window", "March"], "write it like"),
    ] {
        let all = [&["shift", mapping], &arguments[..]].concat();
        cutover(&all).expect(2).says(said);
    }
    let window = ["--window", "2017-02-24..2017-03-02"];
    for none in ["portfolio-manager", "santa-monica-water"] {
        let mapping = format!("mappings/{none}.toml");
        let all = [&["shift", &mapping], &window[..]].concat();
        cutover(&all).expect(2).says("usage::no_calendar");
    }
}

#[test]
fn the_report_draws_what_moved_and_the_summary_lists_it() {
    let html = std::fs::read_to_string(PUBLISHED.out.join("report.html")).unwrap();
    let shift = &report(&PUBLISHED.out)["shift"];
    let moved = shift["moved"].as_array().unwrap();
    let count = |text: &str| html.matches(text).count();
    let dates = [
        ("read_date", "legacy_read_date"),
        ("bill_date", "legacy_bill_date"),
        ("due_date", "legacy_due_date"),
    ];
    let changed = moved.iter().map(|row| {
        let dates = dates.iter().filter(|(now, old)| row[now] != row[old]);
        dates.count()
    });
    let changed: usize = changed.sum();
    assert!(changed > 0);
    // One mark each in the drawings and one in the key.
    assert_eq!(count("<path class=\"was\""), changed + 1);
    assert_eq!(count("<line class=\"join\""), changed);
    assert!(count("<title id=\"cal-") > 0);
    assert_eq!(count("<title id=\"cal-"), count("<desc id=\"cal-"));
    for row in moved {
        for why in row["why"].as_array().unwrap() {
            let said = why.as_str().unwrap().replace('\'', "&#x27;");
            assert!(html.contains(&said), "{said}");
        }
        let cycle = row["bill_cycle"].as_str().unwrap();
        let period = row["period"].as_str().unwrap();
        let line = format!("{cycle:>7}  {period}  ");
        assert!(PUBLISHED.ran.stdout.contains(&line), "{line}");
    }
    let out = &PUBLISHED.ran.stdout;
    assert!(
        out.lines()
            .all(|line| line.chars().count() <= 100 || line.contains('/'))
    );
}
