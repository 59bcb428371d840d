//! Bytes to raw rows: one reader interface, one file a format.
