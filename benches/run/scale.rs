//! Makes a large delivery out of the small Benton sample: every row again and again, each time
//! with new keys.
//!
//! Whole accounts are repeated, with their customer, place, meters and history, so every ledger
//! still ties. The first copy keeps the sample's own keys. The billing calendar and the rows with
//! the delivery's known defects stand once. No randomness: the same factor gives the same bytes.

use csv::{ByteRecord, QuoteStyle, ReaderBuilder, Terminator, WriterBuilder};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::io::BufWriter;
use std::path::Path;

/// What this module fails with.
pub type Failure = Box<dyn Error>;

/// The files of the delivery.
pub const FILES: [&str; 14] = [
    "CUSTMAST.csv",
    "PREMISE.csv",
    "ACCTMAST.csv",
    "METER.csv",
    "BILLHIST.csv",
    "USAGE.csv",
    "PAYHIST.csv",
    "ADJHIST.csv",
    "PAYARR.csv",
    "DRAFTS.csv",
    "PAYMETH.csv",
    "NOTES.csv",
    "WEBUSER.csv",
    "BILLCAL.csv",
];

/// The delivery's known defects, as file and line: see the sample's EXTRACT.md.
pub const DEFECTS: [(&str, u64); 5] = [
    ("BILLHIST.csv", 3231),
    ("BILLHIST.csv", 4404),
    ("PAYHIST.csv", 1872),
    ("PAYHIST.csv", 2348),
    ("ADJHIST.csv", 356),
];

/// How large a scaled delivery became.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Accounts.
    pub accounts: u64,
    /// Data rows of all files.
    pub rows: u64,
    /// Bytes of all files.
    pub bytes: u64,
}

/// How a column changes from copy to copy.
#[derive(Clone, Copy)]
enum Change {
    /// Stays as it is.
    Keep,
    /// A letter or two and digits: the copy's number goes between them.
    Key,
    /// A new number out of the table of accounts.
    Account,
    /// A new serial out of the table of meters.
    Meter,
    /// The copy's number at the end.
    Login,
    /// A card number: other digits behind the issuer's six, the check digit right.
    Card,
    /// A bank account: other digits.
    Bank,
    /// Free text: account numbers and serials in it change as they do elsewhere.
    Text,
}

impl Change {
    fn of(column: &[u8]) -> Self {
        match column {
            b"CUST_NO" | b"PREM_NO" | b"BILL_NO" | b"PAY_NO" | b"ADJ_NO" | b"ARR_NO"
            | b"DRAFT_NO" | b"METH_NO" | b"NOTE_NO" | b"USER_NO" | b"STMT_GRP" => Self::Key,
            b"ACCT_NO" => Self::Account,
            b"MTR_NO" => Self::Meter,
            b"LOGIN" => Self::Login,
            b"CARD_NO" => Self::Card,
            b"BANK_ACCT" => Self::Bank,
            b"NOTE_TXT" => Self::Text,
            _ => Self::Keep,
        }
    }
}

/// Writes the delivery in `from`, `copies` times over, to the folder `to`, which is made.
pub fn scale(from: &Path, to: &Path, copies: u64) -> Result<Size, Failure> {
    fs::create_dir_all(to)?;
    let names = Names::new(from, copies)?;
    let mut size = Size::default();
    for file in FILES {
        let rows = scale_file(from, to, file, copies, &names)?;
        size.rows += rows;
        size.bytes += fs::metadata(to.join(file))?.len();
        if file == "ACCTMAST.csv" {
            size.accounts = rows;
        }
    }
    Ok(size)
}

