//! Records of several types in one file: which come first and last, which are rows, and whether
//! the trailer's count is that of its rows.
//!
//! In: records in the file's order, with their line. Out: the column names, which records are
//! rows, and what the trailer says its rows sum to. Reads no amount.

use super::TrailerSum;
use super::encoding::decode;
use super::own_form::Framed;
use crate::diag::finding::Finding;
use crate::diag::mask::quoted;
use crate::record::format::{Encoding, FieldAt, Names, RecordTypes};
use crate::record::origin::Origin;
use csv::ByteRecord;

/// What to do about a record that cannot stand where it does.
const NOT_WHOLE: &str = "the file is not whole or not as `format.records` says, so the delivery is refused; compare the record with the extract notes, or have the file sent again";

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Heading or trailer.
    Frame,
    /// A row.
    Row,
}

/// Follows the records of one file.
pub(super) struct Sequence {
    file: String,
    encoding: Encoding,
    types: RecordTypes,
    /// Records so far.
    records: u64,
    rows: u64,
    names: Option<Vec<String>>,
    trailer: Option<TrailerSum>,
    ended: bool,
}

impl Sequence {
    pub(super) fn new(file: &str, encoding: Encoding, types: RecordTypes) -> Self {
        let names = if let Names::Given(names) = &types.names {
            Some(names.clone())
        } else {
            None
        };
        Self {
            file: file.to_owned(),
            encoding,
            types,
            records: 0,
            rows: 0,
            names,
            trailer: None,
            ended: false,
        }
    }

    /// Returns the column names once everything that stands before the rows was taken.
    pub(super) fn header(&self) -> Option<&[String]> {
        let before_rows = self.records > 0 || self.types.header.is_none();
        self.names.as_deref().filter(|_| before_rows)
    }

    /// Returns the sum that the trailer states, once it was taken.
    pub(super) fn trailer_sum(&self) -> Option<&TrailerSum> {
        self.trailer.as_ref().filter(|_| self.types.sum.is_some())
    }

    /// Returns the fields of the trailer of a file with these rows in it; none where files of
    /// this kind have no trailer.
    pub(super) fn trailer_of(&self, rows: &Framed) -> Option<Vec<String>> {
        let mut fields = vec![self.types.trailer.clone()?];
        let mut put = |field: Option<FieldAt>, text: &str| {
            let at = match field {
                Some(FieldAt::Index(at)) => at,
                Some(FieldAt::Last) => fields.len(),
                None => return,
            };
            if fields.len() <= at {
                fields.resize(at + 1, String::new());
            }
            if let Some(slot) = fields.get_mut(at) {
                text.clone_into(slot);
            }
        };
        put(self.types.count, &rows.rows.to_string());
        put(self.types.sum, &rows.sum);
        Some(fields)
    }

    /// Takes the next record.
    ///
    /// # Errors
    /// A finding that refuses the file: the record cannot stand here.
    pub(super) fn take(&mut self, record: &ByteRecord, line: u64) -> Result<Part, Finding> {
        let kind = record.get(0).and_then(|bytes| decode(bytes, self.encoding));
        let kind = kind.unwrap_or_default();
        let first = self.records == 0;
        self.records += 1;
        if self.ended {
            let message = format!(
                "a record of type {} stands behind the trailer",
                quoted(&kind)
            );
            return Err(self.wrong("read::after_trailer", line, message));
        }
        if let Some(header) = self.types.header.as_ref().filter(|_| first) {
            if kind != *header {
                let message = format!(
                    "the first record is of type {}, expected the header {}",
                    quoted(&kind),
                    quoted(header)
                );
                return Err(self.wrong("read::header_missing", line, message));
            }
            self.take_names(record, &kind, line)?;
            return Ok(Part::Frame);
        }
        if self.names.is_none() {
            self.take_names(record, &kind, line)?;
            if self.names.is_none() {
                let message = format!(
                    "a record of type {} stands where the column names were expected",
                    quoted(&kind)
                );
                return Err(self.wrong("read::header_missing", line, message));
            }
            return Ok(Part::Frame);
        }
        if kind == self.types.detail {
            self.rows += 1;
            return Ok(Part::Row);
        }
        if self.types.trailer.as_ref() == Some(&kind) {
            self.take_trailer(record, line)?;
            return Ok(Part::Frame);
        }
        let known = [Some(&self.types.detail), self.types.trailer.as_ref()];
        let known: Vec<String> = known.into_iter().flatten().map(|t| quoted(t)).collect();
        let message = format!(
            "a record is of type {}, expected {}",
            quoted(&kind),
            known.join(" or ")
        );
        Err(self.wrong("read::record_type", line, message))
    }

