//! What any utility's sample is held against, whatever its format: its own extract notes, the row
//! accounts of the report, the ledger by SQL. And a delivery of it that a test may spoil.

use super::sample::standing_in;
use super::support::{Ran, Row, copy, csv, printed_by, program, ran, report, root, same, tree};
use rusqlite::{Connection, OpenFlags};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The result of a utility's sample, made once for tests that only read it.
pub struct Sample {
    name: &'static str,
    pub out: PathBuf,
    pub ran: Ran,
    /// What `--log` left.
    pub log: String,
    // Held while the process lives: another one waits, and then makes the folder anew.
    _lock: File,
}

impl Sample {
    /// Runs `mappings/NAME.toml` as the project has it; it must succeed.
    pub fn run(name: &'static str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).unwrap();
        let lock = File::create(folder.join("lock")).unwrap();
        lock.lock().unwrap();
        let (work, log) = (folder.join("work"), folder.join("run.log"));
        if work.exists() {
            fs::remove_dir_all(&work).unwrap();
        }
        fs::write(&log, "").unwrap();
        let out = work.join("out");
        let mapping = format!("mappings/{name}.toml");
        let ran = ran(program()
            .args(["run", &mapping, "--out"])
            .arg(&out)
            .arg("--log")
            .arg(&log))
        .expect(0);
        Self {
            name,
            out,
            ran,
            log: fs::read_to_string(log).unwrap(),
            _lock: lock,
        }
    }

    /// Opens the portal database. Nothing is written beside it.
    pub fn portal(&self) -> Connection {
        let path = self.out.join("portal.db");
        let url = format!("file:{}?immutable=1", path.display());
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        Connection::open_with_flags(url, flags).unwrap()
    }

    /// Returns the first column of a query on the portal as texts.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        let portal = self.portal();
        let mut query = portal.prepare(sql).unwrap();
        let rows = query.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// Returns the number that a query on the portal counts.
    pub fn count(&self, sql: &str) -> i64 {
        self.portal().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    fn notes(&self) -> String {
        let notes = root().join("fixtures").join(self.name).join("EXTRACT.md");
        fs::read_to_string(notes).unwrap()
    }

    /// Fails where rows or cents of a file are not those of the extract notes, or not all of them
    /// have a fate. The notes have `files` files and `totals` control totals.
    pub fn agrees_with_its_notes(&self, files: usize, totals: usize) {
        let (report, noted) = (report(&self.out), noted(&self.notes()));
        assert_eq!(noted.len(), files);
        assert_eq!(noted.iter().map(|f| f.totals.len()).sum::<usize>(), totals);
        let all = report["rows"].as_array().unwrap();
        assert_eq!(all.len(), files);
        for file in noted {
            let found = all.iter().find(|row| row["file"] == file.file.as_str());
            let found = found.unwrap_or_else(|| panic!("{} is not reported", file.file));
            assert_eq!(found["rows_read"], file.rows, "{}", file.file);
            let of = |name: &str| found[name].as_u64().unwrap();
            let fates = of("rows_carried") + of("rows_dropped") + of("rows_rejected");
            assert_eq!(fates, file.rows, "{}", file.file);
            let money = found["money_cents"].as_object().unwrap();
            let posted: BTreeMap<String, i64> = money
                .iter()
                .map(|(column, sums)| {
                    let of = |name: &str| sums[name].as_i64().unwrap();
                    let (kept, lost) = (of("carried") + of("dropped"), of("rejected"));
                    assert_eq!(of("read"), kept + lost, "{} {column}", file.file);
                    (column.clone(), of("read") - lost)
                })
                .collect();
            assert_eq!(posted, file.totals, "{}", file.file);
        }
    }

    /// Fails where the refused rows are not the defects that the extract notes name, with these
    /// codes in the order of file and row.
    pub fn refuses_its_known_defects(&self, codes: &[&str]) {
        let place = |row: &Row| (row["file"].clone(), row["row"].parse().unwrap());
        let mut rejects = csv(&self.out.join("rejects.csv"));
        rejects.sort_by_key(place);
        let places: Vec<(String, u64)> = rejects.iter().map(place).collect();
        let known = known_defects(&self.notes());
        assert_eq!(places, known.into_iter().collect::<Vec<_>>());
        let found: Vec<&str> = rejects.iter().map(|row| row["code"].as_str()).collect();
        assert_eq!(found, codes);
    }

    /// Fails where a check did not pass, but for those that do not apply.
    pub fn passed_every_check(&self, not_applicable: &[&str]) {
        let report = report(&self.out);
        let checks = report["verification"].as_array().unwrap();
        assert_eq!(checks.len(), 10);
        for check in checks {
            let id = check["id"].as_str().unwrap();
            let applies = !not_applicable.contains(&id);
            let expected = if applies { "passed" } else { "not_applicable" };
            assert_eq!(check["status"], expected, "{check}");
            assert_eq!(check["checked"].as_u64().unwrap() > 0, applies, "{check}");
        }
        assert_eq!(report["verdict"]["outcome"], "go");
        let totals = report["control_totals"].as_array().unwrap();
        assert!(!totals.is_empty() && totals.iter().all(|total| total["agree"] == true));
    }

    /// Fails where one of these card or bank numbers stands in OUT, on a letter's pages, in what
    /// was printed or in the log, whole or in any spacing.
    pub fn holds_none_of(&self, numbers: &[String]) {
        let clean = |name: &str, bytes: &[u8]| {
            let found = standing_in(numbers, bytes);
            assert!(found.is_none(), "{name} holds a dropped number");
        };
        for (name, bytes) in tree(&self.out) {
            clean(&name, &bytes);
            if name.ends_with(".pdf") {
                let path = self.out.join(&name);
                let text = printed_by("pdftotext", &[path.to_str().unwrap(), "-"]);
                clean(&name, text.as_bytes());
            }
        }
        clean("stdout", self.ran.stdout.as_bytes());
        clean("stderr", self.ran.stderr.as_bytes());
        assert!(self.log.contains("\"exit_code\":0"));
        clean("the log", self.log.as_bytes());
    }

    /// Fails where an account's opening balance and rows are not its balance, or where these
    /// balances, by legacy number, are not those of the export. `carried` accounts stand.
    pub fn ties(&self, carried: usize, balances: &BTreeMap<String, i64>) {
        let sum = |table: &str, column: &str| {
            format!(
                "coalesce((SELECT sum({column}) FROM {table} WHERE account_number = a.account_number), 0)"
            )
        };
        let ledger = format!(
            "a.opening_balance_cents + {} + {} - {}",
            sum("bill", "current_charges_cents"),
            sum("adjustment", "amount_cents"),
            sum("payment", "amount_cents")
        );
        let sql = format!(
            "SELECT legacy_account_number || '=' || ({ledger}) || '=' || balance_cents FROM account a"
        );
        let found: BTreeSet<String> = self.texts(&sql).into_iter().collect();
        assert_eq!(found.len(), carried);
        for line in found {
            let parts: Vec<&str> = line.split('=').collect();
            let balance = balances[parts[0]].to_string();
            assert_eq!(parts[1..], [balance.as_str(), balance.as_str()], "{line}");
        }
    }
}

/// A line of the table of files in extract notes.
struct Noted {
    file: String,
    rows: u64,
    /// Cents of the rows that posted, by column.
    totals: BTreeMap<String, i64>,
}

fn noted(notes: &str) -> Vec<Noted> {
    let of_line = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, file, rows, _, totals, _] = cells[..] else {
            return None;
        };
        let totals = totals.split(';').filter_map(|total| {
            let (column, amount) = total.trim().rsplit_once(' ')?;
            Some((column.to_owned(), shown_cents(amount)))
        });
        Some(Noted {
            file: file.to_owned(),
            rows: rows.parse().ok()?,
            totals: totals.collect(),
        })
    };
    notes.lines().filter_map(of_line).collect()
}

