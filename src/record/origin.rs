//! Where a value came from: the file as the delivery names it, the row as an editor shows it.

/// A place in a legacy export.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Origin {
    /// The file's name, `book.xlsx#Sheet` for a sheet.
    pub file: String,
    /// The line the record starts on (the header is line 1), the record's number where there
    /// are no lines, or the sheet's own row number. None for the file as a whole.
    pub row: Option<u64>,
    /// The legacy column's name; several are joined by `;`.
    pub column: Option<String>,
}

impl Origin {
    /// Returns the place that is a whole file.
    #[must_use]
    pub fn file(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            row: None,
            column: None,
        }
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, " row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ": `{column}`")?;
        }
        Ok(())
    }
}
