//! What a mapping file says, and what it makes of a raw row.
