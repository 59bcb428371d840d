//! The checks of the sample reports: titles as they are, counts of a small invented utility.

use super::report::{Check, CheckStatus};

const TITLES: [(&str, &str, u64, &str); 10] = [
    (
        "V1",
        "Old and new account numbers are one to one, valid, and never given twice",
        158,
        "numbers",
    ),
    (
        "V2",
        "Every bill of the history window is there once, with its amounts and dates; none older is",
        3871,
        "bills",
    ),
    (
        "V3",
        "Every payment and adjustment of the window is there once; none older is",
        4087,
        "payments and adjustments",
    ),
    (
        "V4",
        "Opening balance and history make the legacy balance, account by account, to the cent",
        158,
        "accounts",
    ),
    (
        "V5",
        "No card or bank value stands in the database or in any file left behind",
        195,
        "removed values",
    ),
    (
        "V6",
        "Nothing falls due, is drafted or is charged for lateness inside the blackout",
        4012,
        "dates",
    ),
    (
        "V7",
        "Every moved date keeps the days to pay, the period, business days and daily capacity",
        48,
        "moved dates",
    ),
    (
        "V8",
        "Every customer who must be told something is told once, in their language",
        137,
        "letters",
    ),
    (
        "V9",
        "Autopay, paperless, log-ins and portal states stand as the policy says",
        158,
        "accounts",
    ),
    (
        "V10",
        "References hold, every source row is accounted for, control totals agree",
        14784,
        "rows",
    ),
];

/// Returns V1 to V10, each with the status and the detail that `status` gives its id.
pub(super) fn checks(status: fn(&str) -> (CheckStatus, &'static str)) -> Vec<Check> {
    TITLES
        .iter()
        .map(|&(id, title, checked, unit)| {
            let (status, detail) = status(id);
            Check {
                id: id.into(),
                title: title.into(),
                status,
                checked: if status == CheckStatus::NotApplicable {
                    0
                } else {
                    checked
                },
                unit: unit.into(),
                details: if detail.is_empty() {
                    vec![]
                } else {
                    vec![detail.into()]
                },
                failures: 0,
                first_failures: Vec::new(),
            }
        })
        .collect()
}
