//! How a file is written, as the mapping declares it. Nothing about it is guessed.

/// How a file's characters are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Windows code page 1252.
    Windows1252,
    /// UTF-8, with or without a byte order mark.
    Utf8,
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
}
