//! A mapping to start from, and its runbook, as text.
//!
//! In: a skeleton. Out: TOML that is whole and readable, and that no command takes before a person
//! has filled it in: `?` stands wherever nothing is known. Guesses end in `# ?` and their evidence.

mod value;

use crate::record::skeleton::{FileTable, Line, Remark, Skeleton, Unplaced};
use crate::record::source::Entity;
use value::{key, plain, quoted, value};

const HEAD: &str = include_str!("head.txt");
const EMPTY: &str = include_str!("empty.txt");
const RUNBOOK: &str = include_str!("runbook.md");

/// Columns that line up their remarks at most.
const WIDEST: usize = 52;

/// What the texts name besides the skeleton.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'a> {
    /// The mapping's name, without ending.
    pub name: &'a str,
    /// The folder of the exports as the mapping has it; none where they are not at hand.
    pub exports: Option<&'a str>,
}

/// What a skeleton leaves to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ToDo {
    /// Places with a `?`.
    pub open: usize,
    /// Guesses to confirm.
    pub guesses: usize,
}

/// Returns the mapping, and what it leaves to a person.
#[must_use]
pub fn mapping(skeleton: &Skeleton, naming: Naming<'_>) -> (String, ToDo) {
    let mut tables = String::new();
    if naming.exports.is_none() {
        tables.push_str(EMPTY);
        for entity in Entity::ALL {
            tables.push_str(&format!("#\n# [{}]\n# file = \"…\"\n", entity.name()));
        }
    }
    if !skeleton.format.is_empty() {
        tables.push_str("\n[format]                                # of most files\n");
        push_lines(&skeleton.format, &mut tables);
    }
    if !skeleton.unplaced.is_empty() {
        push_unplaced(&skeleton.unplaced, &mut tables);
    }
    for file in &skeleton.files {
        push_file(file, &mut tables);
    }
    let to_do = ToDo {
        open: HEAD.matches("\"?\"").count() - 1 + tables.matches("\"?").count(),
        guesses: tables.matches("# ?").count(),
    };
    let from = match naming.exports {
        Some(_) => "guessed from headers and values",
        None => "no exports were at hand",
    };
    let (open, guesses) = (counted(to_do.open, "place"), counted(to_do.guesses, "line"));
    let head = HEAD
        .replace("{name}", &plain(naming.name))
        .replace("{from}", from)
        .replace("{open}", &open)
        .replace("{guesses}", &guesses)
        .replace("{reference}", "mappings/README.md")
        .replace("{exports}", &quoted(naming.exports.unwrap_or("exports")))
        .replace("{out}", &quoted(&format!("out/{}", naming.name)));
    (head + &tables, to_do)
}

/// Returns the runbook that goes with it.
#[must_use]
pub fn runbook(naming: Naming<'_>, to_do: ToDo) -> String {
    let count = format!(
        "{} that only a person can fill in, and {}",
        counted(to_do.open, "place"),
        counted(to_do.guesses, "guess")
    );
    RUNBOOK
        .replace("{name}", naming.name)
        .replace("{file}", &format!("{}.toml", naming.name))
        .replace("{count}", &count)
        .replace("{exports}", naming.exports.unwrap_or("EXPORTS"))
}

fn counted(count: usize, what: &str) -> String {
    match (count, what) {
        (1, _) => format!("1 {what}"),
        (n, "guess") => format!("{n} guesses"),
        (n, _) => format!("{n} {what}s"),
    }
}

fn push_file(file: &FileTable, out: &mut String) {
    out.push_str(&format!("\n[{}]\n", file.entity.name()));
    push_lines(&file.lines, out);
}

/// Adds lines with their `=` below each other, and their remarks too where they are short.
fn push_lines(lines: &[Line], out: &mut String) {
    let keys: Vec<String> = lines.iter().map(dotted).collect();
    let widest = keys.iter().map(|key| key.chars().count()).max();
    let widest = widest.unwrap_or(0);
    let texts: Vec<String> = keys
        .iter()
        .zip(lines)
        .map(|(key, line)| format!("{key:widest$} = {}", value(&line.value)))
        .collect();
    let short = texts.iter().map(|text| text.chars().count());
    let column = short.filter(|n| *n <= WIDEST).max().unwrap_or(0) + 2;
    for (text, line) in texts.iter().zip(lines) {
        let remark = match &line.remark {
            Remark::None => String::new(),
            Remark::Certain(why) => format!("# {}", plain(why)),
            Remark::Guess(why) => format!("# ? {}", plain(why)),
        };
        let padded = if text.chars().count() > WIDEST {
            format!("{text}  {remark}")
        } else {
            format!("{text:column$}{remark}")
        };
        out.push_str(padded.trim_end());
        out.push('\n');
    }
}

fn dotted(line: &Line) -> String {
    let steps: Vec<String> = line.key.iter().map(|step| key(step)).collect();
    steps.join(".")
}

/// Adds the files that fit nowhere, with the names of their columns below.
fn push_unplaced(files: &[Unplaced], out: &mut String) {
    out.push_str("\n[not_read]                              # give each its table, or the reason why nobody needs it\n");
    for file in files {
        let reason = format!("? {}", file.why);
        out.push_str(&format!("{} = {}\n", key(&file.file), quoted(&reason)));
        let mut line = String::from("#   columns:");
        for (at, name) in file.columns.iter().enumerate() {
            let more = if at + 1 < file.columns.len() { "," } else { "" };
            let name = format!(" {}{more}", key(name));
            if line.chars().count() + name.chars().count() > 100 {
                out.push_str(&format!("{line}\n"));
                line = String::from("#    ");
            }
            line.push_str(&name);
        }
        if !file.columns.is_empty() {
            out.push_str(&format!("{line}\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::skeleton::Entry;

    #[test]
    fn what_is_left_to_a_person_is_counted() {
        let naming = Naming {
            name: "mill-creek",
            exports: Some("x"),
        };
        let (_, least) = mapping(&Skeleton::default(), naming);
        let skeleton = Skeleton {
            files: vec![FileTable {
                entity: Entity::Note,
                lines: vec![
                    Line::new(&["file"], Entry::text("A.csv")).guess("by its columns"),
                    Line::new(&["ignore", "B C"], Entry::text("? not guessed")),
                    Line::new(&["drop", "D"], Entry::text("other")).certain("2 of 2"),
                ],
            }],
            ..Skeleton::default()
        };
        let (text, more) = mapping(&skeleton, naming);
        assert_eq!(
            (more.open, more.guesses),
            (least.open + 1, least.guesses + 1)
        );
        assert!(text.contains("[note]\nfile         = \"A.csv\"          # ? by its columns\n"));
        assert!(
            text.contains("ignore.\"B C\" = \"? not guessed\"\n"),
            "{text}"
        );
        assert!(runbook(naming, more).contains("cutover check mill-creek.toml"));
    }
}
