//! What is measured as a process of its own beside programs and scripts: the floor of SQLite, and a
//! bare parse of the files. This program starts itself for them with `--child`.
//!
//! The rows of the floor stand in a file of our own form, so that nothing is parsed or converted when
//! they are inserted: a table is a line with its name, then rows of values, each a letter and bytes.

use super::Failure;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// Does what `--child` was told.
///
/// # Errors
/// Where it cannot be done.
pub fn child(arguments: &[String]) -> Result<(), Failure> {
    match arguments {
        [what, exports] if what == "parse" => parse(Path::new(exports)),
        [what, rows, handed, file] if what == "floor" => {
            insert(Path::new(rows), Path::new(handed), Path::new(file))
        }
        _ => Err("`--child` is for this program itself".into()),
    }
}

/// Reads every file with one thread, and does nothing with the rows.
fn parse(exports: &Path) -> Result<(), Failure> {
    let mut cells = 0;
    for entry in fs::read_dir(exports)? {
        let mut reader = csv::Reader::from_path(entry?.path())?;
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record)? {
            cells += record.len();
        }
    }
    println!("{cells} cells");
    Ok(())
}

/// Writes the rows of all tables of a database to a file, in the order of their keys.
///
/// # Errors
/// Where one cannot be read or the other not be written.
pub fn prepare(database: &Path, rows: &Path) -> Result<(), Failure> {
    let database = Connection::open(database)?;
    let mut out = BufWriter::new(File::create(rows)?);
    for (table, columns) in cutover::record::portal::TABLES {
        let columns = columns.join(", ");
        let mut select = database.prepare(&format!("SELECT {columns} FROM {table}"))?;
        let count = select.column_count();
        writeln!(out, "{table} {count} {columns}")?;
        let mut found = select.query([])?;
        while let Some(row) = found.next()? {
            out.write_all(b"r")?;
            for column in 0..count {
                put(row.get_ref(column)?, &mut out)?;
            }
        }
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

fn put(value: ValueRef<'_>, out: &mut impl Write) -> Result<(), Failure> {
    match value {
        ValueRef::Null => out.write_all(b"n")?,
        ValueRef::Integer(number) => {
            out.write_all(b"i")?;
            out.write_all(&number.to_le_bytes())?;
        }
        ValueRef::Real(number) => {
            out.write_all(b"f")?;
            out.write_all(&number.to_le_bytes())?;
        }
        ValueRef::Text(text) | ValueRef::Blob(text) => {
            out.write_all(b"t")?;
            out.write_all(&u32::try_from(text.len())?.to_le_bytes())?;
            out.write_all(text)?;
        }
    }
    Ok(())
}

/// A value on its way: text stands in a buffer that is used again for every row.
enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(Vec<u8>),
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
            Self::Text(text) => ValueRef::Text(text),
        }))
    }
}

/// Inserts the prepared rows in one transaction, then makes keys and indexes.
fn insert(rows: &Path, handed: &Path, file: &Path) -> Result<(), Failure> {
    let database = Connection::open(file)?;
    database.execute_batch("PRAGMA cache_size = -65536")?;
    database.execute_batch(&fs::read_to_string(handed.join("sqlite-tables.sql"))?)?;
    database.execute_batch("BEGIN")?;
    let mut rows = BufReader::with_capacity(1 << 20, File::open(rows)?);
    let mut head = String::new();
    while rows.read_line(&mut head)? > 0 {
        let mut words = head.trim_end().splitn(3, ' ');
        let (Some(table), Some(count), Some(columns)) = (words.next(), words.next(), words.next())
        else {
            return Err("the prepared rows are broken".into());
        };
        let mut cells: Vec<Cell> = (0..count.parse()?).map(|_| Cell::Null).collect();
        let marks = vec!["?"; cells.len()].join(", ");
        let into = format!("INSERT INTO {table} ({columns}) VALUES ({marks})");
        let mut insert = database.prepare(&into)?;
        while byte(&mut rows)? == b'r' {
            for (at, cell) in cells.iter_mut().enumerate() {
                take(&mut rows, cell)?;
                insert.raw_bind_parameter(at + 1, &*cell)?;
            }
            insert.raw_execute()?;
        }
        head.clear();
    }
    database.execute_batch(&fs::read_to_string(handed.join("sqlite-keys.sql"))?)?;
    database.execute_batch("COMMIT")?;
    Ok(())
}

fn byte(rows: &mut impl Read) -> Result<u8, Failure> {
    let mut byte = [0];
    rows.read_exact(&mut byte)?;
    let [byte] = byte;
    Ok(byte)
}

fn take(rows: &mut impl Read, cell: &mut Cell) -> Result<(), Failure> {
    let mut eight = [0; 8];
    match byte(rows)? {
        b'n' => *cell = Cell::Null,
        b'i' => {
            rows.read_exact(&mut eight)?;
            *cell = Cell::Integer(i64::from_le_bytes(eight));
        }
        b'f' => {
            rows.read_exact(&mut eight)?;
            *cell = Cell::Real(f64::from_le_bytes(eight));
        }
        _ => {
            let mut length = [0; 4];
            rows.read_exact(&mut length)?;
            let mut text = match std::mem::replace(cell, Cell::Null) {
                Cell::Text(text) => text,
                Cell::Null | Cell::Integer(_) | Cell::Real(_) => Vec::new(),
            };
            text.resize(usize::try_from(u32::from_le_bytes(length))?, 0);
            rows.read_exact(&mut text)?;
            *cell = Cell::Text(text);
        }
    }
    Ok(())
}
