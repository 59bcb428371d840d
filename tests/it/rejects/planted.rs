//! The faults: what is added to the sample's exports and changed in them, and what must come of
//! it.

use crate::sandbox::Sandbox;
use crate::support::Ran;
use std::sync::LazyLock;

/// Accounts that are not carried after the faults, with the reason. All were open before.
pub const HELD: [(&str, &str); 5] = [
    ("07434-815", "ledger_does_not_tie"),
    ("07651-866", "customer_missing"),
    ("08953-389", "premise_missing"),
    ("08085-895", "row_rejected"),
    ("08302-007", "customer_missing"),
];

/// File, beginning of the refused row's line, code, column.
pub type Expected = (&'static str, &'static str, &'static str, &'static str);

/// Rows added at the end of the files, each a whole line here. Where the code is blank, the row can
/// be read. Amounts are such that a balance would not tie if a refused row were carried.
pub const ADDED: &[Expected] = &[
    (
        "BILLHIST.csv",
        "B9000001,09170-241,01/04/2017,01/24/2017",
        "row::columns",
        "",
    ),
    (
        "BILLHIST.csv",
        "B9000002,09170-241,01/04/2017,01/24/2017,12/01/2016,01/01/2017,0.00,5.00,5.00,9.00",
        "row::columns",
        "",
    ),
    (
        "BILLHIST.csv",
        "B9000003,09170-241,01/04/2017,01/24/2017,12/01/2016,02/29/2017,0.00,5.00,5.00",
        "row::bad_date",
        "TO_DT",
    ),
    (
        "PAYHIST.csv",
        "PY9000000,09170-241,01/05/2017,0.00,CK,\"a\tb\r\nc\"",
        "",
        "",
    ),
    (
        "PAYHIST.csv",
        "PY9000001,09170-241,01/05/2017,,CK,CK1",
        "row::blank",
        "PAY_AMT",
    ),
    (
        "PAYHIST.csv",
        "PY9000002,09170-241,00/00/0000,5.00,CK,CK1",
        "row::blank",
        "PAY_DT",
    ),
    (
        "PAYHIST.csv",
        "PY9000003,09170-241,2017-01-05,5.00,CK,CK1",
        "row::bad_date",
        "PAY_DT",
    ),
    (
        "PAYHIST.csv",
        "PY9000004,09170-241,06/31/2016,5.00,CK,CK1",
        "row::bad_date",
        "PAY_DT",
    ),
    (
        "PAYHIST.csv",
        "PY9000005,09170-241,01/05/2017,5.0,CK,CK1",
        "row::bad_amount",
        "PAY_AMT",
    ),
    (
        "PAYHIST.csv",
        "PY9000006,09170-241,01/05/2017,-5.00,CK,CK1",
        "row::bad_amount",
        "PAY_AMT",
    ),
    (
        "PAYHIST.csv",
        "PY9000007,09170-241,01/05/2017,5.00,XX,CK1",
        "row::bad_code",
        "SRC_CD",
    ),
    (
        "PAYHIST.csv",
        "PY9000008,09170-241,01/05/2017,5.00,cc,CK1",
        "row::bad_code",
        "SRC_CD",
    ),
    (
        "PAYHIST.csv",
        "PY9000009,09170-241,01/05/2017,5.00,CK,C\u{7}1",
        "row::control_character",
        "REF",
    ),
    (
        "PAYHIST.csv",
        "PY9000010,99999-999,01/05/2017,5.00,CK,CK1",
        "row::unknown_account",
        "ACCT_NO",
    ),
    (
        "PAYHIST.csv",
        "PY1005737,09170-241,01/05/2017,5.00,CK,CK1",
        "row::repeated_key",
        "PAY_NO",
    ),
    (
        "ADJHIST.csv",
        "AJ9000001,09170-241,13/01/2017,5.00,CR,x",
        "row::bad_date",
        "ADJ_DT",
    ),
    (
        "ADJHIST.csv",
        "AJ9000001,09170-241,01/13/2017,5.00,CR,x",
        "row::repeated_key",
        "ADJ_NO",
    ),
    (
        "USAGE.csv",
        "B9000009,09170-241,E00000001,12/01/2016,01/01/2017,1O",
        "row::bad_number",
        "KWH",
    ),
    (
        "DRAFTS.csv",
        "DR9000001,09170-241,03/20/2017,5.00,X",
        "row::bad_code",
        "STAT",
    ),
    (
        "PAYARR.csv",
        "AR90001,09170-241,one,03/20/2017,5.00",
        "row::bad_number",
        "SEQ",
    ),
    (
        "WEBUSER.csv",
        "U90001,C100003,x,x@example.com,h,0,A,06/24/2015 25:20",
        "row::bad_date",
        "LAST_LOGIN",
    ),
    // A log-in of a customer who is not in the delivery is dropped by rule.
    (
        "WEBUSER.csv",
        "U90002,C999999,y,y@example.com,h,0,A,06/24/2015 05:20",
        "",
        "",
    ),
    (
        "ACCTMAST.csv",
        ",C100003,P500002,A,07/29/2016,,17,,,TOU-4,0.00,0.00,0.00,N,N",
        "row::blank",
        "ACCT_NO",
    ),
    // A card number where an account number belongs: it is refused and not shown.
    (
        "METER.csv",
        "E90000001,5433958969537930,10/25/2013,",
        "row::unknown_account",
        "ACCT_NO",
    ),
    (
        "NOTES.csv",
        "N900001,09170-241,4706727678889525,x",
        "row::bad_date",
        "NOTE_DT",
    ),
    // A payment that can be read, of an account whose balance does not know of it.
    (
        "PAYHIST.csv",
        "PY9000011,07434-815,01/05/2017,0.01,CK,CK1",
        "",
        "",
    ),
];

