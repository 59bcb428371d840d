//! What a command leaves behind, as facts to print.

use crate::diag::finding::Finding;
use crate::record::fate::Reject;
use crate::write::report::Report;
use std::path::PathBuf;

/// The end of a command that decided something.
#[derive(Debug)]
pub struct Outcome {
    /// Everything that the report says.
    pub report: Report,
    /// Where the files are; none where none were written.
    pub folder: Option<PathBuf>,
    /// The portal database, where one was written: a path, or server and schema.
    pub database: Option<String>,
    /// Refused rows, warnings and notes.
    pub findings: Vec<Finding>,
    /// Every refused row.
    pub rejects: Vec<Reject>,
}
