//! A file that nobody has described, and what cannot be told of it.

use super::small::Small;

cases!(inspect:
    missing_file, no_reader, empty_file, no_rows, no_layout, trailer_count, trailer_sum,
    too_many_columns,
);

fn missing_file() -> String {
    Small::new().line_said(&["inspect", "BILLS.csv"])
}

/// Bytes without any text in them.
fn no_reader() -> String {
    let bytes: Vec<u8> = (0..4096_u32).map(|n| (n * 37 % 251) as u8).collect();
    Small::new().inspect("DUMP.BIN", bytes)
}

fn empty_file() -> String {
    Small::new().inspect("BILLS.TXT", "")
}

fn no_rows() -> String {
    Small::new().inspect("BILLS.csv", "BILL,ACCT,BILLED,AMOUNT\n")
}

/// Lines of one length without a delimiter.
fn no_layout() -> String {
    let line = |n| format!("B{n:07}0101201701100000006000OPEN      \n");
    let lines: String = (0..200).map(line).collect();
    Small::new().inspect("BILLS.DAT", lines)
}

fn records(count: u32, sum: &str) -> String {
    let rows: String = (1..=40).map(|n| format!("D;B{n:04};0101;100\n")).collect();
    format!("H;BILLS;BILL|ACCT|AMOUNT\n{rows}T;{count};{sum}\n")
}

fn trailer_count() -> String {
    Small::new().inspect("BILLS.TXT", records(41, "4000"))
}

fn trailer_sum() -> String {
    Small::new().inspect("BILLS.TXT", records(40, "4100"))
}

fn too_many_columns() -> String {
    let names: Vec<String> = (0..5000).map(|n| format!("C{n}")).collect();
    let cells = vec!["1"; 5000].join(",");
    Small::new().inspect(
        "WIDE.csv",
        format!("{}\n{cells}\n{cells}\n", names.join(",")),
    )
}
