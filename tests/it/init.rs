//! `init`: a skeleton of each sample names every column once, drops all card and bank data, marks
//! what it guessed, is refused until it is filled in, and guesses as well as it did when measured.

use super::support::{Ran, cutover, program, ran, root, text};
use cutover::map::parse;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use toml::Table;

/// Tables of a mapping that are no file's.
const DECIDED: [&str; 8] = [
    "utility",
    "cutover",
    "account_numbers",
    "policy",
    "notices",
    "format",
    "exports",
    "out",
];

/// Keys of a file's table that are no field.
const NO_FIELD: [&str; 7] = [
    "file",
    "format",
    "key",
    "drop",
    "ignore",
    "skip",
    "repeated_rows",
];

/// A folder of this test's own, without anything in it.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("init")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    folder
}

fn init(folder: &Path, more: &[&str]) -> Ran {
    ran(program().arg("init").arg(folder).args(more))
}

/// A mapping's tables of files: entity to what it says.
struct Files {
    tables: BTreeMap<String, FileOf>,
    not_read: BTreeSet<String>,
}

#[derive(Default)]
struct FileOf {
    file: String,
    /// Field and column.
    fields: BTreeMap<String, String>,
    codes: BTreeMap<String, Table>,
    zone: Option<String>,
    dropped: BTreeSet<String>,
    ignored: BTreeSet<String>,
}

fn files(mapping: &str) -> Files {
    let top: Table = mapping.parse().unwrap();
    let mut found = Files {
        tables: BTreeMap::new(),
        not_read: BTreeSet::new(),
    };
    for (name, value) in &top {
        let keys = |value: &toml::Value| value.as_table().unwrap().keys().cloned().collect();
        if name == "not_read" {
            found.not_read = keys(value);
        } else if !DECIDED.contains(&name.as_str()) {
            found
                .tables
                .insert(name.clone(), file_of(value.as_table().unwrap()));
        }
    }
    found
}

fn file_of(table: &Table) -> FileOf {
    let mut file = FileOf {
        file: table["file"].as_str().unwrap().to_owned(),
        ..FileOf::default()
    };
    let keys = |key: &str| -> BTreeSet<String> {
        let inner = table.get(key).and_then(|v| v.as_table());
        inner
            .map(|t| t.keys().cloned().collect())
            .unwrap_or_default()
    };
    (file.dropped, file.ignored) = (keys("drop"), keys("ignore"));
    for (field, value) in table {
        if NO_FIELD.contains(&field.as_str()) {
            continue;
        }
        let inner = value.as_table();
        let column = inner.map_or(Some(value), |t| t.get("column"));
        let column = column.and_then(|v| v.as_str()).filter(|c| *c != "?");
        let Some(column) = column else { continue };
        file.fields.insert(field.clone(), column.to_owned());
        if let Some(zone) = inner.and_then(|t| t.get("zone")) {
            file.zone = Some(zone.as_str().unwrap().to_owned());
        }
        if let Some(codes) = inner.and_then(|t| t.get("codes")) {
            file.codes
                .insert(field.clone(), codes.as_table().unwrap().clone());
        }
    }
    file
}

/// Returns the columns of every file of a sample that has any, as `inspect` sees them; none where
/// the sample cannot be profiled.
fn profiled(name: &str) -> Option<BTreeMap<String, Vec<String>>> {
    let fixtures = format!("fixtures/{name}");
    let seen: Value =
        serde_json::from_str(&cutover(&["inspect", "--format", "json", &fixtures]).stdout).unwrap();
    let mut all = BTreeMap::new();
    for file in seen["files"].as_array().unwrap() {
        let Some(columns) = file["table"]["columns"].as_array() else {
            continue;
        };
        let names = columns
            .iter()
            .map(|c| c["name"].as_str().unwrap().to_owned());
        all.insert(file["name"].as_str().unwrap().to_owned(), names.collect());
    }
    (!all.is_empty()).then_some(all)
}

