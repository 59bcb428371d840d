//! The rules, pure: records and policy in, parts of the plan and findings out.

pub mod check_digit;
pub mod numbering;
pub mod payment_text;
