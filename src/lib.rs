//! `cutover` moves a utility from its legacy customer information system to a new customer portal.

pub mod decide;
pub mod diag;
pub mod map;
pub mod portal;
pub mod read;
pub mod record;
pub mod verify;
pub mod write;
