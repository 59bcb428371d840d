//! What a person reads on stderr, whole: a wrong mapping, a delivery that is refused, and one
//! whose bad rows are left out.

use super::rejects::FAULTY;
use super::sandbox::Sandbox;
use super::support::Ran;

/// Returns what was printed on stderr, without the folder that a test works in.
fn stderr(ran: &Ran, sandbox: &Sandbox) -> String {
    let folder = sandbox.folder().display().to_string();
    ran.stderr.replace(&folder, "[folder]")
}

#[test]
fn a_wrong_mapping() {
    let sandbox = Sandbox::new();
    sandbox.edit_mapping("days_to_pay    = 20", "days_to_pya    = 20");
    sandbox.edit_mapping("on           = 2017-03-01", "on           = \"2017-02-30\"");
    sandbox.edit_mapping("F = \"closed\"", "F = \"shut\"");
    let ran = sandbox.cutover("run", &[]).expect(3);
    insta::assert_snapshot!(stderr(&ran, &sandbox), @r#"
    mapping::bad_code_list

      × `account.status.codes.F` is "shut", which the portal does not know
         ╭─[benton-pud.toml:99:70]
      98 │ legacy_premise_id     = "PREM_NO"
      99 │ status                = { column = "STAT", codes = { A = "open", F = "shut" } }
         ·                                                                      ──────
     100 │ opened_on             = "OPEN_DT"
         ╰────
      help: the portal knows `open` or `closed`

    mapping::bad_date

      × `cutover.on` is no day of the calendar
        ╭─[benton-pud.toml:23:16]
     22 │ extracted_on = 2017-02-23               # balances are as of this day
     23 │ on           = "2017-02-30"
        ·                ────────────
     24 │ blackout     = { from = 2017-02-24, to = 2017-03-02 }   # both days included
        ╰────
      help: write it like 2017-03-01: year, month, day, no time

    mapping::unknown_key

      × `days_to_pya` is no key of [policy]
        ╭─[benton-pud.toml:39:1]
     38 │ designated_day = "move_later"           # the one bill due in the blackout moves; the day stays
     39 │ days_to_pya    = 20                     # from bill date to due date, at least
        · ───────────
     40 │ period_days    = { min = 25, max = 37 }
        ╰────
      help: did you mean `days_to_pay`?

    3 errors
    The mapping is wrong in itself (exit 3). Nothing was read or changed.
    "#);
}

#[test]
fn a_refused_delivery() {
    let sandbox = Sandbox::new();
    std::fs::remove_file(sandbox.export("PAYHIST.csv")).unwrap();
    sandbox.edit("ACCTMAST.csv", |text| {
        text.replacen("CUR_BAL", "BALANCE", 1)
    });
    sandbox.append(
        "NOTES.csv",
        &["N1,07217-143,01/01/2017,\"and then".to_owned()],
    );
    let ran = sandbox.cutover("run", &[]).expect(4);
    insta::assert_snapshot!(stderr(&ran, &sandbox), @r#"
    map::column_missing

      × ACCTMAST.csv has no column `CUR_BAL`
         ╭─[benton-pud.toml:106:25]
     105 │ rate_class            = "RATE"
     106 │ balance               = "CUR_BAL"
         ·                         ─────────
     107 │ deposit               = "DEP_AMT"       # held, not part of the balance
         ╰────
      help: take it out of the mapping, or ask for a delivery that has it

    map::column_not_named

      × ACCTMAST.csv: column `BALANCE` is not named in [account]
        ╭─[benton-pud.toml:94:1]
     93 │ 
     94 │ [account]
        · ─────────
     95 │ file                  = "ACCTMAST.csv"
        ╰────
      help: use it, or name it in `drop` or, with a reason, in `ignore`

    read::missing_file

      × PAYHIST.csv: is not in the delivery
      help: the delivery is refused as a whole; ask for the file, or name the folder with `--exports
            DIR`

    read::quote_never_closed

      × NOTES.csv row 117: a quote is opened here and never closed
      help: rows from here on cannot be told apart, so the delivery is refused; have the file
            extracted again

    4 errors
    The exports were refused (exit 4). Nothing was written; whatever stood before still stands.
    "#);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one text, held whole")]
fn bad_rows_that_are_left_out() {
    insta::assert_snapshot!(stderr(&FAULTY.ran, &FAULTY.sandbox), @r#"
    account::customer_missing

      ⚠ ACCTMAST.csv row 4: `CUST_NO`: the customer is not in this delivery, or was refused; the
      │ account is held back
      ⚠ ACCTMAST.csv row 7: `CUST_NO`: the customer is not in this delivery, or was refused; the
      │ account is held back
      help: mend the customer's row in the legacy system, or ask for it, and have both exported again

    account::ledger_does_not_tie

      ⚠ ACCTMAST.csv row 3: `CUR_BAL`: the balance is 236.34, but charges plus adjustments minus
      │ payments come to 236.33: 0.01 apart; the account is held back
      help: mend the account in the legacy system and have it exported again, or place it in the new
            portal by hand

    account::premise_missing

      ⚠ ACCTMAST.csv row 10: `PREM_NO`: the place is not in this delivery, or was refused; the account
      │ is held back
      help: mend the place's row in the legacy system, or ask for it, and have both exported again

    numbers::sample_key

      ⚠ the account numbers come from the sample key, which anyone can read
      help: for the cutover itself set CUTOVER_KEY, or name a key of your own as `key_file` in the
            mapping

    row::bad_amount

      ⚠ PAYHIST.csv row 2348: `PAY_AMT`: "1O4.22" is no amount written like 1,234.56 or 1,234.56CR or
      │ (1,234.56)
      ⚠ PAYHIST.csv row 4284: `PAY_AMT`: "5.0" is no amount written like 1,234.56 or 1,234.56CR or
      │ (1,234.56)
      ⚠ PAYHIST.csv row 4285: `PAY_AMT`: "-5.00" is no amount written like 1,234.56 or 1,234.56CR or
      │ (1,234.56)
      help: correct it in the legacy system; where many rows have it, say with `money` in `format` how
            amounts are written

    row::bad_code

      ⚠ ACCTMAST.csv row 6: `STAT`: "Q" is not in the mapping's list: A, F
      ⚠ CUSTMAST.csv row 7: `LANG_CD`: "Q" is not in the mapping's list: E, S
      ⚠ DRAFTS.csv row 38: `STAT`: "X" is not in the mapping's list: S, P
      ⚠ PAYHIST.csv row 4286: `SRC_CD`: "XX" is not in the mapping's list: CC, AP, BB, CK, CA, LB, IV,
      │ KS
      ⚠ PAYHIST.csv row 4287: `SRC_CD`: "cc" is not in the mapping's list: CC, AP, BB, CK, CA, LB, IV,
      │ KS
      help: add the code to the field's list in the mapping once you know what it means, or correct it
            in the legacy system

    row::bad_date

      ⚠ ADJHIST.csv row 360: `ADJ_DT`: "13/01/2017" is a date that does not exist
      ⚠ BILLHIST.csv row 4404: `BILL_DT`: "02/30/2016" is a date that does not exist
      ⚠ BILLHIST.csv row 4513: `TO_DT`: "02/29/2017" is a date that does not exist
      ⚠ NOTES.csv row 117: `NOTE_DT`: "9999999999999999" (digits not shown) is not written like
      │ 12/31/2017
      ⚠ PAYHIST.csv row 4282: `PAY_DT`: "2017-01-05" is not written like 12/31/2017
      help: correct it in the legacy system; where many rows have it, say with `date` or `time_stamp`
            in `format` how days are written
      … and 2 more

    row::bad_number

      ⚠ PAYARR.csv row 62: `SEQ`: "one" is no whole number from 1 to 9999
      ⚠ USAGE.csv row 4522: `KWH`: "1O" is no number written like 482 or 482.5
      help: correct it in the legacy system; where many rows have it, see whether the mapping names
            the right column and `pattern`

    row::blank

      ⚠ ACCTMAST.csv row 162: `ACCT_NO`: is blank, and a value is required
      ⚠ PAYHIST.csv row 4280: `PAY_AMT`: is blank, and a value is required
      ⚠ PAYHIST.csv row 4281: `PAY_DT`: "00/00/0000" stands for none, and a value is required
      help: correct it in the legacy system; where blanks are right, see whether the mapping can do
            without the field

    row::columns

      ⚠ ADJHIST.csv row 356: the row has 3 columns, the header 6
      ⚠ BILLHIST.csv row 4511: the row has 4 columns, the header 9
      ⚠ BILLHIST.csv row 4512: the row has 10 columns, the header 9
      help: look for a delimiter or line break in the legacy text that nothing quotes, or for a
            copybook of another layout; have the row exported again

    row::control_character

      ⚠ PAYHIST.csv row 4288: `REF`: holds a control character, or bytes that are no text
      help: correct it in the legacy system; where many rows have it, look at `encoding` in `format`

    row::repeated_key

      ⚠ ADJHIST.csv row 361: `ADJ_NO`: row 360 has the same key and came first; this row is refused,
      │ even where it differs
      ⚠ BILLHIST.csv row 3231: `BILL_NO`: row 3225 has the same key and came first; this row is
      │ refused, even where it differs
      ⚠ PAYHIST.csv row 4290: `PAY_NO`: row 2 has the same key and came first; this row is refused,
      │ even where it differs
      help: ask which of the rows counts; `key` and `repeated_rows` in the mapping say what is
            compared and what becomes of it

    row::unknown_account

      ⚠ METER.csv row 175: `ACCT_NO`: no such account in this delivery: "9999999999999999" (digits not
      │ shown)
      ⚠ PAYHIST.csv row 1872: `ACCT_NO`: no such account in this delivery: "10555-132"
      ⚠ PAYHIST.csv row 4289: `ACCT_NO`: no such account in this delivery: "99999-999"
      help: ask which is wrong: the row, or the delivery that lacks the account

    35 warnings
    "#);
}