fn scale_file(
    from: &Path,
    to: &Path,
    file: &str,
    copies: u64,
    names: &Names,
) -> Result<u64, Failure> {
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .from_path(from.join(file))?;
    let mut writer = WriterBuilder::new()
        .flexible(true)
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(BufWriter::new(fs::File::create(to.join(file))?));
    let header = reader.byte_headers()?.clone();
    writer.write_byte_record(&header)?;
    let changes: Vec<Change> = header.iter().map(Change::of).collect();
    let mut rows = 0;
    // None of the files with defects has line breaks in its fields: a record is a line.
    for (line, record) in (2_u64..).zip(reader.byte_records()) {
        let record = record?;
        let once = file == "BILLCAL.csv" || DEFECTS.contains(&(file, line));
        for copy in 0..if once { 1 } else { copies } {
            writer.write_byte_record(&names.change(&record, &changes, copy))?;
            rows += 1;
        }
    }
    writer.flush()?;
    Ok(rows)
}

/// The new account numbers and meter serials of every copy.
struct Names {
    accounts: BTreeMap<Vec<u8>, Vec<Vec<u8>>>,
    meters: BTreeMap<Vec<u8>, Vec<Vec<u8>>>,
}

impl Names {
    fn new(from: &Path, copies: u64) -> Result<Self, Failure> {
        let mut used = column(from, "PAYHIST.csv", b"ACCT_NO")?;
        let accounts = column(from, "ACCTMAST.csv", b"ACCT_NO")?;
        used.extend(accounts.iter().cloned());
        let meters = column(from, "METER.csv", b"MTR_NO")?;
        used.extend(meters.iter().cloned());
        let mut counter = 0;
        Ok(Self {
            accounts: table(accounts, copies, &mut used, &mut counter, account_number),
            meters: table(meters, copies, &mut used, &mut counter, serial),
        })
    }

    fn change(&self, record: &ByteRecord, changes: &[Change], copy: u64) -> ByteRecord {
        if copy == 0 {
            return record.clone();
        }
        record
            .iter()
            .zip(changes)
            .map(|(cell, change)| match change {
                _ if cell.is_empty() => Vec::new(),
                Change::Keep => cell.to_vec(),
                Change::Key => key(cell, copy),
                Change::Account => of_copy(&self.accounts, cell, copy),
                Change::Meter => of_copy(&self.meters, cell, copy),
                Change::Login => [cell, format!(".{copy}").as_bytes()].concat(),
                Change::Card => card(cell, copy),
                Change::Bank => shifted(cell, copy),
                Change::Text => self.text(cell, copy),
            })
            .collect()
    }

    /// Old and new have the same length, so each is written over in place.
    fn text(&self, text: &[u8], copy: u64) -> Vec<u8> {
        let mut changed = text.to_vec();
        for table in [&self.accounts, &self.meters] {
            for old in table.keys() {
                let places = 0..text.len().saturating_sub(old.len().saturating_sub(1));
                for at in places.filter(|at| text[*at..].starts_with(old)) {
                    let new = of_copy(table, old, copy);
                    changed[at..at + old.len()].copy_from_slice(&new);
                }
            }
        }
        changed
    }
}

/// Returns the values of a column, each once.
fn column(from: &Path, file: &str, name: &[u8]) -> Result<BTreeSet<Vec<u8>>, Failure> {
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .from_path(from.join(file))?;
    let at = reader.byte_headers()?.iter().position(|c| c == name);
    let at = at.ok_or_else(|| format!("{file} has no column {}", name.escape_ascii()))?;
    let mut values = BTreeSet::new();
    for record in reader.byte_records() {
        values.extend(record?.get(at).map(<[u8]>::to_vec));
    }
    Ok(values)
}

/// Gives every old name a name for each copy, its own one for the first; none is given twice.
fn table(
    old: BTreeSet<Vec<u8>>,
    copies: u64,
    used: &mut BTreeSet<Vec<u8>>,
    counter: &mut u64,
    make: fn(&[u8], u64) -> Vec<u8>,
) -> BTreeMap<Vec<u8>, Vec<Vec<u8>>> {
    let mut given = BTreeMap::new();
    for name in old {
        let mut names = vec![name.clone()];
        for _ in 1..copies {
            names.push(loop {
                *counter += 1;
                let new = make(&name, *counter);
                if used.insert(new.clone()) {
                    break new;
                }
            });
        }
        given.insert(name, names);
    }
    given
}

