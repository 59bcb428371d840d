//! An invented utility: the folder that it goes to, and what it is asked for.

use super::small::Small;

cases!(synth: not_empty, not_writable, too_many_rows, too_many_anomalies);

fn synth(small: &Small, more: &[&str]) -> String {
    let line = [&["synth", "invented", "--accounts"], more].concat();
    small.line_said(&line)
}

/// A folder with something in it; a file.
fn not_empty() -> String {
    let full = Small::new().write("invented/notes.odt", "");
    let file = Small::new().write("invented", "");
    [synth(&full, &["10"]), synth(&file, &["10"])].join("\n")
}

fn not_writable() -> String {
    let small = Small::new().write("taken", "");
    small.line_said(&["synth", "taken/invented", "--accounts", "10"])
}

fn too_many_rows() -> String {
    let more = ["1000000", "--exports-as", "xlsx"];
    synth(&Small::new(), &more)
}

fn too_many_anomalies() -> String {
    let more = ["10", "--anomalies", "all"];
    synth(&Small::new(), &more)
}