    /// Says whether the file may end here.
    ///
    /// # Errors
    /// A finding where its trailer, or its header, never came.
    pub(super) fn end(&self) -> Result<(), Finding> {
        if self.header().is_none() {
            let message = "ends before its column names".to_owned();
            return Err(Finding::error("read::header_missing", message)
                .at(Origin::file(&self.file))
                .help(NOT_WHOLE));
        }
        match &self.types.trailer {
            Some(kind) if !self.ended => {
                let message = format!(
                    "ends after {} rows without a record of type {}",
                    self.rows,
                    quoted(kind)
                );
                Err(Finding::error("read::trailer_missing", message)
                    .at(Origin::file(&self.file))
                    .help("rows at its end may be missing, so the delivery is refused; have the file sent again and compare its size"))
            }
            _ => Ok(()),
        }
    }

    fn take_names(&mut self, record: &ByteRecord, kind: &str, line: u64) -> Result<(), Finding> {
        let texts = |fields: &mut dyn Iterator<Item = &[u8]>| -> Option<Vec<String>> {
            let text = |bytes| decode(bytes, self.encoding);
            fields.map(text).collect()
        };
        let found = match &self.types.names {
            Names::Joined {
                record: of,
                field,
                separator,
            } if of == kind => texts(&mut at(record, *field).into_iter()).map(|texts| {
                texts
                    .iter()
                    .flat_map(|text| text.split(separator.as_str()))
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            }),
            Names::Fields { record: of, from } if of == kind => {
                texts(&mut record.iter().skip(*from))
            }
            Names::Joined { .. } | Names::Fields { .. } | Names::Given(_) => return Ok(()),
        };
        let Some(names) = found else {
            let message = "the column names are no text in the declared encoding".to_owned();
            return Err(self.wrong("read::bad_encoding", line, message));
        };
        self.names = Some(names.iter().map(|name| name.trim().to_owned()).collect());
        Ok(())
    }

    fn take_trailer(&mut self, record: &ByteRecord, line: u64) -> Result<(), Finding> {
        let text = |field: FieldAt| {
            let text = at(record, field).and_then(|bytes| decode(bytes, self.encoding));
            text.unwrap_or_default().trim().to_owned()
        };
        if let Some(field) = self.types.count {
            let said = text(field);
            let digits = !said.is_empty() && said.bytes().all(|b| b.is_ascii_digit());
            if !digits || said.parse() != Ok(self.rows) {
                let message = format!(
                    "the trailer counts {} records of type {}, the file has {}",
                    quoted(&said),
                    quoted(&self.types.detail),
                    self.rows
                );
                return Err(self.wrong("read::trailer_count", line, message));
            }
        }
        let sum = self.types.sum.map(text).unwrap_or_default();
        self.trailer = Some(TrailerSum { line, text: sum });
        self.ended = true;
        Ok(())
    }

    fn wrong(&self, code: &'static str, line: u64, message: String) -> Finding {
        Finding::error(code, message)
            .at(Origin {
                row: Some(line),
                ..Origin::file(&self.file)
            })
            .help(NOT_WHOLE)
    }
}

