//! How a file is written, as the mapping declares it. Nothing about it is guessed.

/// How a file's characters are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Windows code page 1252.
    Windows1252,
    /// UTF-8, with or without a byte order mark.
    Utf8,
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
    /// Text with a delimiter and a header line; fields may be quoted, quotes doubled. A name that
    /// ends in `.gz` is read through gzip.
    Delimited {
        /// The byte between columns.
        delimiter: u8,
        /// How characters are coded.
        encoding: Encoding,
    },
    /// Fixed-length records, laid out by a COBOL copybook beside the file.
    Fixed {
        /// The copybook's name; a star stands for the file's name without its ending.
        copybook: String,
        /// How it is coded.
        coding: RecordCoding,
    },
}
