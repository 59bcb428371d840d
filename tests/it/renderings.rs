//! What a person reads on stderr, whole: a wrong mapping, a delivery that is refused, and one
//! whose bad rows are left out.

use super::rejects::FAULTY;
use super::sandbox::Sandbox;
use super::support::Ran;

/// Returns what was printed on stderr, without the folder that a test works in.
fn stderr(ran: &Ran, sandbox: &Sandbox) -> String {
    let folder = sandbox.folder().display().to_string();
    ran.stderr.replace(&folder, "[folder]")
}

#[test]
fn a_wrong_mapping() {
    let sandbox = Sandbox::new();
    sandbox.edit_mapping("days_to_pay    = 20", "days_to_pya    = 20");
    sandbox.edit_mapping("on           = 2017-03-01", "on           = \"2017-02-30\"");
    sandbox.edit_mapping("F = \"closed\"", "F = \"shut\"");
    let ran = sandbox.cutover("run", &[]).expect(3);
    insta::assert_snapshot!(stderr(&ran, &sandbox), @"");
}

#[test]
fn a_refused_delivery() {
    let sandbox = Sandbox::new();
    std::fs::remove_file(sandbox.export("PAYHIST.csv")).unwrap();
    sandbox.edit("ACCTMAST.csv", |text| {
        text.replacen("CUR_BAL", "BALANCE", 1)
    });
    sandbox.append(
        "NOTES.csv",
        &["N1,07217-143,01/01/2017,\"and then".to_owned()],
    );
    let ran = sandbox.cutover("run", &[]).expect(4);
    insta::assert_snapshot!(stderr(&ran, &sandbox), @"");
}

#[test]
fn bad_rows_that_are_left_out() {
    insta::assert_snapshot!(stderr(&FAULTY.ran, &FAULTY.sandbox), @"");
}
