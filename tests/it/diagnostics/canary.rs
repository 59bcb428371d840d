//! The throw-away folder of a canary run, and the copy of the delivery in it.

use super::small::Small;

cases!(canary: left_behind, not_ours, not_writable, outside);

/// A note: what is left of a canary run that was killed.
fn left_behind() -> String {
    Small::new()
        .write("out.canary/planted/BILL.csv", "")
        .said("run", &["--canary"])
}

fn not_ours() -> String {
    Small::new()
        .write("out.canary/notes.odt", "")
        .said("run", &["--canary"])
}

fn not_writable() -> String {
    Small::new()
        .write("result", "")
        .said("run", &["--canary", "--out", "result/mill-creek"])
}

fn outside() -> String {
    let small = Small::new();
    let bills = small.text("BILL.csv");
    small
        .write("other/BILL.csv", bills)
        .mapping("\"BILL.csv\"", "\"../other/BILL.csv\"")
        .said("run", &["--canary"])
}
