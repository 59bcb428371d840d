//! `verify --purged`: a later extract of the legacy system against the purge list of the run.

use super::sandbox::Sandbox;
use super::support::{Ran, copy, program, ran};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

const PAYMETH: &str = "PAYMETH.csv";

/// A result, and a new extract that a test may purge.
struct Later {
    sandbox: Sandbox,
    extract: PathBuf,
}

impl Later {
    fn new() -> Self {
        let sandbox = Sandbox::published();
        let extract = sandbox.folder().join("later");
        copy(&sandbox.folder().join("fixtures/benton-pud"), &extract);
        Self { sandbox, extract }
    }

    /// Rewrites a file line by line; the first is its header.
    fn rewrite(&self, file: &str, change: impl Fn(usize, &str) -> String) -> &Self {
        let path = self.extract.join(file);
        let text = super::sandbox::latin1(&fs::read(&path).unwrap());
        let lines = text.split("\r\n").enumerate();
        let changed: Vec<String> = lines.map(|(at, line)| change(at, line)).collect();
        let bytes: Vec<u8> = changed
            .join("\r\n")
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Blanks the columns of stored methods from the fourth on, and the text of every note.
    fn purge(&self) -> &Self {
        let blank = |at: usize, line: &str| {
            let cells: Vec<&str> = line.splitn(4, ',').collect();
            match cells.as_slice() {
                [id, account, kind, _] if at > 0 => format!("{id},{account},{kind},,,,,,"),
                _ => line.to_owned(),
            }
        };
        self.rewrite(PAYMETH, blank);
        let header = fs::read(self.extract.join("NOTES.csv")).unwrap();
        let end = header.windows(2).position(|w| w == b"\r\n").unwrap();
        fs::write(self.extract.join("NOTES.csv"), &header[..end + 2]).unwrap();
        self
    }

    fn looked(&self, more: &[&str]) -> Ran {
        let extract = self.extract.to_str().unwrap();
        let all = [&["--purged", extract], more].concat();
        self.sandbox.cutover("verify", &all)
    }

    fn states(&self, code: i32, more: &[&str]) -> Vec<(String, String)> {
        let json = self
            .looked(&[&["--format", "json"], more].concat())
            .expect(code);
        let json: Value = serde_json::from_str(&json.stdout).unwrap();
        assert_eq!(json["purged"], code == 0);
        let lines = json["lines"].as_array().unwrap().iter();
        let text = |line: &Value, key: &str| line[key].as_str().unwrap().to_owned();
        lines
            .map(|l| (text(l, "column"), text(l, "state")))
            .collect()
    }
}

#[test]
fn what_was_purged_is_shown_to_be_gone() {
    let later = Later::new();
    later.purge();
    let states = later.states(0, &[]);
    assert!(states.len() >= 10, "{states:?}");
    assert!(
        states.iter().all(|(_, state)| state == "gone"),
        "{states:?}"
    );
    let text = later.looked(&[]).expect(0).stdout;
    assert!(text.contains("Purged: shown on "), "{text}");
    assert!(!text.contains("STILL THERE"));
}

#[test]
fn what_was_not_purged_is_still_there_and_a_hold_excuses_it_for_a_while() {
    let later = Later::new();
    let states = later.states(5, &[]);
    assert!(
        states.iter().all(|(_, state)| state == "still_there"),
        "{states:?}"
    );
    later.purge();
    let stored = fs::read(later.sandbox.export(PAYMETH)).unwrap();
    fs::write(later.extract.join(PAYMETH), stored).unwrap();
    let held = |day: &str, code: i32| {
        let states = later.states(code, &["--as-of", day]);
        let state = states.iter().find(|(column, _)| column == "BANK_ACCT");
        state.unwrap().1.clone()
    };
    assert_eq!(held("2017-06-02", 5), "still_there");
    let states = later.states(5, &["--as-of", "2017-06-02"]);
    assert!(states.contains(&("NOTE_TXT".into(), "gone".into())));
}

#[test]
fn a_column_that_is_gone_a_file_that_is_not_there_and_what_nobody_listed_are_told_apart() {
    let later = Later::new();
    later.purge().rewrite(PAYMETH, |_, line| {
        line.splitn(4, ',').take(3).collect::<Vec<_>>().join(",")
    });
    let states = later.states(0, &[]);
    assert!(states.contains(&("CARD_NO".into(), "no_column".into())));
    // A card turns up where the delivery had none.
    later.rewrite("ADJHIST.csv", |at, line| match at {
        3 => format!("{},4111 1111 1111 1111", line.rsplit_once(',').unwrap().0),
        _ => line.to_owned(),
    });
    let states = later.states(5, &[]);
    assert_eq!(states.last().unwrap().1, "new");
    let ran = later.looked(&[]);
    assert!(ran.stdout.contains("NOT ON THE LIST") && !ran.printed().contains("4111"));
    fs::remove_file(later.extract.join(PAYMETH)).unwrap();
    let states = later.states(5, &[]);
    assert!(states.contains(&("CARD_NO".into(), "not_shown".into())));
}

#[test]
fn a_value_of_the_delivery_is_found_wherever_it_went() {
    let later = Later::new();
    let stored = super::sandbox::latin1(&fs::read(later.sandbox.export(PAYMETH)).unwrap());
    let account = stored.lines().skip(1).find_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        cells
            .get(7)
            .filter(|cell| cell.len() >= 9)
            .map(|cell| (*cell).to_owned())
    });
    let account = account.unwrap();
    // A number alone, that no word gives away.
    later.purge().rewrite("ADJHIST.csv", |at, line| match at {
        3 => format!("{},see {account}", line.rsplit_once(',').unwrap().0),
        _ => line.to_owned(),
    });
    let states = later.states(5, &[]);
    assert_eq!(states.last().unwrap().1, "new");
    assert!(!later.looked(&[]).printed().contains(&account));
}

#[test]
fn nothing_is_shown_where_there_is_nothing_to_look_at() {
    let later = Later::new();
    fs::remove_dir_all(&later.extract).unwrap();
    fs::create_dir(&later.extract).unwrap();
    later.looked(&[]).expect(4).says("read::no_delivery");
    let none = Sandbox::new();
    let extract = none.folder().join("fixtures/benton-pud");
    none.cutover("verify", &["--purged", extract.to_str().unwrap()])
        .expect(6);
    let as_of = [
        "verify",
        "mappings/benton-pud.toml",
        "--as-of",
        "2017-06-02",
    ];
    ran(program().args(as_of)).expect(2);
}
