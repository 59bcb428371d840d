//! The rules, pure: records and policy in, parts of the plan and findings out.

#![cfg_attr(
    not(test),
    deny(
        clippy::disallowed_macros,
        clippy::disallowed_methods,
        clippy::disallowed_types
    )
)]
pub mod bill_effect;
pub mod carry;
pub mod check_digit;
pub mod cycle_shift;
pub mod drafts;
pub mod due_dates;
pub mod enrolment;
pub mod free_days;
pub mod holds;
pub mod no_day;
pub mod notices;
pub mod numbering;
pub mod payment_column;
pub mod payment_text;
pub mod portfolios;
#[cfg(test)]
pub(crate) mod samples;
