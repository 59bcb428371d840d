//! Mapping and file disagree about the columns.

use super::small::Small;

cases!(map: column_missing, column_not_named, no_header);

/// One column that the file has under another name, and one that it does not have at all.
fn column_missing() -> String {
    Small::new()
        .mapping("\"AMOUNT\"", "\"AMOUNTS\"")
        .under("customer", "email = \"EMAIL\"")
        .check()
}

/// A column that nobody named, and two of one name.
fn column_not_named() -> String {
    Small::new()
        .edit("PLACE.csv", "PLACE,STREET", "ROUTE,PLACE,STREET")
        .edit("BILL.csv", "DUE,CHARGES", "DUE,CHARGES,CHARGES")
        .check()
}

/// The header is lost, or the file has another delimiter than the mapping says.
fn no_header() -> String {
    let semicolons = Small::new();
    let text = semicolons.text("BILL.csv").replace(',', ";");
    Small::new()
        .edit("PAYMENT.csv", "PAY,ACCT,PAID,AMOUNT,SOURCE\n", "")
        .export("BILL.csv", text)
        .check()
}
