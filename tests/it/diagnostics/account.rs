//! An account is held back, or to be looked at.

use super::small::Small;

cases!(account: ledger_does_not_tie, customer_missing, premise_missing, portal_states_differ);

fn ledger_does_not_tie() -> String {
    Small::new().edit("ACCOUNT.csv", "50.00", "55.00").plan()
}

fn customer_missing() -> String {
    Small::new()
        .edit("ACCOUNT.csv", "0202,C2", "0202,C3")
        .plan()
}

fn premise_missing() -> String {
    Small::new().edit("ACCOUNT.csv", "C2,P2", "C2,P3").plan()
}

/// Two log-ins of one account, one of them locked out.
fn portal_states_differ() -> String {
    let users = "[user_account]\nfile = \"USERS.csv\"\nuser_id = \"USER\"\n\
                 legacy_account_number = \"ACCT\"\nportal_status = { column = \"STATE\", \
                 codes = { E = \"enrolled\", L = \"permanent_lock\" } }\n\
                 [policy]\nenrolled = \"as_exported\"";
    Small::new()
        .table(users)
        .export("USERS.csv", "USER,ACCT,STATE\nU1,0101,E\nU2,0101,L\n")
        .plan()
}
