//! The rules, pure: records and policy in, parts of the plan and findings out.

pub mod carry;
pub mod cycle_shift;
pub mod due_dates;
pub mod notices;
#[cfg(test)]
mod samples;
