//! A column looks like payment data, and the mapping calls it something else.

use super::small::Small;

cases!(payment: undeclared, nothing_to_overrule);

/// Four payments whose receipts are cards, by their values.
fn cards() -> Small {
    let rows = [
        ("Y1,0101,2017-01-25,60.00,CK", "4111111111111111"),
        ("Y2,0202,2017-02-20,30.00,CA", "5555 5555 5555 4444"),
        ("Y3,0202,2017-02-20,5.00,CA", "378282246310005"),
        ("Y4,0202,2017-02-20,5.00,CA", "R-17"),
    ];
    let mut text = "PAY,ACCT,PAID,AMOUNT,SOURCE,RECEIPT\n".to_owned();
    for (row, receipt) in rows {
        text += &format!("{row},{receipt}\n");
    }
    Small::new().export("PAYMENT.csv", text)
}

/// By its values, mapped as a reference; ignored; by its name alone.
fn undeclared() -> String {
    let by_name = Small::new()
        .edit("ACCOUNT.csv", "BALANCE,APAY", "BALANCE,APAY,BANK_ACCT")
        .edit("ACCOUNT.csv", "50.00,N", "50.00,N,9638370474")
        .edit("ACCOUNT.csv", "0.00,N\n", "0.00,N,\n")
        .under("account", "statement_group = \"BANK_ACCT\"");
    [
        cards().under("payment", "reference = \"RECEIPT\"").check(),
        cards()
            .under("payment", "ignore.RECEIPT = \"the kiosk's own\"")
            .plan(),
        by_name.check(),
    ]
    .join("\n")
}

/// A warning: there is nothing that would have to be overruled.
fn nothing_to_overrule() -> String {
    Small::new()
        .under("payment", "not_payment.PAY = \"numbers of our own\"")
        .check()
}