/// Holds the skeleton of a sample to its exports and to the mapping that people wrote, and to a
/// share of right guesses, in percent of the files and of the columns that the mapping uses.
fn holds(name: &str, floor: (usize, usize)) {
    let Some(profiled) = profiled(name) else {
        assert_eq!(name, "smud", "only a workbook may be without profile");
        return;
    };
    let folder = folder(name);
    let exports = format!("fixtures/{name}");
    init(&folder, &["--exports", &exports]).expect(0);
    let skeleton = fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
    let ours = text(&format!("mappings/{name}.toml"));
    let (guessed, known) = (files(&skeleton), files(&ours));
    every_column_once(&profiled, &guessed, &skeleton);
    for (entity, known) in &known.tables {
        let Some((_, found)) = guessed.tables.iter().find(|(_, f)| f.file == known.file) else {
            assert!(known.dropped.is_empty(), "{entity} has no table");
            continue;
        };
        let missing: Vec<_> = known.dropped.difference(&found.dropped).collect();
        assert!(missing.is_empty(), "{entity}: {missing:?} are not dropped");
    }
    let (right, all) = shares(&guessed, &known);
    let percent = (right.0 * 100 / all.0, right.1 * 100 / all.1);
    let figures = format!("{name}: {right:?} of {all:?}");
    assert!(percent.0 >= floor.0 && percent.1 >= floor.1, "{figures}");
    guesses_are_marked(&skeleton);
    complete(name, &skeleton, &ours);
    let check = cutover(&[
        "check",
        folder.join(format!("{name}.toml")).to_str().unwrap(),
    ]);
    check
        .expect(3)
        .says("mapping::not_decided")
        .says("`utility.name`");
}

fn every_column_once(profiled: &BTreeMap<String, Vec<String>>, guessed: &Files, skeleton: &str) {
    for (file, columns) in profiled {
        let Some(found) = guessed.tables.values().find(|f| f.file == *file) else {
            assert!(guessed.not_read.contains(file), "{file}");
            let (_, below) = skeleton.split_once(&format!("{file}\" = \"?")).unwrap();
            let comments: Vec<&str> = below
                .lines()
                .skip(1)
                .take_while(|l| l.starts_with('#'))
                .collect();
            let comment = comments.join(" ");
            for column in columns {
                assert!(comment.contains(column.as_str()), "{file} {column}");
            }
            continue;
        };
        let named = found.fields.values().chain(&found.zone);
        let named = named.chain(&found.dropped).chain(&found.ignored);
        let mut named: Vec<&String> = named.collect();
        let mut columns: Vec<&String> = columns.iter().collect();
        named.sort();
        columns.sort();
        assert_eq!(named, columns, "{file}");
    }
}

/// Returns how many files and columns were guessed as the mapping has them, and how many there are.
fn shares(guessed: &Files, known: &Files) -> ((usize, usize), (usize, usize)) {
    let (mut right, mut all) = ((0, 0), (0, 0));
    for (entity, known) in &known.tables {
        let found = guessed.tables.get(entity).filter(|f| f.file == known.file);
        all = (all.0 + 1, all.1 + known.fields.len());
        right.0 += usize::from(found.is_some());
        for (field, column) in &known.fields {
            let same = found.is_some_and(|f| f.fields.get(field) == Some(column));
            right.1 += usize::from(same);
        }
    }
    (right, all)
}

/// Fails where a line of a file's table has no remark.
fn guesses_are_marked(skeleton: &str) {
    let (_, tables) = skeleton.split_once("\n[format]").unwrap();
    for line in tables.lines().skip(1) {
        let plain = line.is_empty() || line.starts_with(['[', '#']) || line.contains("= \"? ");
        assert!(plain || line.contains(" # "), "{line}");
        let certain = line.starts_with("drop.") || line.starts_with("copybook");
        assert!(plain || certain || line.contains(" # ? "), "{line}");
    }
}

/// Puts what the utility decided in the place of the placeholders: nothing but open places is left.
fn complete(name: &str, skeleton: &str, ours: &str) {
    let from = |text: &str| text.split_once("\n[utility]").unwrap().1.to_owned();
    let decided = from(ours).split_once("\n[format]").unwrap().0.to_owned();
    let tables = skeleton.split_once("\n[format]").unwrap().1;
    let whole = format!("[utility]{decided}\n[format]{tables}");
    if let Err(findings) = parse(&whole) {
        for finding in findings {
            assert_eq!(finding.code, "mapping::not_decided", "{name}: {finding:?}");
        }
    }
}

#[test]
fn benton_pud() {
    holds("benton-pud", (100, 98));
}

#[test]
fn medford_water() {
    holds("medford-water", (100, 98));
}

#[test]
fn sce() {
    holds("sce", (100, 98));
}

#[test]
fn beacon() {
    holds("beacon", (100, 98));
}

/// Holds as soon as `inspect` reads the sheets of a workbook; until then there is nothing to hold.
#[test]
fn smud() {
    holds("smud", (90, 75));
}

