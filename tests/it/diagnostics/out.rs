//! The folder for the result cannot be used.

use super::small::Small;

cases!(out: not_ours, not_writable, switch_completed);

fn not_ours() -> String {
    let small = Small::new()
        .write("out/notes.odt", "")
        .write("out/todo.txt", "");
    let taken = small.said("run", &[]);
    let file = small.write("result", "").said("run", &["--out", "result"]);
    [taken, file].join("\n")
}

fn not_writable() -> String {
    Small::new()
        .write("result", "")
        .said("run", &["--out", "result/mill-creek"])
}

/// A note: what is left of a run that was stopped between its last two steps.
fn switch_completed() -> String {
    Small::new().write("out.ready/report.json", "{}").plan()
}
