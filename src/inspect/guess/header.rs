//! What a column's name says, in words that do not depend on the system it comes from: `ACCT_NO`,
//! `Account Number` and `AM-ACCT-ID` are `account id`.

use crate::inspect::words::{KNOWN, words};

/// A word, and how exports spell it.
const SPELLINGS: &[(&str, &[&str])] = &[
    ("account", &["acct", "accnt", "acc", "accounts"]),
    ("addr", &["address", "street", "addrs"]),
    ("adjustment", &["adj", "adjust"]),
    ("amount", &["amt"]),
    ("arrangement", &["arr", "arrange", "plan", "agreement"]),
    ("autopay", &["apay", "autopayment"]),
    ("balance", &["bal"]),
    ("bill", &["invoice", "bills"]),
    (
        "business",
        &["bus", "company", "organization", "organisation"],
    ),
    ("charges", &["chg", "charge", "charges"]),
    ("close", &["closed"]),
    ("code", &["cd"]),
    ("count", &["ct", "cnt"]),
    ("current", &["cur", "curr"]),
    (
        "customer",
        &["cust", "person", "contact", "party", "consumer"],
    ),
    ("cycle", &["cyc", "billcycl"]),
    ("date", &["dt", "dat"]),
    ("deposit", &["dep"]),
    ("description", &["descr", "desc"]),
    ("draft", &["scheduled"]),
    ("ebill", &["ebilling", "paperless", "estatement"]),
    ("failed", &["fail", "fails"]),
    ("group", &["grp"]),
    ("id", &["no", "nbr", "num", "number", "key"]),
    (
        "install",
        &["inst", "installed", "installment", "instalment"],
    ),
    ("language", &["lang"]),
    ("login", &["logon", "logins", "username"]),
    ("mail", &["mailing"]),
    ("medical", &["med"]),
    ("member", &["members"]),
    ("meter", &["mtr"]),
    ("method", &["meth"]),
    ("name", &["nm"]),
    ("open", &["opened"]),
    ("password", &["pwd", "pass"]),
    ("payment", &["pay", "paym"]),
    ("phone", &["tel", "telephone"]),
    ("premise", &["prem", "premises", "location", "site"]),
    ("previous", &["prev", "prior", "prv"]),
    ("reference", &["ref"]),
    ("remove", &["rem", "removed"]),
    ("sequence", &["seq"]),
    ("service", &["svc", "serv", "ser"]),
    ("source", &["src", "channel", "tender"]),
    ("state", &["st"]),
    ("statement", &["stmt"]),
    ("status", &["stat", "sts"]),
    ("text", &["txt", "comment", "comments"]),
    ("total", &["tot"]),
    ("type", &["typ", "kind"]),
    ("usage", &["consumption", "cons", "quantity", "qty", "used"]),
    ("zip", &["postal", "postcode", "zipcode"]),
];

/// More words that are run together with others.
const MORE: &[&str] = &[
    "baseline",
    "failed",
    "line",
    "login",
    "note",
    "portfolio",
    "rate",
    "user",
];

/// Returns the names of a table's columns as words; a word that begins all of them, as copybooks
/// have it, is left out.
pub(super) fn table(names: &[&str]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = names.iter().map(|name| concepts(name)).collect();
    let first = all.first().and_then(|words| words.first()).cloned();
    let shared = names.len() > 2
        && all
            .iter()
            .all(|words| words.len() > 1 && words.first() == first.as_ref());
    if shared {
        for words in &mut all {
            words.remove(0);
        }
    }
    all
}

/// Returns the words of a name, with the digits at its end as the last.
pub(super) fn concepts(name: &str) -> Vec<String> {
    let joined = name.to_lowercase();
    let name = if joined.starts_with("e-") || joined.starts_with("e ") {
        format!("e{}", joined.get(2..).unwrap_or_default())
    } else {
        name.to_owned()
    };
    let mut found: Vec<String> = words(&name).iter().flat_map(|word| apart(word)).collect();
    let digits: String = name
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .collect();
    if !digits.is_empty() && digits.len() < 3 {
        found.push(digits.chars().rev().collect());
    }
    found
}

/// Returns a word in its plain spelling; words that were run together, each.
fn apart(word: &str) -> Vec<String> {
    if let Some(rest) = word.strip_prefix('m')
        && ["addr", "city", "state", "st", "zip"].contains(&rest)
    {
        return vec!["mail".to_owned(), plain(rest)];
    }
    if is_word(word) {
        return vec![plain(word)];
    }
    let cut = word.char_indices().skip(2).find_map(|(at, _)| {
        let (one, other) = word.split_at_checked(at)?;
        (is_word(one) && is_word(other)).then(|| vec![plain(one), plain(other)])
    });
    cut.unwrap_or_else(|| vec![word.to_owned()])
}

fn is_word(word: &str) -> bool {
    let spelt = |(plain, others): &(&str, &[&str])| *plain == word || others.contains(&word);
    SPELLINGS.iter().any(spelt) || MORE.contains(&word) || KNOWN.contains(&word)
}

fn plain(word: &str) -> String {
    let known = SPELLINGS.iter().find(|(_, others)| others.contains(&word));
    known.map_or(word, |(plain, _)| *plain).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_system_come_to_the_same_words() {
        for (name, expected) in [
            ("ACCT_NO", "account id"),
            ("Account Number", "account id"),
            ("CUSTID", "customer id"),
            ("STMTGRP", "statement group"),
            ("MADDR2", "mail addr 2"),
            ("E-mail", "email"),
            ("E-Billing", "ebill"),
            ("USERID", "user id"),
            ("FAIL_CT", "failed count"),
            ("PREVBAL", "previous balance"),
        ] {
            assert_eq!(concepts(name).join(" "), expected, "{name}");
        }
        let copybook = table(&["AM-ACCT", "AM-OPENED", "AM-MAIL-1"]);
        assert_eq!(copybook.concat().join(" "), "account open mail 1");
    }
}
