//! A finding: code, severity, place, message, help. Collected, never thrown one at a time.

use crate::record::origin::Origin;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing stops.
    Note,
    /// A person should look; nothing stops.
    Warning,
    /// The command refuses.
    Error,
}

/// A place inside a mapping file, in bytes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Something a person must know, with the place and what to do.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// Stable code, such as `mapping::unknown_key`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where in the delivery, if anywhere.
    pub origin: Option<Origin>,
    /// Where in the mapping, if anywhere.
    pub span: Option<Span>,
    /// What was found and what was expected. Lower case, no raw row.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Finding {
    /// Returns an error with this code and message.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            origin: None,
            span: None,
            message: message.into(),
            help: None,
        }
    }

    /// Returns a warning with this code and message.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// Returns a note with this code and message.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::error(code, message)
        }
    }

    /// Adds the place in the delivery.
    #[must_use]
    pub fn at(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// Adds the place in the mapping.
    #[must_use]
    pub fn in_mapping(mut self, span: std::ops::Range<usize>) -> Self {
        self.span = Some(Span {
            start: span.start,
            end: span.end,
        });
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
