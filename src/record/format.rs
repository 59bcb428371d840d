//! How a file is written, as the mapping declares it. Nothing about it is guessed.

/// How a file's characters are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Windows code page 1252.
    Windows1252,
    /// ISO 8859-1, in which the bytes 80 to 9F are control characters.
    Iso8859,
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16 of the byte order that its mark says; without a mark the file is refused.
    Utf16,
    /// UTF-16, little end first, with or without a byte order mark.
    Utf16Le,
    /// UTF-16, big end first, with or without a byte order mark.
    Utf16Be,
}

/// How the characters of a fixed-width file are coded, and what stands behind each record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordCoding {
    /// As the first line of its copybook says.
    Copybook,
    /// ISO 8859-1, one record a line.
    AsciiLines,
    /// ISO 8859-1, nothing between records.
    Ascii,
    /// EBCDIC, code page 037, nothing between records.
    Cp037,
    /// The same with the euro sign, code page 1140.
    Cp1140,
    /// EBCDIC, code page 500, nothing between records.
    Cp500,
}

/// How a file is cut into rows and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with a delimiter. A name that ends in `.gz` is read through gzip.
    Delimited(Delimited),
    /// Fixed-length records, laid out by a COBOL copybook beside the file.
    Fixed {
        /// The copybook's name; a star stands for the file's name without its ending.
        copybook: String,
        /// How it is coded.
        coding: RecordCoding,
    },
}

/// Text with a delimiter between columns and a line a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delimited {
    /// The byte between columns.
    pub delimiter: u8,
    /// The byte around fields that need it, doubled inside; none where nothing is quoted.
    pub quote: Option<u8>,
    /// How characters are coded.
    pub encoding: Encoding,
    /// The types of records; none where the first line has the column names and every other
    /// line is a row.
    pub records: Option<RecordTypes>,
}

impl Default for Delimited {
    /// Commas, double quotes, UTF-8, a line of column names.
    fn default() -> Self {
        Self {
            delimiter: b',',
            quote: Some(b'"'),
            encoding: Encoding::Utf8,
            records: None,
        }
    }
}

/// Records of several types in one file: the first field says the type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordTypes {
    /// Type of the record that must come first; none where there is no such record.
    pub header: Option<String>,
    /// Type of the rows.
    pub detail: String,
    /// Type of the record that must come last; none where there is no such record.
    pub trailer: Option<String>,
    /// Where the column names stand.
    pub names: Names,
    /// Field of the trailer with the number of rows, where it has one.
    pub count: Option<FieldAt>,
    /// Field of the trailer with a sum over its rows, where it has one.
    pub sum: Option<FieldAt>,
}

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldAt {
    /// Counted from 0, the type being field 0.
    Index(usize),
    /// The last one.
    Last,
}

/// Where column names stand in a file with record types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Names {
    /// All in one field of the first record of type `record`, joined by `separator`.
    Joined {
        /// The record's type.
        record: String,
        /// The field.
        field: FieldAt,
        /// What stands between two names.
        separator: String,
    },
    /// In the fields of the first record of type `record`, one each.
    Fields {
        /// The record's type.
        record: String,
        /// The first of them, counted from 0, the type being field 0.
        from: usize,
    },
    /// In the mapping.
    Given(Vec<String>),
}
