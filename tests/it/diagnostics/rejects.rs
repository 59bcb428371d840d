//! More rows are refused than the mapping allows.

use super::small::Small;

cases!(rejects: above_limit);

fn above_limit() -> String {
    Small::new()
        .table("[policy]\nrejects = { percent = 0, at_least = 0 }")
        .edit("PAYMENT.csv", "40.00", "4O.00")
        .check()
}
