//! Files for people: crosswalk, rejects, reports, letters.

pub mod letter;
