//! The smallest whole delivery: two customers, two places, two accounts, three bills and two
//! payments of the invented Mill Creek Utilities, with its mapping. Every case begins with it,
//! changes one thing, and shows what the program then says. As it stands nothing is wrong with it.

use super::super::support::{Ran, program, ran};
use std::fs;
use std::path::PathBuf;

const MAPPING: &str = r#"exports = "exports"
out     = "out"

[utility]
name      = "Mill Creek Utilities"
time_zone = "America/Los_Angeles"

[cutover]
extracted_on = 2017-02-23
on           = 2017-03-01

[account_numbers]
policy = "keep"

[customer]
file                = "CUSTOMER.csv"
legacy_customer_id  = "CUST"
kind                = { column = "KIND", codes = { R = "residential", C = "business" } }
last_name           = "LAST"
first_name          = "FIRST"
business_name       = "COMPANY"
language            = { always = "en" }
mailing_line1       = "STREET"
mailing_line2       = "UNIT"
mailing_city        = "CITY"
mailing_state       = "STATE"
mailing_postal_code = "ZIP"

[premise]
file              = "PLACE.csv"
legacy_premise_id = "PLACE"
line1             = "STREET"
city              = "CITY"
state             = "STATE"
postal_code       = "ZIP"

[account]
file                  = "ACCOUNT.csv"
legacy_account_number = "ACCT"
legacy_customer_id    = "CUST"
legacy_premise_id     = "PLACE"
status                = { column = "STAT", codes = { A = "open", F = "closed" } }
opened_on             = "OPENED"
bill_cycle            = "CYC"
balance               = "BALANCE"
autopay               = { column = "APAY", yes = "Y", no = "N" }

[calendar]
file       = "CALENDAR.csv"
bill_cycle = "CYC"
period     = "PERIOD"
read_date  = "READ"
bill_date  = "BILLED"
due_date   = "DUE"

[bill]
file                  = "BILL.csv"
legacy_bill_id        = "BILL"
legacy_account_number = "ACCT"
bill_date             = "BILLED"
due_date              = "DUE"
current_charges       = "CHARGES"

[payment]
file                  = "PAYMENT.csv"
legacy_payment_id     = "PAY"
legacy_account_number = "ACCT"
paid_on               = "PAID"
amount                = "AMOUNT"
channel               = { column = "SOURCE", codes = { CK = "check", CA = "cash" } }
"#;

const EXPORTS: [(&str, &str); 6] = [
    (
        "CUSTOMER.csv",
        "CUST,KIND,LAST,FIRST,COMPANY,STREET,UNIT,CITY,STATE,ZIP\n\
         C1,R,Ames,Ruth,,12 Mill Rd,,Mill Creek,WA,98012\n\
         C2,C,,,Brook Bakery,7 Main St,Unit 3,Mill Creek,WA,98012\n",
    ),
    (
        "PLACE.csv",
        "PLACE,STREET,CITY,STATE,ZIP\n\
         P1,12 Mill Rd,Mill Creek,WA,98012\n\
         P2,7 Main St,Mill Creek,WA,98012\n",
    ),
    (
        "ACCOUNT.csv",
        "ACCT,CUST,PLACE,STAT,OPENED,CYC,BALANCE,APAY\n\
         0101,C1,P1,A,2009-05-04,1,50.00,N\n\
         0202,C2,P2,A,2012-08-01,1,0.00,N\n",
    ),
    (
        "CALENDAR.csv",
        "CYC,PERIOD,READ,BILLED,DUE\n\
         1,2017-01,2017-01-06,2017-01-10,2017-01-30\n\
         1,2017-02,2017-02-06,2017-02-10,2017-03-02\n",
    ),
    (
        "BILL.csv",
        "BILL,ACCT,BILLED,DUE,CHARGES\n\
         B1,0101,2017-01-10,2017-01-30,60.00\n\
         B2,0101,2017-02-10,2017-03-02,50.00\n\
         B3,0202,2017-02-10,2017-03-02,40.00\n",
    ),
    (
        "PAYMENT.csv",
        "PAY,ACCT,PAID,AMOUNT,SOURCE\n\
         Y1,0101,2017-01-25,60.00,CK\n\
         Y2,0202,2017-02-20,40.00,CA\n",
    ),
];