/// Returns a field of a record; none where it has no such field.
fn at(record: &ByteRecord, field: FieldAt) -> Option<&[u8]> {
    match field {
        FieldAt::Index(index) => record.get(index),
        FieldAt::Last => record.iter().next_back(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types(names: Names) -> RecordTypes {
        RecordTypes {
            header: Some("H".to_owned()),
            detail: "D".to_owned(),
            trailer: Some("T".to_owned()),
            names,
            count: Some(FieldAt::Index(1)),
            sum: Some(FieldAt::Last),
        }
    }

    fn joined() -> Names {
        Names::Joined {
            record: "H".to_owned(),
            field: FieldAt::Last,
            separator: "|".to_owned(),
        }
    }

    /// Returns the column names, rows and stated sum of a file, or the code that refuses it.
    fn follow(types: RecordTypes, lines: &[&str]) -> Result<(String, u64, String), &'static str> {
        let mut sequence = Sequence::new("T.TXT", Encoding::Utf8, types);
        for (line, text) in (1..).zip(lines) {
            let record = ByteRecord::from(text.split(';').collect::<Vec<_>>());
            sequence.take(&record, line).map_err(|finding| {
                assert_eq!(finding.origin.unwrap().row, Some(line));
                finding.code
            })?;
        }
        sequence.end().map_err(|finding| finding.code)?;
        let sum = sequence.trailer_sum().map(|sum| sum.text.clone());
        let names = sequence.header().unwrap().join(",");
        Ok((names, sequence.rows, sum.unwrap_or_default()))
    }

    #[test]
    fn a_file_as_its_trailer_says_is_taken() {
        let of = |lines: &[&str]| follow(types(joined()), lines);
        let whole = of(&["H;X;A|B", "D;1;2", "D;3;4", "T;2;60-"]);
        assert_eq!(whole, Ok(("A,B".to_owned(), 2, "60-".to_owned())));
        assert_eq!(of(&["H;A", "T;0;"]), Ok(("A".to_owned(), 0, String::new())));
    }

    #[test]
    fn what_is_missing_or_stands_in_the_wrong_place_refuses_the_file() {
        for (lines, code) in [
            (&["D;1", "T;1;"][..], "read::header_missing"),
            (&["T;0;"], "read::header_missing"),
            (&["H;A", "D;1"], "read::trailer_missing"),
            (&["H;A", "D;1", "T;2;"], "read::trailer_count"),
            (&["H;A", "D;1", "T;0;"], "read::trailer_count"),
            (&["H;A", "D;1", "T;;"], "read::trailer_count"),
            (&["H;A", "D;1", "T"], "read::trailer_count"),
            (&["H;A", "D;1", "T;+1;"], "read::trailer_count"),
            (&["H;A", "D;1", "T;1;", "T;1;"], "read::after_trailer"),
            (&["H;A", "D;1", "T;1;", "D;2"], "read::after_trailer"),
            (&["H;A", "X;1", "T;0;"], "read::record_type"),
            (&["H;A", "d;1", "T;0;"], "read::record_type"),
            (&["H;A", "D;1", "H;A", "T;1;"], "read::record_type"),
        ] {
            assert_eq!(follow(types(joined()), lines), Err(code), "{lines:?}");
        }
    }

    #[test]
    fn column_names_stand_where_the_mapping_says() {
        let own = |from| Names::Fields {
            record: "C".to_owned(),
            from,
        };
        let found = follow(types(own(1)), &["H;x", "C;A;B", "D;1;2", "T;1;"]).unwrap();
        assert_eq!(found.0, "A,B");
        let early = follow(types(own(1)), &["H;x", "D;1;2", "C;A;B", "T;1;"]);
        assert_eq!(early, Err("read::header_missing"));
        let given = || types(Names::Given(vec!["A".to_owned()]));
        assert_eq!(follow(given(), &["H", "D;1", "T;1;"]).unwrap().0, "A");
        let none = RecordTypes {
            header: None,
            ..given()
        };
        assert_eq!(follow(none, &["D;1", "T;1;"]).unwrap().1, 1);
    }
}
