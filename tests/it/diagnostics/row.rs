//! A row is refused. One row of the small delivery is at fault; `check` goes on without it.

use super::read_workbooks::{failed_formula, with_book};
use super::small::Small;

cases!(row:
    columns, blank, bad_date, bad_amount, bad_number, number_cell, error_cell, bad_code, control_character,
    unknown_account, repeated_key, payment_data,
);

/// A comma in a name, and no quotes around it; a record that is too short for its copybook.
fn columns() -> String {
    let comma = Small::new().edit("CUSTOMER.csv", "Brook Bakery", "Brook, Baker");
    [comma.check(), fixed("X(4)", "Y10101", "60.00")].join("\n")
}

/// A blank; a word that the mapping has for none; a blank that another field does not allow.
fn blank() -> String {
    Small::new()
        .table("[format]\nnone = [\"n/a\"]")
        .edit("BILL.csv", "B1,0101", ",0101")
        .edit("BILL.csv", "B3,0202,2017-02-10", "B3,0202,n/a")
        .edit("CUSTOMER.csv", "Ames", "")
        .check()
}

/// A day that does not exist; one written in another way; a month.
fn bad_date() -> String {
    Small::new()
        .edit("BILL.csv", "B1,0101,2017-01-10", "B1,0101,2017-02-30")
        .edit("BILL.csv", "B3,0202,2017-02-10", "B3,0202,02/10/2017")
        .edit("CALENDAR.csv", "2017-02,", "Feb 17,")
        .check()
}

/// A failed formula in a workbook.
fn error_cell() -> String {
    with_book(failed_formula(), "Payments").check()
}

/// A card number where the number of a payment belongs, in one row of many.
fn payment_data() -> String {
    Small::new()
        .edit("PAYMENT.csv", "Y2,0202", "4111 1111 1111 1111,0202")
        .check()
}

fn bad_amount() -> String {
    Small::new()
        .edit("PAYMENT.csv", "60.00", "6O.00")
        .edit("PAYMENT.csv", "40.00", "40000000000000.00")
        .check()
}

/// A ZIP, and a day of the month. What could be a card number is shown as its shape.
fn bad_number() -> String {
    Small::new()
        .mapping(
            "\"ACCT\"\nlegacy_customer_id",
            "{ column = \"ACCT\", pattern = \"dddd\" }\nlegacy_customer_id",
        )
        .edit(
            "CUSTOMER.csv",
            "Mill Creek,WA,98012\nC2",
            "Mill Creek,WA,9801\nC2",
        )
        .line(
            "ACCOUNT.csv",
            "4111111111111111,C1,P1,A,2009-05-04,1,0.00,N",
        )
        .check()
}

/// An account number that the file holds as a number, and a mapping that does not say how many
/// digits it had.
fn number_cell() -> String {
    fixed("S9(3)V9", "Y1101{", "006000")
}

/// Returns what is said of payments of fixed width whose account has this picture.
fn fixed(account: &str, start: &str, amount: &str) -> String {
    let copybook = format!(
        "      * PAYMENT.DAT  ASCII (ISO 8859-1), LF AFTER EACH RECORD
       01  PAYMENT.
           05  PAY     PIC X(2).
           05  ACCT    PIC {account}.
           05  PAID    PIC X(10).
           05  AMOUNT  PIC 9(4)V99.
           05  SOURCE  PIC X(2).
"
    );
    Small::new()
        .mapping(
            "\"PAYMENT.csv\"",
            "\"PAYMENT.DAT\"\nformat.kind = \"fixed\"",
        )
        .export("PAYMENT.cpy", copybook)
        .export("PAYMENT.DAT", format!("{start}2017-01-25{amount}CK\n"))
        .check()
}

fn bad_code() -> String {
    Small::new()
        .edit("PAYMENT.csv", "40.00,CA", "40.00,ZZ")
        .edit("ACCOUNT.csv", "50.00,N", "50.00,?")
        .check()
}

fn control_character() -> String {
    Small::new().edit("PAYMENT.csv", "Y2", "Y2\u{0}").check()
}

fn unknown_account() -> String {
    Small::new()
        .edit("PAYMENT.csv", "Y2,0202", "Y2,0303")
        .check()
}

fn repeated_key() -> String {
    Small::new().edit("PAYMENT.csv", "Y2", "Y1").check()
}