/// Refused rows that are changed rows of the sample.
pub const CHANGED: [Expected; 6] = [
    (
        "ACCTMAST.csv",
        "07434-815",
        "account::ledger_does_not_tie",
        "CUR_BAL",
    ),
    (
        "ACCTMAST.csv",
        "07651-866",
        "account::customer_missing",
        "CUST_NO",
    ),
    (
        "ACCTMAST.csv",
        "08953-389",
        "account::premise_missing",
        "PREM_NO",
    ),
    ("ACCTMAST.csv", "08085-895", "row::bad_code", "STAT"),
    (
        "ACCTMAST.csv",
        "08302-007",
        "account::customer_missing",
        "CUST_NO",
    ),
    ("CUSTMAST.csv", "C100018", "row::bad_code", "LANG_CD"),
];

/// The faulty delivery after its run.
pub struct Faulty {
    pub sandbox: Sandbox,
    pub ran: Ran,
}

/// Changes one cell of the row that begins with a key.
fn set(sandbox: &Sandbox, file: &str, key: &str, column: usize, value: &str) {
    sandbox.edit(file, |text| {
        let change = |line: &str| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if cells[0] == key {
                cells[column] = value;
            }
            cells.join(",")
        };
        text.split_inclusive("\r\n").map(change).collect()
    });
}

pub static FAULTY: LazyLock<Faulty> = LazyLock::new(|| {
    let sandbox = Sandbox::new();
    for (file, line, ..) in ADDED {
        sandbox.append(file, &[(*line).to_owned()]);
    }
    set(&sandbox, "ACCTMAST.csv", "07651-866", 1, "C999999");
    set(&sandbox, "ACCTMAST.csv", "08953-389", 2, "P999999");
    set(&sandbox, "ACCTMAST.csv", "08085-895", 3, "Q");
    set(&sandbox, "CUSTMAST.csv", "C100018", 7, "Q");
    let ran = sandbox.cutover("run", &[]).expect(0);
    Faulty { sandbox, ran }
});