fn of_copy(table: &BTreeMap<Vec<u8>, Vec<Vec<u8>>>, old: &[u8], copy: u64) -> Vec<u8> {
    let names = table.get(old);
    let name = usize::try_from(copy)
        .ok()
        .and_then(|copy| names?.get(copy))
        .map_or(old, Vec::as_slice);
    name.to_vec()
}

/// `C100003` becomes `C7100003` in copy 7: digits keep their count, so no two are the same.
fn key(old: &[u8], copy: u64) -> Vec<u8> {
    let letters = old.iter().take_while(|b| !b.is_ascii_digit()).count();
    let (letters, digits) = old.split_at(letters);
    [letters, copy.to_string().as_bytes(), digits].concat()
}

/// A number of the form NNNNN-NNN; the step shares no divisor with 10, so it visits all of them.
fn account_number(_: &[u8], counter: u64) -> Vec<u8> {
    let n = counter.wrapping_mul(61_803_397) % 100_000_000;
    format!("{:05}-{:03}", n / 1000, n % 1000).into_bytes()
}

/// A serial like the old one: `E` and eight digits, or sixteen digits with a Luhn check digit.
fn serial(old: &[u8], counter: u64) -> Vec<u8> {
    if old.first() == Some(&b'E') {
        let n = counter.wrapping_mul(61_803_397) % 100_000_000;
        return format!("E{n:08}").into_bytes();
    }
    let n = counter.wrapping_mul(61_803_397_111) % 1_000_000_000_000_000;
    with_check_digit(format!("{n:015}").into_bytes())
}

fn card(old: &[u8], copy: u64) -> Vec<u8> {
    let issuer = old.len().min(6);
    let middle = &old[issuer..old.len().saturating_sub(1).max(issuer)];
    with_check_digit([&old[..issuer], &shifted(middle, copy)].concat())
}

/// Adds a number that depends on the copy; the count of digits stays.
fn shifted(digits: &[u8], copy: u64) -> Vec<u8> {
    let mut carry = copy.wrapping_mul(7919);
    let mut changed = digits.to_vec();
    for digit in changed.iter_mut().rev().filter(|d| d.is_ascii_digit()) {
        let sum = u64::from(*digit - b'0') + carry % 10;
        carry = carry / 10 + sum / 10;
        *digit = b'0' + u8::try_from(sum % 10).unwrap_or(0);
    }
    changed
}

/// Appends the mod 10 check digit.
pub fn with_check_digit(mut digits: Vec<u8>) -> Vec<u8> {
    let mut sum = 0;
    for (place, digit) in digits.iter().rev().enumerate() {
        let value = digit.wrapping_sub(b'0');
        sum += match (place % 2, value) {
            (0, 0..=4) => value * 2,
            (0, 5..=9) => value * 2 - 9,
            _ => value,
        };
        sum %= 10;
    }
    digits.push(b'0' + (10 - sum) % 10);
    digits
}

/// Returns the mapping with another daily capacity: a hundred times the accounts are due on the
/// same days. Nothing else changes.
pub fn with_capacity(mapping: &str, capacity: u64) -> Result<String, Failure> {
    let key = mapping
        .find("daily_capacity")
        .ok_or("the mapping has no daily_capacity")?;
    let from = mapping[key..]
        .find(|c: char| c.is_ascii_digit())
        .map(|at| key + at)
        .ok_or("daily_capacity has no number")?;
    let digits = mapping[from..]
        .find(|c: char| !c.is_ascii_digit() && c != '_')
        .unwrap_or(mapping.len() - from);
    Ok(format!(
        "{}{capacity}{}",
        &mapping[..from],
        &mapping[from + digits..]
    ))
}
