//! The flags of `compare`.

use std::path::PathBuf;

/// Flags of `compare`.
#[derive(clap::Args)]
pub struct Compare {
    /// The earlier result
    #[arg(value_name = "BEFORE")]
    pub before: String,
    /// The later result
    #[arg(value_name = "AFTER")]
    pub after: String,
    /// The database of BEFORE, as sqlite:PATH [default: BEFORE/portal.db]
    #[arg(long, value_name = "URL")]
    pub before_database: Option<String>,
    /// The database of AFTER, as sqlite:PATH [default: AFTER/portal.db]
    #[arg(long, value_name = "URL")]
    pub after_database: Option<String>,
    /// Write every row and column that differs to FILE, as CSV
    ///
    /// A line a row that is new or gone, and a line a column that changed. Password hashes are not
    /// written. FILE is replaced whole or not at all, and must not lie in a result.
    #[arg(long, value_name = "FILE")]
    pub details: Option<PathBuf>,
}
