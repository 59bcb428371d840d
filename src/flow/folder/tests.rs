//! Publishing, failing, rolling back, and what is found afterwards.

use super::*;
use std::path::Path;

fn target(folder: &Path) -> Target {
    Target {
        out: folder.join("out"),
        database: None,
    }
}

fn run(target: &Target, mark: &str) {
    let staging = Staging::begin(target).unwrap();
    fs::write(staging.folder.join("report.json"), mark).unwrap();
    staging.publish().unwrap();
}

fn mark(path: &Path) -> String {
    fs::read_to_string(path.join("report.json")).unwrap_or_default()
}

#[test]
fn a_run_replaces_the_folder_and_rollback_puts_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let target = target(folder.path());
    assert!(target.roll_back().is_err());
    run(&target, "one");
    run(&target, "two");
    assert_eq!(
        (mark(&target.out), mark(&beside(&target.out, "previous"))),
        ("two".into(), "one".into())
    );
    target.roll_back().unwrap();
    assert_eq!(
        (mark(&target.out), mark(&beside(&target.out, "previous"))),
        ("one".into(), "two".into())
    );
}

#[test]
fn a_red_result_stays_beside_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let target = target(folder.path());
    run(&target, "one");
    let staging = Staging::begin(&target).unwrap();
    fs::write(staging.folder.join("report.json"), "red").unwrap();
    let failed = staging.fail().unwrap();
    assert_eq!(
        (mark(&target.out), mark(&failed)),
        ("one".into(), "red".into())
    );
}

#[test]
fn a_switch_cut_short_is_completed() {
    let folder = tempfile::tempdir().unwrap();
    let target = target(folder.path());
    run(&target, "one");
    let staging = Staging::begin(&target).unwrap();
    fs::write(staging.folder.join("report.json"), "two").unwrap();
    fs::rename(&staging.folder, beside(&target.out, "ready")).unwrap();
    drop(staging);
    assert!(target.settle().unwrap().is_some());
    assert_eq!(mark(&target.out), "two");
    assert!(target.settle().unwrap().is_none());
}

#[test]
fn a_folder_with_anything_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let target = target(folder.path());
    fs::create_dir(&target.out).unwrap();
    fs::write(target.out.join("thesis.doc"), "years of work").unwrap();
    assert!(matches!(target.settle(), Err(Failure::Usage(f)) if f.message.contains("thesis.doc")));
}

#[test]
fn two_runs_on_one_folder_exclude_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let target = target(folder.path());
    let first = Staging::begin(&target).unwrap();
    assert!(matches!(Staging::begin(&target), Err(Failure::Portal(_))));
    first.discard();
    assert!(Staging::begin(&target).is_ok());
}

#[test]
fn a_rollback_cut_short_is_completed() {
    let folder = tempfile::tempdir().unwrap();
    let target = target(folder.path());
    run(&target, "one");
    run(&target, "two");
    fs::rename(&target.out, beside(&target.out, "undone")).unwrap();
    assert!(target.settle().unwrap().is_some());
    let former = mark(&beside(&target.out, "previous"));
    assert_eq!((mark(&target.out), former), ("one".into(), "two".into()));
}

#[test]
fn a_rollback_waits_for_a_run() {
    let folder = tempfile::tempdir().unwrap();
    let target = target(folder.path());
    run(&target, "one");
    run(&target, "two");
    let staging = Staging::begin(&target).unwrap();
    assert!(matches!(target.roll_back(), Err(Failure::Portal(_))));
    assert!(staging.folder.exists());
}
