//! The rows of a portal database, as one digest and as what a search looks at: for a database that
//! is no file. The same rows give the same digest in every kind of database.

use super::failure::Failure;
use super::search_files::Searched;
use crate::portal::{Portal, Store};
use crate::record::portal::TABLES;
use crate::record::value::Value;
use crate::verify::context::Manner;
use crate::verify::secrets::{Part, SecretSet};
use crate::write::removal::OutputDigest;
use sha2::{Digest, Sha256};

/// How a database that is no file is called.
pub(super) const NAME: &str = "portal database";
/// Bytes searched at a time.
const PART: usize = 4 << 20;
/// What stands between two values that are searched together: no number runs over a letter.
const BETWEEN: &[u8] = b"\nz\n";

/// Returns the digest of all rows: tables in their order, rows in the order of their keys, values as
/// text with their lengths. `bytes` counts those texts.
///
/// # Errors
/// Where the database cannot be read.
pub fn digest(store: &Store) -> Result<OutputDigest, Failure> {
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    each_value(store, |table, values| {
        hash.update(table.as_bytes());
        for value in values {
            let text = text(value);
            let text = text.as_deref().map(str::as_bytes);
            bytes += text.map_or(0, |text| text.len() as u64);
            hash.update(
                text.map_or(u64::MAX, |text| text.len() as u64)
                    .to_be_bytes(),
            );
            hash.update(text.unwrap_or_default());
        }
    })?;
    Ok(OutputDigest {
        file: NAME.to_owned(),
        files: 1,
        bytes,
        sha256: hash.finalize().iter().map(|b| format!("{b:02x}")).collect(),
    })
}

/// Searches the texts of all rows. Short values were searched cell by cell when the rows were
/// proved; here the long ones are, once more, as they are in the bytes of a file.
///
/// # Errors
/// Where the database cannot be read.
pub fn search(set: &SecretSet, store: &Store) -> Result<Searched, Failure> {
    let (mut part, mut searched, mut hit) = (Vec::with_capacity(PART), 0, None);
    let mut look = |part: &mut Vec<u8>| {
        searched += part.len() as u64;
        if hit.is_none() {
            hit = set.search(&Part::whole(part, Manner::Database));
        }
        part.clear();
    };
    each_value(store, |_, values| {
        for value in values {
            if let Value::Text(text) = value {
                part.extend_from_slice(text.as_bytes());
                part.extend_from_slice(BETWEEN);
            }
        }
        if part.len() >= PART {
            look(&mut part);
        }
    })?;
    look(&mut part);
    Ok(Searched {
        file: NAME.to_owned(),
        bytes: searched,
        hit,
    })
}

fn each_value(store: &Store, mut each: impl FnMut(&str, &[Value])) -> Result<(), Failure> {
    let mut portal = Portal::open(store)?;
    for (table, columns) in TABLES {
        portal.each_row(table, columns, |values| each(table, values))?;
    }
    Ok(portal.close()?)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Text(text) => Some(text.clone()),
        Value::Int(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(i64::from(*flag).to_string()),
        Value::Date(day) => Some(day.to_string()),
        Value::Decimal(number) => Some(number.normalize().to_string()),
    }
}