/// Returns file and line of the defects that extract notes name.
fn known_defects(notes: &str) -> BTreeSet<(String, u64)> {
    let of_line = |line: &str| {
        let (file, rest) = line.strip_prefix("- ")?.split_once(", line ")?;
        let (line, _) = rest.split_once(':')?;
        Some((file.to_owned(), line.parse().unwrap()))
    };
    notes.lines().filter_map(of_line).collect()
}

/// Returns cents of an amount as notes and spreadsheets show it: `1,234.56`, `$1,234.56`,
/// `($12.34)`.
pub fn shown_cents(text: &str) -> i64 {
    let bare = text.trim_matches(['(', ')']);
    let digits: String = bare.chars().filter(char::is_ascii_digit).collect();
    let amount: i64 = digits.parse().unwrap_or_else(|_| panic!("amount {text}"));
    if bare == text { amount } else { -amount }
}

/// A folder with a utility's mapping, key and exports, as the project has them.
pub struct Delivery {
    name: &'static str,
    folder: tempfile::TempDir,
}

impl Delivery {
    /// Makes one without a result.
    pub fn of(name: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&root().join("mappings"), &folder.path().join("mappings"));
        let exports = format!("fixtures/{name}");
        copy(&root().join(&exports), &folder.path().join(&exports));
        Self { name, folder }
    }

    /// Returns a file of the exports.
    pub fn export(&self, file: &str) -> PathBuf {
        let exports = self.folder.path().join("fixtures").join(self.name);
        exports.join(file)
    }

    /// Changes the bytes of an export.
    pub fn edit(&self, file: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let mut bytes = fs::read(self.export(file)).unwrap();
        let before = bytes.clone();
        change(&mut bytes);
        assert!(bytes != before, "{file}");
        fs::write(self.export(file), bytes).unwrap();
    }

    /// Changes the UTF-8 text of an export.
    pub fn edit_text(&self, file: &str, change: impl FnOnce(&str) -> String) {
        self.edit(file, |bytes| {
            *bytes = change(std::str::from_utf8(bytes).unwrap()).into_bytes();
        });
    }

    /// Changes the mapping.
    pub fn edit_mapping(&self, from: &str, to: &str) {
        let path = self.mapping();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    fn mapping(&self) -> PathBuf {
        let name = format!("mappings/{}.toml", self.name);
        self.folder.path().join(name)
    }

    /// Runs a command on the mapping.
    pub fn cutover(&self, verb: &str) -> Ran {
        ran(program().arg(verb).arg(self.mapping()))
    }

    /// Opens the portal database of a run.
    pub fn portal(&self) -> Connection {
        let name = format!("out/{}/portal.db", self.name);
        Connection::open(self.folder.path().join(name)).unwrap()
    }

    /// Runs `run`, and fails where the delivery is not refused as a whole, with nothing written.
    pub fn refused(&self) -> Ran {
        // The folder that OUT would stand in may be there, with nothing in it.
        let files = || {
            let mut tree = tree(self.folder.path());
            if tree.keys().filter(|name| name.starts_with("out/")).count() == 1 {
                tree.remove("out/");
            }
            tree
        };
        let before = files();
        let ran = self.cutover("run").expect(4);
        same(&before, &files());
        assert!(ran.stdout.is_empty(), "{}", ran.stdout);
        ran
    }
}
