//! Portfolios.

use super::small::Small;

cases!(portfolio: no_owner);

/// A warning: nobody is recorded as owner, and no guest ever logged in.
fn no_owner() -> String {
    let tables = r#"
[web_user]
file               = "USER.csv"
user_id            = "USER"
legacy_customer_id = "CUST"
login              = "LOGIN"

[portfolio]
file               = "PORTFOLIO.csv"
portfolio_id       = "PF"
name               = "NAME"
owner_user_id      = "OWNER"

[portfolio_account]
file                  = "PFACCT.csv"
portfolio_id          = "PF"
legacy_account_number = "ACCT"
"#;
    Small::new()
        .table(tables)
        .export("USER.csv", "USER,CUST,LOGIN\nU1,C1,ruth\n")
        .export("PORTFOLIO.csv", "PF,NAME,OWNER\nPF1,Mill Creek,\n")
        .export("PFACCT.csv", "PF,ACCT\nPF1,0101\n")
        .plan()
}
