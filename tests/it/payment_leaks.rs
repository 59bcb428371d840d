//! A card number planted in every column of every file, a different one each, and then everything
//! that the program wrote and printed is looked through: after a run, after one that failed, after a
//! panic and after a kill.

use super::sandbox::{Sandbox, latin1};
use super::support::{Ran, program, ran, tree};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// A meter's serial is the delivery's own number, whatever it looks like: it is carried.
const OWN: (&str, &str) = ("METER.csv", "MTR_NO");

/// Returns a card number of its own for each place: an issuer's range and a good check digit.
fn card(place: usize) -> String {
    let body = format!("411777{place:09}");
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0') * if at % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// How a card is written down in the place of a cell.
fn written(card: &str, place: usize) -> String {
    let parts: Vec<&str> = [&card[..4], &card[4..8], &card[8..12], &card[12..]].to_vec();
    match place % 4 {
        0 => card.to_owned(),
        1 => parts.join(" "),
        2 => parts.join("-"),
        _ => format!("tarjeta {} vence 10/19", parts.join(".")),
    }
}

/// Plants a card into every column of every file, each into a row of its own. Returns the cards by
/// file and column.
fn planted(sandbox: &Sandbox) -> BTreeMap<String, String> {
    let mut cards = BTreeMap::new();
    let exports = sandbox.export("");
    let files: Vec<String> = tree(&exports)
        .into_keys()
        .filter(|f| f.ends_with(".csv"))
        .collect();
    assert!(files.len() >= 14, "{files:?}");
    for file in files {
        let text = latin1(&fs::read(sandbox.export(&file)).unwrap());
        let mut lines: Vec<String> = text.split("\r\n").map(str::to_owned).collect();
        let names: Vec<String> = lines[0].split(',').map(str::to_owned).collect();
        // Rows without a quote have a cell for each comma.
        let plain =
            |line: &String| !line.contains('"') && line.matches(',').count() + 1 == names.len();
        let rows: Vec<usize> = (1..lines.len()).filter(|at| plain(&lines[*at])).collect();
        for (at, name) in names.iter().enumerate() {
            if (file.as_str(), name.as_str()) == OWN {
                continue;
            }
            let place = cards.len();
            let number = card(place);
            let row = rows[(at * 3 + 1) % rows.len()];
            let mut cells: Vec<String> = lines[row].split(',').map(str::to_owned).collect();
            cells[at] = written(&number, place);
            lines[row] = cells.join(",");
            cards.insert(format!("{file} {name}"), number);
        }
        let bytes: Vec<u8> = lines
            .join("\r\n")
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect();
        fs::write(sandbox.export(&file), bytes).unwrap();
    }
    assert!(cards.len() > 80, "{}", cards.len());
    cards
}

/// Fails where any of the cards stands in a text, whatever is between its digits.
fn shows_none(cards: &BTreeMap<String, String>, what: &str, bytes: &[u8]) {
    let digits: Vec<u8> = bytes.iter().copied().filter(u8::is_ascii_digit).collect();
    let digits = String::from_utf8(digits).unwrap();
    let found: Vec<&String> = cards
        .iter()
        .filter(|(_, card)| digits.contains(card.as_str()))
        .map(|(place, _)| place)
        .collect();
    assert!(found.is_empty(), "{what} shows the cards of {found:?}");
}

/// Looks through everything printed and everything below a folder but the delivery itself.
fn all_clean(cards: &BTreeMap<String, String>, folder: &Path, printed: &Ran) -> usize {
    shows_none(cards, "what was printed", printed.printed().as_bytes());
    let mut looked = 0;
    for (file, bytes) in tree(folder) {
        if !file.starts_with("fixtures/") {
            shows_none(cards, &file, &bytes);
            shows_none(cards, "a name", file.as_bytes());
            looked += usize::from(!bytes.is_empty());
        }
    }
    looked
}

/// A planted delivery that is not refused for its many bad rows, and its own temporary folder.
fn tolerant() -> (Sandbox, BTreeMap<String, String>) {
    let sandbox = Sandbox::new();
    let cards = planted(&sandbox);
    sandbox.edit_mapping(
        "rejects        = { percent = 1, at_least = 10 }",
        "rejects        = { percent = 100, at_least = 1000 }",
    );
    fs::create_dir(sandbox.folder().join("tmp")).unwrap();
    (sandbox, cards)
}

fn cutover(sandbox: &Sandbox, verb: &str, more: &[&str]) -> Ran {
    ran(command(sandbox, verb).args(more))
}

fn command(sandbox: &Sandbox, verb: &str) -> Command {
    let mut command = program();
    command
        .arg(verb)
        .arg(sandbox.mapping())
        .arg("--log")
        .arg(sandbox.folder().join("run.log"));
    command
        .env("TMPDIR", sandbox.folder().join("tmp"))
        .env("RUST_BACKTRACE", "full");
    command
}

#[test]
fn a_run_leaves_and_prints_none_of_them() {
    let (sandbox, cards) = tolerant();
    let ran = cutover(&sandbox, "run", &[]).expect(0);
    assert!(all_clean(&cards, sandbox.folder(), &ran) > 100);
    assert!(
        sandbox.out().join("rejects/PAYHIST.csv").exists(),
        "rows in their own form"
    );
    for (verb, more) in [
        ("verify", &["--format", "json"][..]),
        ("run", &["--format", "json"]),
    ] {
        let ran = cutover(&sandbox, verb, more).expect(0);
        all_clean(&cards, sandbox.folder(), &ran);
    }
}

#[test]
fn a_dry_run_and_a_check_leave_and_print_none_of_them() {
    let (sandbox, cards) = tolerant();
    let rejects = sandbox.folder().join("rejected");
    for (verb, more) in [
        ("plan", &["--format", "json"][..]),
        ("plan", &[]),
        ("check", &["--rejects", rejects.to_str().unwrap()]),
        ("check", &["--format", "json"]),
    ] {
        let ran = cutover(&sandbox, verb, more).expect(0);
        assert!(all_clean(&cards, sandbox.folder(), &ran) > 10);
    }
    let exports = sandbox.export("");
    let inspect = |format: &str| {
        ran(program()
            .arg("inspect")
            .arg(&exports)
            .args(["--format", format]))
    };
    for format in ["text", "json"] {
        all_clean(&cards, sandbox.folder(), &inspect(format).expect(0));
    }
}

#[test]
fn a_delivery_that_is_refused_leaves_and_prints_none_of_them() {
    // More bad rows than the mapping allows.
    let sandbox = Sandbox::new();
    let cards = planted(&sandbox);
    fs::create_dir(sandbox.folder().join("tmp")).unwrap();
    for verb in ["run", "plan", "check"] {
        let ran = cutover(&sandbox, verb, &[]).expect(4);
        all_clean(&cards, sandbox.folder(), &ran);
        assert!(!sandbox.out().exists());
    }
    // Structures that cannot be trusted, each right where a card stands.
    type Spoil = fn(&str, &str) -> String;
    let spoils: [(&str, Spoil); 5] = [
        ("a quote that is never closed", |text, line| {
            text.replacen(line, &format!("\"{line}"), 1)
        }),
        ("a row in the place of the header", |text, line| {
            format!("{line}\r\n{text}")
        }),
        ("text behind a quote", |text, line| {
            text.replacen(line, &format!("\"{line}\"x"), 1)
        }),
        ("an end in the middle of a row", |text, line| {
            let at = text.find(line).unwrap() + line.len();
            text[..at].to_owned()
        }),
        ("a row of another width", |text, line| {
            text.replacen(line, &format!("{line},{line},{line}"), 1)
        }),
    ];
    for (what, spoil) in spoils {
        let (sandbox, cards) = tolerant();
        let number = &cards["PAYHIST.csv REF"];
        let line = |text: &str| {
            text.split("\r\n")
                .find(|line| {
                    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
                    digits.contains(number.as_str())
                })
                .unwrap()
                .to_owned()
        };
        sandbox.edit("PAYHIST.csv", |text| spoil(text, &line(text)));
        let ran = cutover(&sandbox, "run", &[]);
        assert!(matches!(ran.code, 0 | 4), "{what}: {}", ran.printed());
        all_clean(&cards, sandbox.folder(), &ran);
    }
}

#[test]
fn a_result_that_is_no_go_leaves_and_prints_none_of_them() {
    let (sandbox, cards) = tolerant();
    cutover(&sandbox, "run", &[]).expect(0);
    // A payment of another amount in the portal: the check is red, and says so.
    let portal = sandbox.portal();
    let raised = "UPDATE payment SET amount_cents = amount_cents + 1";
    assert!(portal.execute(raised, []).unwrap() > 1000);
    drop(portal);
    let ran = cutover(&sandbox, "verify", &[]).expect(5);
    all_clean(&cards, sandbox.folder(), &ran);
}

/// The child of `a_panic_prints_none_of_them`.
#[test]
#[ignore = "panics, and is started by another test"]
fn panics_with_a_card() {
    cutover::cli::hide_panics();
    let text = format!("é{}", card(7));
    let worker = std::thread::spawn(move || text[1..].len());
    assert!(worker.join().is_err());
    let number = card(7);
    panic!("a row with {number}");
}

#[test]
fn a_panic_prints_none_of_them() {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args([
        "--ignored",
        "--exact",
        "payment_leaks::panics_with_a_card",
        "--nocapture",
    ]);
    let ran = ran(child.env("RUST_BACKTRACE", "full"));
    assert_ne!(ran.code, 0);
    assert_eq!(
        ran.stderr.matches("cutover: a bug at").count(),
        2,
        "{}",
        ran.stderr
    );
    let cards = BTreeMap::from([("panic".to_owned(), card(7))]);
    shows_none(&cards, "a panic", ran.printed().as_bytes());
}

#[test]
fn a_kill_leaves_none_of_them() {
    let (sandbox, cards) = tolerant();
    let begun = Instant::now();
    cutover(&sandbox, "run", &[]).expect(0);
    let whole = begun.elapsed();
    let before = all_clean(&cards, sandbox.folder(), &Ran::default());
    let (mut killed, mut left) = (0, 0);
    for step in 1..=12 {
        let mut child = command(&sandbox, "run");
        let child = child.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = child.spawn().unwrap();
        std::thread::sleep(whole * step / 14);
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        killed += usize::from(output.status.code().is_none());
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let printed = Ran {
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            ..Ran::default()
        };
        left = left.max(all_clean(&cards, sandbox.folder(), &printed));
    }
    assert!(killed > 5, "{killed} of 12 were killed");
    assert!(left > before, "no kill left anything half done");
}

#[test]
fn the_name_of_a_file_shows_none_of_them() {
    let (sandbox, mut cards) = tolerant();
    let number = card(9_999);
    fs::write(sandbox.export(&format!("scan {number}.csv")), "A,B\n1,2\n").unwrap();
    cards.insert("a file's name".to_owned(), number);
    let ran = cutover(&sandbox, "run", &[])
        .expect(0)
        .says("read::not_named");
    all_clean(&cards, sandbox.folder(), &ran);
}