#[test]
fn codes_are_as_people_mapped_them_or_left_open() {
    for name in ["benton-pud", "medford-water", "sce", "beacon"] {
        let folder = folder(&format!("codes-{name}"));
        init(
            &folder,
            &["--exports", &format!("fixtures/{name}"), "--name", "codes"],
        )
        .expect(0);
        let guessed = files(&fs::read_to_string(folder.join("codes.toml")).unwrap());
        let known = files(&text(&format!("mappings/{name}.toml")));
        for (entity, known) in &known.tables {
            for (field, codes) in &known.codes {
                let Some(found) = guessed.tables.get(entity).and_then(|f| f.codes.get(field))
                else {
                    continue;
                };
                for (code, value) in found {
                    let right = codes.get(code) == Some(value);
                    let open = value.as_str() == Some("?");
                    assert!(right || open, "{name} {entity}.{field} {code} = {value:?}");
                }
            }
        }
    }
}

/// Filled in by the utility's own tables, the skeleton reads the delivery as the mapping does.
#[test]
fn a_skeleton_that_is_filled_in_reads_the_delivery() {
    let folder = folder("filled");
    init(
        &folder,
        &["--exports", "fixtures/beacon", "--name", "beacon"],
    )
    .expect(0);
    let path = folder.join("beacon.toml");
    let skeleton = fs::read_to_string(&path).unwrap();
    let ours = text("mappings/beacon.toml");
    let (_, decided) = ours.split_once("\n[utility]").unwrap();
    let (head, _) = skeleton.split_once("\n[utility]").unwrap();
    let (decided, _) = decided.split_once("\n[format]").unwrap();
    let (_, tables) = skeleton.split_once("\n[format]").unwrap();
    fs::write(
        &path,
        format!("{head}\n[utility]{decided}\n[format]{tables}"),
    )
    .unwrap();
    let checked = |mapping: &str| -> Value {
        let ran = cutover(&["check", "--format", "json", mapping]).expect(0);
        serde_json::from_str::<Value>(&ran.stdout).unwrap()["files"].clone()
    };
    let (found, known) = (
        checked(path.to_str().unwrap()),
        checked("mappings/beacon.toml"),
    );
    let rows = |files: &Value| -> Vec<String> {
        let of = |file: &Value| {
            format!(
                "{} {} {}",
                file["file"], file["rows_read"], file["rows_rejected"]
            )
        };
        files.as_array().unwrap().iter().map(of).collect()
    };
    assert_eq!(rows(&found), rows(&known));
}

#[test]
fn nothing_that_is_there_is_replaced() {
    let folder = folder("there");
    init(&folder, &[]).expect(0);
    let mapping = folder.join("there.toml");
    fs::write(&mapping, "mine").unwrap();
    init(&folder, &[])
        .expect(2)
        .says("usage::file_exists")
        .says("there.toml");
    assert_eq!(fs::read_to_string(&mapping).unwrap(), "mine");
    // Another mapping may stand beside it, with the same schema.
    init(&folder, &["--name", "other"]).expect(0);
    fs::write(folder.join("mapping.schema.json"), "{}").unwrap();
    init(&folder, &["--name", "third"])
        .expect(2)
        .says("mapping.schema.json");
    let names: BTreeSet<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let expected = [
        "mapping.schema.json",
        "other-runbook.md",
        "other.toml",
        "there-runbook.md",
        "there.toml",
    ];
    assert_eq!(names, expected.map(str::to_owned).into());
}

#[test]
fn what_cannot_be_is_refused_and_leaves_nothing() {
    let folder = folder("refused");
    init(&folder, &["--exports", "nowhere"])
        .expect(2)
        .says("inspect::missing_file");
    init(&folder, &["--name", "a/b"])
        .expect(2)
        .says("usage::bad_name");
    assert!(!folder.exists());
}

#[test]
fn without_exports_the_tables_are_examples_and_the_schema_is_the_programs() {
    let folder = folder("bare");
    init(&folder, &[]).expect(0);
    let bare = fs::read_to_string(folder.join("bare.toml")).unwrap();
    for entity in cutover::record::source::Entity::ALL {
        assert!(bare.contains(&format!("# [{}]\n", entity.name())));
    }
    assert!(bare.parse::<Table>().is_ok() && bare.starts_with("#:schema mapping.schema.json\n"));
    let schema = fs::read_to_string(folder.join("mapping.schema.json")).unwrap();
    assert!(schema == cutover::map::schema::json_schema());
    let path = folder.join("bare.toml");
    cutover(&["check", path.to_str().unwrap()])
        .expect(3)
        .says("mapping::not_decided");
    assert!(root().join("fixtures").is_dir());
}
