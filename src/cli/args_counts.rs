//! The flags of the commands that change which result counts, or forbid it.

use super::args::{Common, Places};
use crate::flow::seal::SealEvent;

/// Flags of `rollback`.
#[derive(clap::Args)]
pub struct Rollback {
    #[command(flatten)]
    pub common: Common,
    #[command(flatten)]
    pub places: Places,
    /// Go back although rows of the portal were touched since the run was put in place
    #[arg(long)]
    pub discard_changes: bool,
}

/// Flags of `seal`.
#[derive(clap::Args)]
pub struct Seal {
    #[command(flatten)]
    pub common: Common,
    #[command(flatten)]
    pub places: Places,
    /// Why, or on whose word; kept in the database
    #[arg(long, value_name = "TEXT", conflicts_with = "break_seal")]
    pub reason: Option<String>,
    /// Lift the seal, for this reason; kept in the database
    #[arg(long = "break", value_name = "REASON")]
    pub break_seal: Option<String>,
}

impl Seal {
    /// Returns what is asked for, and why.
    pub fn asked(&self) -> (SealEvent, &str) {
        match &self.break_seal {
            Some(reason) => (SealEvent::Broken, reason),
            None => (
                SealEvent::Sealed,
                self.reason.as_deref().unwrap_or_default(),
            ),
        }
    }
}
