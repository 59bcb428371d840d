//! Invented evidence for tests: a small run, its dry run, and a delivery too large for a page.

use super::removal::{
    InputDigest, KindFound, MappingDigest, NotRead, NotSearched, Noted, OutputDigest, Overruled,
    Removal, RemovedData, Scan, SearchedPlace, ValuesSearched,
};
use super::report_sample_lines::payment_data;
use chrono::NaiveDate;

/// Returns 64 hexadecimal digits that are the digest of nothing.
fn sha256(of: usize) -> String {
    format!("{:064x}", (of + 1) * 0x00ab_cdef)
}

fn found(kind: &str, count: u64) -> KindFound {
    KindFound {
        kind: kind.to_owned(),
        count,
        rows: count,
    }
}

fn input(at: usize, file: String) -> InputDigest {
    InputDigest {
        file,
        bytes: 10_000 + at as u64,
        sha256: sha256(at),
    }
}

fn output(at: usize, file: &str, files: u64) -> OutputDigest {
    OutputDigest {
        file: file.to_owned(),
        files,
        bytes: 2_000_000 + at as u64,
        sha256: sha256(100 + at),
    }
}

fn place(place: String, bytes: u64) -> SearchedPlace {
    SearchedPlace {
        place,
        searched: bytes,
        unit: "bytes".to_owned(),
        found: 0,
    }
}

fn overruled(column: &str, count: u64) -> Overruled {
    Overruled {
        file: "ACCTMAST.csv".to_owned(),
        column: column.to_owned(),
        mapped_as: "account.legacy_account_number".to_owned(),
        evidence: vec![found("card_number", count)],
        reason: "the account number has sixteen digits and a check digit of its own".to_owned(),
    }
}

fn not_read(file: String, count: u64) -> NotRead {
    NotRead {
        file,
        column: "comments".to_owned(),
        kinds: vec![found("card_number", count)],
    }
}

/// Returns the evidence of a small run.
pub(super) fn small() -> Removal {
    let data = payment_data();
    Removal {
        run_id: "3f9a1c0e77b2d415".to_owned(),
        utility: "Sample County PUD".to_owned(),
        tool_version: "0.1.0".to_owned(),
        dry_run: false,
        extracted_on: NaiveDate::from_ymd_opt(2017, 2, 23),
        cutover_on: NaiveDate::from_ymd_opt(2017, 3, 1),
        mapping: MappingDigest {
            name: "sample.toml".to_owned(),
            sha256: sha256(7),
        },
        scan: Scan {
            version: 3,
            search_rules: Vec::new(),
            patterns: vec!["card numbers".to_owned(), "bank numbers".to_owned()],
        },
        dropped: data.dropped,
        redacted: data.redacted,
        noted: Noted {
            columns_looked_at: 48,
            overruled: vec![overruled("ACCT_NO", 12)],
            places_looked_at: 3,
            not_read: vec![not_read("extra.xlsx#Old".to_owned(), 4)],
        },
        values_searched: Some(ValuesSearched {
            searched: 162,
            not_searched: vec![NotSearched {
                reason: "with too few digits".to_owned(),
                count: 31,
            }],
        }),
        searched: vec![
            place("portal.db".to_owned(), 2_000_000),
            place("notices/*.pdf".to_owned(), 2_000_001),
        ],
        canaries: None,
        inputs: vec![
            input(1, "ACCTMAST.csv".to_owned()),
            input(2, "PAYMETH.csv".to_owned()),
        ],
        outputs: vec![output(1, "portal.db", 1), output(2, "notices/*.pdf", 2)],
        outputs_written_last: vec!["report.json".to_owned()],
    }
}

/// Returns the evidence of a dry run.
pub(super) fn dry_run() -> Removal {
    Removal {
        dry_run: true,
        values_searched: None,
        searched: Vec::new(),
        noted: Noted::default(),
        ..small()
    }
}

/// Returns the evidence of a delivery with `files` files, each with `columns / files` columns of
/// payment data and much of everything else.
pub(super) fn large(files: usize, columns: usize) -> Removal {
    let long = |at: usize| format!("exports/year 2024/PAYMENT_METHODS_OF_DISTRICT_{at:03}.csv");
    let kinds = [
        "card_number",
        "card_expiry",
        "card_code",
        "track_data",
        "name_on_instrument",
        "routing_number",
        "bank_account",
        "account_type",
        "method_id",
        "iban",
        "social_security_number",
        "other",
    ];
    let removed = |at: usize, rule: &str| RemovedData {
        file: long(at % files),
        column: format!("A_COLUMN_WITH_A_LONG_NAME_{at}"),
        kind: kinds[at % kinds.len()].to_owned(),
        count: 1_000_003 * (at as u64 + 1),
        rows: 1_000_003 * (at as u64 + 1),
        rule: rule.to_owned(),
    };
    let reasons = [
        "with fewer than six digits or more than nineteen",
        "that are no numbers, such as names and expiry dates",
        "that equal an account number, a meter serial or a telephone of the delivery",
        "that stand in a column which was overruled",
    ];
    Removal {
        dropped: (0..columns)
            .map(|at| removed(at, "column_dropped"))
            .collect(),
        redacted: (0..columns)
            .map(|at| removed(at, "redacted_in_text"))
            .collect(),
        noted: Noted {
            columns_looked_at: 4_000,
            overruled: (0..30)
                .map(|at| overruled(&format!("COLUMN_{at}"), at))
                .collect(),
            places_looked_at: 400,
            not_read: (0..30)
                .map(|at| not_read(long(at), at as u64 + 1))
                .collect(),
        },
        values_searched: Some(ValuesSearched {
            searched: 12_345_678,
            not_searched: reasons
                .map(|reason| NotSearched {
                    reason: reason.to_owned(),
                    count: 1_234_567,
                })
                .to_vec(),
        }),
        searched: (0..files + 12)
            .map(|at| place(format!("rejects/{}", long(at)), 98_765_432_101))
            .collect(),
        inputs: (0..files).map(|at| input(at, long(at))).collect(),
        outputs: (0..files + 12).map(|at| output(at, &long(at), 1)).collect(),
        ..small()
    }
}
