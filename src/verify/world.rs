//! A small delivery and what must have come of it, for tests: three accounts, one of each fate.

use super::secrets::SecretSet;
use super::world_holds::records;
use super::world_rows::{account, customer, history, policy, premise, rest};
use super::{
    FedFile, FedRow, HoldFile, NumberIndex, Outputs, Portal, Source, Status, Verification, verify,
};
use crate::record::account::Language;
use crate::record::fate::{DropRule, Fate, FileAccount};
use crate::record::policy::Policy;
use crate::record::portal::TABLES;
use crate::record::source::{Entity, Mapped};

use crate::record::value::Value;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A card number that the export holds in a column and in a note.
pub(super) const CARD: &str = "5433958969537930";
/// New numbers of the two carried accounts, with good check digits.
pub(super) const ONE: &str = "7992739883";
pub(super) const TWO: &str = "4539578767";

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The delivery, the portal and OUT; a test spoils one of them and runs.
pub(super) struct World {
    pub(super) policy: Policy,
    pub(super) files: Vec<(Entity, Vec<Mapped>)>,
    pub(super) portal: BTreeMap<&'static str, Vec<Vec<Value>>>,
    pub(super) crosswalk: Vec<BTreeMap<String, String>>,
    pub(super) manifest: Vec<BTreeMap<String, String>>,
    pub(super) rejects: Vec<BTreeMap<String, String>>,
    /// `account-holds.csv`; none where it is missing.
    pub(super) hold_lines: Option<Vec<BTreeMap<String, String>>>,
    pub(super) letters: BTreeMap<String, String>,
    pub(super) scanned: Vec<(String, String)>,
    pub(super) former: BTreeMap<String, String>,
    /// Carried rows of a file, where they are not as many as usual.
    pub(super) carried: BTreeMap<Entity, usize>,
}

/// Returns a value from a short notation: `~` nothing, `#5` a number, `@2017-03-01` a day.
pub(super) fn value(text: &str) -> Value {
    if text == "~" {
        Value::Null
    } else if let Some(number) = text.strip_prefix('#') {
        Value::Int(number.parse().unwrap())
    } else if let Some(date) = text.strip_prefix('@') {
        Value::Date(day(date))
    } else {
        Value::Text(text.to_owned())
    }
}

fn record(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect()
}

impl World {
    /// Returns a world in which everything is right.
    pub(super) fn green() -> Self {
        let mut files = vec![
            (
                Entity::Customer,
                vec![
                    customer("C1", "Ana", "Núñez", "", Language::En),
                    customer("C2", "", "", "Taller Ruiz", Language::Es),
                    customer("C3", "Bo", "Lee", "", Language::En),
                ],
            ),
            (
                Entity::Premise,
                vec![premise("P1"), premise("P2"), premise("P3")],
            ),
            (
                Entity::Account,
                vec![
                    account(1, true, 5000),
                    account(2, false, 2000),
                    account(3, false, 0),
                ],
            ),
        ];
        files.extend(history());
        files.extend(rest());
        let mut world = Self {
            policy: policy(),
            files,
            portal: BTreeMap::new(),
            crosswalk: Vec::new(),
            manifest: Vec::new(),
            rejects: Vec::new(),
            hold_lines: None,
            letters: BTreeMap::new(),
            scanned: vec![("report.html".to_owned(), "nothing here".to_owned())],
            former: BTreeMap::new(),
            carried: BTreeMap::new(),
        };
        world.fill_portal();
        world.fill_notices();
        world.write_holds();
        for row in [3, 5] {
            let row = row.to_string();
            world.rejects.push(record(&[
                ("file", "payment"),
                ("row", &row),
                ("code", "row::x"),
                ("message", "x"),
            ]));
        }
        world
    }

    /// Adds a row in short notation, cells between `|`.
    pub(super) fn add(&mut self, table: &'static str, text: &str) {
        let row = text.split('|').map(|cell| value(cell.trim())).collect();
        self.portal.entry(table).or_default().push(row);
    }

