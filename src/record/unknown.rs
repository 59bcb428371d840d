//! What a file nobody has described looks like: guesses, each of which a person confirms.

/// How the characters of a text file seem to be coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TextCode {
    /// One byte a sign, or UTF-8: what it is shows in the cells.
    Bytes,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

/// The tags in the first field of a file that has several kinds of records.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RecordTags {
    /// The tag of the records that hold the data, such as `D`.
    pub detail: String,
    /// The tag of the first record, such as `H`; none where the file begins with data.
    pub header: Option<String>,
}

/// How text is cut into rows and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextLayout {
    /// How its characters are coded.
    pub code: TextCode,
    /// The byte between columns; none where every line is one column.
    pub delimiter: Option<u8>,
    /// Whether `"` around a field hides delimiters and line ends.
    pub quoted: bool,
    /// Records before the first data row, header included.
    pub skip: usize,
    /// The names of the columns; made up where there is no header row.
    pub names: Vec<String>,
    /// The line of the header row; none where there is none.
    pub header_line: Option<u64>,
    /// The tags of the records, where there are kinds of them.
    pub tags: Option<RecordTags>,
}

/// How often each line end occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct LineEnds {
    /// Carriage return and line feed, as Windows writes them.
    pub crlf: u64,
    /// Line feed alone.
    pub lf: u64,
    /// Carriage return alone, as old Macintoshes write them.
    pub cr: u64,
}

/// A record that is no data row: a trailer, or one with an unknown tag.
#[derive(Clone, PartialEq, Eq)]
pub struct Aside {
    /// The row as a person finds it.
    pub number: u64,
    /// Its fields.
    pub fields: Vec<String>,
}
