//! A file of several record types, or of fixed width, cannot be trusted.

use super::small::Small;

cases!(read:
    header_missing, record_type, trailer_missing, after_trailer, trailer_count, trailer_sum,
    bad_coding, bad_copybook, partial_record,
);

/// Returns a copybook of payments that stand on lines.
pub fn copybook_of_lines() -> String {
    CODED.replace("NO RECORD SEPARATOR", "LF AFTER EACH RECORD") + FIELDS
}

/// Returns what is said of payments with a header and a trailer, in these lines.
fn typed(lines: &str) -> String {
    let format = "format = { delimiter = \";\", records = { header = \"H\", detail = \"D\", \
                  trailer = \"T\", names = { field = \"last\", separator = \"|\" }, \
                  count = { field = 2 }, sum = { field = 3 } } }";
    let small = Small::new().under("payment", format);
    small.export("PAYMENT.csv", lines).check()
}

const HEAD: &str = "H;PAYMENTS;PAY|ACCT|PAID|AMOUNT|SOURCE\n";
const ROWS: &str = "D;Y1;0101;2017-01-25;60.00;CK\nD;Y2;0202;2017-02-20;40.00;CA\n";

fn header_missing() -> String {
    let first = typed(&format!("{ROWS}T;2;100.00\n"));
    let of_names = "names = { record = \"C\", from = 2 }, ";
    let late = Small::new()
        .under(
            "payment",
            &format!(
                "format = {{ delimiter = \";\", records = {{ detail = \"D\", {of_names} }} }}"
            ),
        )
        .export("PAYMENT.csv", ROWS);
    [first, late.check()].join("\n")
}

fn record_type() -> String {
    typed(&format!("{HEAD}{ROWS}C;late;rows\nT;2;100.00\n"))
}

fn trailer_missing() -> String {
    typed(&format!("{HEAD}{ROWS}"))
}

fn after_trailer() -> String {
    typed(&format!(
        "{HEAD}{ROWS}T;2;100.00\nD;Y3;0202;2017-02-21;5.00;CA\n"
    ))
}

fn trailer_count() -> String {
    typed(&format!("{HEAD}{ROWS}T;3;100.00\n"))
}

fn trailer_sum() -> String {
    typed(&format!("{HEAD}{ROWS}T;2;1000.00\n"))
}

/// Returns what is said of payments of fixed width: this copybook, and these bytes.
pub fn fixed(copybook: &str, bytes: &[u8]) -> String {
    Small::new()
        .mapping(
            "\"PAYMENT.csv\"",
            "\"PAYMENT.DAT\"\nformat.kind = \"fixed\"",
        )
        .without("exports/PAYMENT.csv")
        .export("PAYMENT.cpy", copybook)
        .export("PAYMENT.DAT", bytes)
        .check()
}

const CODED: &str = "      * PAYMENT.DAT  ASCII (ISO 8859-1), NO RECORD SEPARATOR\n";
const FIELDS: &str = "       01  PAYMENT.
           05  PAY     PIC X(2).
           05  ACCT    PIC X(4).
           05  PAID    PIC X(10).
           05  AMOUNT  PIC 9(4)V99.
           05  SOURCE  PIC X(2).
";

fn bad_coding() -> String {
    let first = "      * PAYMENT.DAT  AS ON THE OLD TAPES\n";
    fixed(&format!("{first}{FIELDS}"), b"")
}

/// A clause that is none; packed digits in a file that has line ends.
fn bad_copybook() -> String {
    let slip = FIELDS.replace("PIC X(10)", "PIK X(10)");
    let packed = FIELDS.replace("9(4)V99", "S9(4)V99 COMP-3");
    let lines = CODED.replace("NO RECORD SEPARATOR", "LF AFTER EACH RECORD");
    [format!("{CODED}{slip}"), format!("{lines}{packed}")]
        .map(|copybook| fixed(&copybook, b""))
        .join("\n")
}

fn partial_record() -> String {
    let record = b"Y101012017-01-25006000CK";
    let broken = [&record[..], &record[..9]].concat();
    fixed(&format!("{CODED}{FIELDS}"), &broken)
}