/// The mapping's name, as every message calls it.
const NAME: &str = "mill-creek.toml";

/// A folder with the mapping and the exports.
pub struct Small {
    folder: tempfile::TempDir,
    key: Option<String>,
}

impl Small {
    /// Makes one.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let small = Self { folder, key: None }.write(NAME, MAPPING);
        let exports = EXPORTS.iter();
        exports.fold(small, |small, (file, text)| {
            small.write(&format!("exports/{file}"), text)
        })
    }

    /// Returns where something of it is, by its path from the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, by its path from the folder.
    pub fn write(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Writes a file of the exports.
    pub fn export(self, file: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(&format!("exports/{file}"), bytes)
    }

    /// Returns the text of a file of the exports.
    pub fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(&format!("exports/{file}"))).unwrap()
    }

    /// Removes a file, by its path from the folder.
    pub fn without(self, name: &str) -> Self {
        fs::remove_file(self.path(name)).unwrap();
        self
    }

    /// Puts a folder where a file was.
    pub fn folder_for(self, name: &str) -> Self {
        let small = self.without(name);
        fs::create_dir(small.path(name)).unwrap();
        small
    }

    fn replace(self, name: &str, from: &str, to: &str) -> Self {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from:?} in {name}");
        self.write(name, text.replace(from, to))
    }

    /// Replaces a text that stands once in the mapping.
    pub fn mapping(self, from: &str, to: &str) -> Self {
        self.replace(NAME, from, to)
    }

    /// Adds lines to a table of the mapping, right below its heading.
    pub fn under(self, table: &str, lines: &str) -> Self {
        let heading = format!("[{table}]\n");
        self.mapping(&heading, &format!("{heading}{lines}\n"))
    }

    /// Adds a table to the end of the mapping.
    pub fn table(self, lines: &str) -> Self {
        let text = fs::read_to_string(self.path(NAME)).unwrap();
        self.write(NAME, format!("{text}\n{lines}\n"))
    }

    /// Replaces a text that stands once in a file of the exports.
    pub fn edit(self, file: &str, from: &str, to: &str) -> Self {
        self.replace(&format!("exports/{file}"), from, to)
    }

    /// Adds a line to a file of the exports.
    pub fn line(self, file: &str, line: &str) -> Self {
        let text = self.text(file);
        self.export(file, format!("{text}{line}\n"))
    }

    /// Has account numbers assigned, with a key in the environment.
    pub fn assigned(self, pattern: &str, key: &str) -> Self {
        let keys = format!("policy = \"assign\"\npattern = \"{pattern}\"");
        let mut small = self.mapping("policy = \"keep\"", &keys);
        small.key = Some(key.to_owned());
        small
    }

    /// Puts another key in the environment.
    pub fn with_key(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    /// Leaves a result in a folder beside it.
    pub fn run(&self, out: &str) {
        self.ran(&["run", NAME, "--out", out]).expect(0);
    }

    /// Returns what `check` says of it.
    pub fn check(&self) -> String {
        self.said("check", &[])
    }

    /// Returns what the dry run says of it.
    pub fn plan(&self) -> String {
        self.said("plan", &[])
    }

    /// Returns what `inspect` says of a file that lies beside it.
    pub fn inspect(self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        self.write(name, bytes).line_said(&["inspect", name])
    }

    /// Returns what a command says of its mapping.
    pub fn said(&self, verb: &str, more: &[&str]) -> String {
        self.line_said(&[&[verb, NAME], more].concat())
    }

    /// Returns what the program says in its folder: the command line, stderr, the exit code.
    pub fn line_said(&self, arguments: &[&str]) -> String {
        let ran = self.ran(arguments);
        let line = arguments.join(" ");
        format!("$ cutover {line}\n\n{}\n(exit {})\n", ran.stderr, ran.code)
    }

    /// Runs a command line in its folder.
    pub fn ran(&self, arguments: &[&str]) -> Ran {
        let mut program = program();
        program.current_dir(self.folder.path());
        if let Some(key) = &self.key {
            program.env("CUTOVER_KEY", key);
        }
        ran(program.args(arguments))
    }
}
