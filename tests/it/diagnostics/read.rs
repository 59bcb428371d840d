//! A file cannot be trusted: folders, files, line by line. What only files of record types or of
//! fixed width have is in `read_records`.

use super::read_records::{copybook_of_lines, fixed};
use super::small::Small;

cases!(read:
    no_delivery, missing_file, unreadable_file, no_rows, no_line_end, no_accounts, no_header, bad_encoding,
    byte_order, half_character, character_breaks_off, file_breaks_off, quote_never_closed,
    text_behind_quote, endless_row, bad_crosswalk,
);

fn no_delivery() -> String {
    Small::new().said("check", &["--exports", "exports/2017-02"])
}

fn missing_file() -> String {
    Small::new().without("exports/BILL.csv").check()
}

/// A folder where the file should be; a file that is called packed and is not.
fn unreadable_file() -> String {
    let packed = Small::new().mapping("BILL.csv", "BILL.csv.gz");
    let text = packed.text("BILL.csv");
    packed
        .export("BILL.csv.gz", text)
        .folder_for("exports/PLACE.csv")
        .check()
}

/// A warning.
fn no_rows() -> String {
    let small = Small::new();
    let header = "CYC,PERIOD,READ,BILLED,DUE\n";
    let cycle = "bill_cycle            = \"CYC\"\n";
    small
        .export("CALENDAR.csv", header)
        .mapping(cycle, "ignore = { CYC = \"cycles are given anew\" }\n")
        .plan()
}

/// The last payment loses its last digit and the line end: a value that looks whole.
fn no_line_end() -> String {
    let small = Small::new();
    let text = small.text("PAYMENT.csv");
    let cut = text.trim_end().len() - 1;
    small.export("PAYMENT.csv", &text[..cut]).check()
}

fn no_accounts() -> String {
    let header = "ACCT,CUST,PLACE,STAT,OPENED,CYC,BALANCE,APAY\n";
    Small::new().export("ACCOUNT.csv", header).plan()
}

fn no_header() -> String {
    Small::new().export("PAYMENT.csv", "").check()
}

/// The header of a file in Windows-1252, whose mapping says UTF-8.
fn bad_encoding() -> String {
    let small = Small::new().mapping("\"CITY\"\nmailing_state", "\"POBLACIÓN\"\nmailing_state");
    let text = small.text("CUSTOMER.csv").replace("CITY", "POBLACIÓN");
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
    small.export("CUSTOMER.csv", bytes).check()
}

/// The payments in UTF-16, byte for byte as `change` leaves them.
fn utf_16(encoding: &str, change: impl FnOnce(&mut Vec<u8>)) -> String {
    let format = format!("format = {{ encoding = \"{encoding}\" }}");
    let small = Small::new().under("payment", &format);
    let units = small.text("PAYMENT.csv");
    let mut bytes: Vec<u8> = units.encode_utf16().flat_map(u16::to_le_bytes).collect();
    change(&mut bytes);
    small.export("PAYMENT.csv", bytes).check()
}

fn byte_order() -> String {
    utf_16("utf-16", |_| {})
}

/// The first of two units alone, where an emoji lost its second.
fn half_character() -> String {
    utf_16("utf-16le", |bytes| bytes.extend([0x3d, 0xd8, b'\n', 0]))
}

fn character_breaks_off() -> String {
    utf_16("utf-16le", |bytes| {
        bytes.pop();
    })
}

/// Inside a row, and inside a record of fixed width.
fn file_breaks_off() -> String {
    let row = Small::new()
        .edit("PAYMENT.csv", ",40.00,CA\n", ",40")
        .check();
    let record = fixed(&copybook_of_lines(), b"Y101012017-01-25006000CK\nY20202201");
    [row, record].join("\n")
}

fn quote_never_closed() -> String {
    Small::new()
        .edit("CUSTOMER.csv", "Brook", "\"Brook")
        .check()
}

fn text_behind_quote() -> String {
    Small::new()
        .edit("CUSTOMER.csv", "Brook Bakery", "\"Brook\" Bakery")
        .check()
}

/// A quote that never closes, in megabytes of other rows; a file without line ends, whose
/// copybook says that it has them.
fn endless_row() -> String {
    let small = Small::new().edit("CUSTOMER.csv", "Brook", "\"Brook");
    let text = small.text("CUSTOMER.csv");
    let more = "C3,R,Ames,Ruth,,12 Mill Rd,,Mill Creek,WA,98012\n".repeat(90_000);
    let quote = small.export("CUSTOMER.csv", text + &more).check();
    let records = b"Y101012017-01-25006000CK".repeat(200);
    [quote, fixed(&copybook_of_lines(), &records)].join("\n")
}

fn bad_crosswalk() -> String {
    let twice = "legacy_account_number,account_number\n0101,8000\n0101,9000\n";
    let crosswalk = ["--crosswalk", "crosswalk.csv"];
    let small = Small::new();
    let none = small.said("plan", &crosswalk);
    let small = small.write("crosswalk.csv", "ACCT,NEW\n0101,8000\n");
    let other = small.said("plan", &crosswalk);
    let twice = small.write("crosswalk.csv", twice).said("plan", &crosswalk);
    [none, other, twice].join("\n")
}