    fn fill_portal(&mut self) {
        let mail = "1 Peñasco Ct|~|Prosser|WA|99350";
        self.add(
            "customer",
            &format!("C1|C1|residential|Ana|Núñez|~|C1@example.com|(509) 555-0161|en|{mail}"),
        );
        self.add(
            "customer",
            &format!("C2|C2|business|~|~|Taller Ruiz|C2@example.com|(509) 555-0161|es|{mail}"),
        );
        for p in ["P1", "P2"] {
            self.add(
                "service_location",
                &format!("{p}|{p}|{p} Main St|~|Prosser|WA|99350|~"),
            );
        }
        self.add("account", &format!("{ONE}|00001-111|C1|P1|open|@2010-01-04|~|3|~|~|TOU-4|#3000|@2015-03-01|#5000|#5000|~|#0|#0|re_enroll_required|#0|unenrolled|@2017-03-03|@2017-03-03"));
        self.add("account", &format!("{TWO}|00002-222|C2|P2|closed|@2010-01-04|@2016-06-30|3|~|~|TOU-4|#0|@2015-03-01|#2000|#5000|~|#0|#0|none|#0|unenrolled|~|~"));
        self.add("meter", &format!("{ONE}|E1|electric|1|~|~"));
        self.add(
            "usage",
            &format!("{ONE}|B2/E1|E1|B2|@2017-01-02|@2017-01-31|270|kWh|actual"),
        );
        self.add(
            "bill",
            &format!(
                "{ONE}|B2|B2|@2017-02-03|@2017-03-03|@2017-02-24|~|@2017-02-03|#1000|#4000|#5000|#0|cycle_day"
            ),
        );
        self.add(
            "bill",
            &format!(
                "{TWO}|B3|B3|@2016-06-30|@2016-07-20|@2016-07-20|~|@2016-06-30|#0|#2500|#2500|#0|~"
            ),
        );
        self.add(
            "payment",
            &format!("{ONE}|1|1|@2017-01-10|#2000|bank_bill_pay|posted|BA1"),
        );
        self.add(
            "adjustment",
            &format!("{TWO}|A1|A1|@2016-06-30|#-500|credit|~"),
        );
        self.fill_rest();
    }

    fn fill_rest(&mut self) {
        self.add("billing_calendar", "3|2017-01|@2017-01-02|@2017-01-02|@2017-01-04|@2017-01-04|@2017-01-24|@2017-01-24|~|#1|~|~|~|~|~|~|~|~");
        self.add("billing_calendar", "3|2017-02|@2017-01-31|@2017-01-31|@2017-02-03|@2017-02-03|@2017-02-24|@2017-03-03|#29|#1|~|~|~|~|~|~|#29|due:window");
        self.add(
            "installment",
            &format!("{ONE}|R1|#1|@2017-03-02|@2017-03-03|#700|first_open_day"),
        );
        self.add(
            "scheduled_payment",
            &format!("{ONE}|D1|@2017-03-14|@2017-03-14|#5000|cancelled|~"),
        );
        self.fill_holds();
        self.add(
            "portal_user",
            "U1|C1|ana|ana@example.com|~|re_register|#0|#0|~",
        );
        self.add(
            "account_note",
            &format!("{ONE}|N1|@2016-11-22|Meter E1 verified; paid with [removed] at counter."),
        );
        for line in [
            format!("00001-111|{ONE}|carried|open"),
            format!("00002-222|{TWO}|carried|balance"),
            "00003-333|~|not_carried|closed_before_window".to_owned(),
        ] {
            self.add("crosswalk", &line);
            let cells: Vec<&str> = line
                .split('|')
                .map(|c| if c == "~" { "" } else { c })
                .collect();
            self.crosswalk.push(record(&[
                ("legacy_account_number", cells[0]),
                ("account_number", cells[1]),
                ("disposition", cells[2]),
                ("reason", cells[3]),
            ]));
        }
    }

    fn fill_notices(&mut self) {
        let all = "new_account_number+due_date_moved+draft_cancelled+autopay_re_enroll+bank_bill_pay+re_register";
        for (id, customer, kind, language, number) in [
            ("NT1", "C1", all, "en", ONE),
            ("NT2", "C2", "new_account_number", "es", TWO),
        ] {
            self.add(
                "notice",
                &format!("{id}|{customer}|{kind}|{language}|mail|notices/{id}.pdf|#1|#1"),
            );
            self.add("notice_account", &format!("{number}|{id}"));
            let file = format!("notices/{id}.pdf");
            self.manifest.push(record(&[
                ("notice_id", id),
                ("customer_id", customer),
                ("kind", kind),
                ("language", language),
                ("channel", "mail"),
                ("file", &file),
                ("account_numbers", number),
            ]));
            let word = if language == "es" {
                "cuenta"
            } else {
                "account"
            };
            self.letters
                .insert(id.to_owned(), format!("Su {word}: {number}. 99350"));
        }
    }

