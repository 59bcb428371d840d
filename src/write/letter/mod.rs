//! Letters to customers, as PDF.
