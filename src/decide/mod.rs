//! The rules, pure: records and policy in, parts of the plan and findings out.