    /// Puts a value into the cell of the first row whose key column has `key`.
    pub(super) fn set(&mut self, table: &'static str, key: (&str, &str), column: &str, text: &str) {
        let columns = columns_of(table);
        let place = |name: &str| columns.iter().position(|c| *c == name).unwrap();
        let wanted = value(key.1);
        let row = self
            .portal
            .get_mut(table)
            .unwrap()
            .iter_mut()
            .find(|row| row[place(key.0)] == wanted)
            .unwrap();
        row[place(column)] = value(text);
    }

    fn file_accounts(&self) -> Vec<FileAccount> {
        let two = [
            Entity::Customer,
            Entity::Premise,
            Entity::Account,
            Entity::Bill,
        ];
        let carried = |entity: Entity| {
            if let Some(carried) = self.carried.get(&entity) {
                *carried
            } else if two.contains(&entity) || entity == Entity::Calendar {
                2
            } else if entity == Entity::Note {
                usize::MAX
            } else {
                usize::from(entity != Entity::PaymentMethod)
            }
        };
        self.files
            .iter()
            .map(|(entity, rows)| {
                let mut file = FileAccount {
                    file: entity.name().to_owned(),
                    entity: entity.name().to_owned(),
                    rows_read: rows.len() as u64,
                    ..FileAccount::default()
                };
                let refused = if *entity == Entity::Payment { 2 } else { 0 };
                for i in 0..rows.len() {
                    let fate = if i < carried(*entity) {
                        Fate::Carried
                    } else if i - carried(*entity) < refused {
                        Fate::Rejected
                    } else {
                        Fate::Dropped(DropRule::AccountNotCarried)
                    };
                    file.book(fate, []);
                }
                file
            })
            .collect()
    }

    /// Feeds everything in order, as a command does, and returns the verdict.
    pub(super) fn run(&self) -> Verification {
        let mut secrets = SecretSet::new([3; 32]);
        secrets.add("card_number", CARD);
        secrets.add_identifier("00001-111");
        secrets.add_identifier("(509) 555-0161");
        secrets.freeze();
        let mut portal = Portal::new(&self.policy, &secrets, &["[removed]"]);
        for (table, columns) in TABLES {
            for row in self.portal.get(table).into_iter().flatten() {
                portal.row(table, columns, row);
            }
        }
        let files = self.file_accounts();
        for file in &files {
            let cells = [
                Value::from("run"),
                Value::from(file.file.as_str()),
                Value::from(file.entity.as_str()),
                Value::from("sha"),
                Value::from(file.rows_read as i64),
                Value::from(file.rows_carried as i64),
                Value::from(file.rows_dropped() as i64),
                Value::from(file.rows_rejected as i64),
            ];
            portal.row("source_file", columns_of("source_file"), &cells);
        }
        portal.end();
        let entities = self.files.iter().map(|(entity, _)| *entity).collect();
        let mut source = Source::new(&self.policy, entities, &portal);
        for (entity, rows) in &self.files {
            source.file(&FedFile {
                entity: *entity,
                name: entity.name().to_owned(),
                columns: Vec::new(),
                repeated_rows_dropped: false,
            });
            for (i, mapped) in rows.iter().enumerate() {
                source.row(FedRow {
                    number: i as u64 + 2,
                    mapped,
                    first_of_key: true,
                    bill_date: Some(day("2017-02-03")),
                });
            }
        }
        let mut outputs = Outputs {
            crosswalk: self.crosswalk.clone(),
            manifest: self.manifest.clone(),
            rejects: self.rejects.clone(),
            billing_calendar: records(&self.portal, "billing_calendar"),
            files,
            ..Outputs::default()
        };
        if let Some(lines) = &self.hold_lines {
            outputs.holds = HoldFile::begin();
            for line in lines {
                outputs.holds.line(&portal, line);
            }
        }
        let index = NumberIndex::new(&portal);
        for (id, text) in &self.letters {
            outputs.letter(&index, id, text);
        }
        let mut verification = verify(&portal, source, &outputs, &self.former);
        let searched = self.scanned.iter();
        let searched = searched.map(|(name, text)| (name.clone(), secrets.scan(text.as_bytes())));
        verification.add_search(searched);
        verification
    }

    /// Returns the checks that fail, and everything they say.
    pub(super) fn red(&self) -> (Vec<&'static str>, String) {
        let found = self.run();
        let red: Vec<_> = found
            .checks
            .iter()
            .filter(|check| check.status == Status::Failed)
            .collect();
        let said: Vec<String> = red.iter().flat_map(|c| c.failures.clone()).collect();
        (red.iter().map(|c| c.id).collect(), said.join("\n"))
    }
}

pub(super) fn columns_of(table: &str) -> &'static [&'static str] {
    TABLES.iter().find(|(name, _)| *name == table).unwrap().1
}
