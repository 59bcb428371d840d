//! What the name of a column says: `BANKACCT`, `Bank Acct` and `bank_acct` are the words `bank`
//! and `acct`. A hint only; the values decide.

use crate::record::payment_kind::PaymentKind;

/// Words that headers of legacy exports are made of, also where they are run together.
pub(super) const KNOWN: [&str; 104] = [
    "account",
    "acct",
    "accnt",
    "acc",
    "addr",
    "address",
    "adj",
    "aba",
    "amount",
    "amt",
    "arr",
    "auto",
    "apay",
    "bal",
    "balance",
    "bank",
    "begin",
    "bill",
    "billed",
    "birth",
    "book",
    "btype",
    "bus",
    "business",
    "card",
    "charge",
    "charges",
    "chg",
    "city",
    "close",
    "closed",
    "code",
    "company",
    "cost",
    "cust",
    "customer",
    "cur",
    "current",
    "cvv",
    "cvc",
    "cycle",
    "cyc",
    "date",
    "day",
    "days",
    "debit",
    "dep",
    "deposit",
    "draft",
    "dt",
    "due",
    "ebill",
    "email",
    "embossed",
    "end",
    "exp",
    "expiry",
    "expiration",
    "fee",
    "first",
    "from",
    "given",
    "group",
    "grp",
    "hash",
    "holder",
    "iban",
    "id",
    "inst",
    "install",
    "installed",
    "kwh",
    "ccf",
    "last",
    "login",
    "mail",
    "meter",
    "mtr",
    "meth",
    "method",
    "name",
    "nbr",
    "nm",
    "no",
    "num",
    "number",
    "on",
    "open",
    "opened",
    "paid",
    "pay",
    "payment",
    "phone",
    "post",
    "posted",
    "prem",
    "premise",
    "prev",
    "read",
    "routing",
    "to",
    "tot",
    "total",
    "zip",
];

/// Returns the words of a column's name, in lower case.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut before_lower = false;
    for c in name.chars() {
        let ends = !c.is_alphabetic() || (c.is_uppercase() && before_lower);
        if ends && !word.is_empty() {
            split(&std::mem::take(&mut word), &mut found);
        }
        before_lower = c.is_lowercase();
        if c.is_alphabetic() {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        split(&word, &mut found);
    }
    found
}

/// Cuts words that were run together, where all of the text is known words.
fn split(word: &str, found: &mut Vec<String>) {
    /// Longest text that is cut.
    const LONGEST: usize = 24;
    if word.len() <= LONGEST
        && !KNOWN.contains(&word)
        && let Some(parts) = parts(word)
    {
        found.extend(parts.into_iter().map(str::to_owned));
    } else {
        found.push(word.to_owned());
    }
}

fn parts(text: &str) -> Option<Vec<&str>> {
    // The fewest words that end at each place, longest first.
    let mut best: Vec<Option<Vec<&str>>> = vec![None; text.len() + 1];
    *best.first_mut()? = Some(Vec::new());
    for end in 1..=text.len() {
        for start in 0..end {
            let Some(word) = text.get(start..end).filter(|w| KNOWN.contains(w)) else {
                continue;
            };
            let Some(before) = best.get(start).cloned().flatten() else {
                continue;
            };
            let slot = best.get_mut(end)?;
            if slot.as_ref().is_none_or(|old| old.len() > before.len() + 1) {
                let mut all = before;
                all.push(word);
                *slot = Some(all);
            }
        }
    }
    best.pop().flatten()
}

/// What a column's name hints at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hints {
    pub(super) day: bool,
    pub(super) id: bool,
    pub(super) money: bool,
    /// What was paid.
    pub(super) paid: bool,
    /// What was billed.
    pub(super) billed: bool,
    pub(super) zip: bool,
    /// A name, an address, an e-mail: its values are never listed.
    pub(super) personal: bool,
    /// A number that goes with a place or a meter, not with a bank.
    pub(super) meter: bool,
    pub(super) payment: Option<PaymentKind>,
    /// False where the payment hint counts only beside other payment data.
    pub(super) payment_certain: bool,
}

/// Returns what a column's name hints at.
pub(super) fn hints(name: &str) -> Hints {
    let words = words(name);
    let any = |set: &[&str]| words.iter().any(|w| set.contains(&w.as_str()));
    let (payment, payment_certain) = payment(&any);
    Hints {
        paid: any(&["pay", "paid", "payment", "payments"]),
        billed: any(&["bill", "billed", "charge", "charges", "invoice", "due"]),
        day: any(&[
            "dt",
            "date",
            "dat",
            "day",
            "on",
            "opened",
            "closed",
            "open",
            "close",
            "posted",
            "due",
            "from",
            "to",
            "start",
            "end",
            "read",
            "installed",
            "removed",
            "begin",
            "inst",
            "rem",
        ]),
        id: any(&[
            "id", "no", "nbr", "num", "number", "acct", "account", "cust", "customer", "prem",
            "premise", "meter", "mtr", "serial", "key", "ref", "phone",
        ]),
        money: any(&[
            "amt", "amount", "bal", "balance", "charge", "charges", "chg", "cost", "deposit",
            "dep", "fee", "total", "tot", "price", "prevbal", "payment",
        ]),
        zip: words.iter().any(|w| w.ends_with("zip")) || any(&["postal", "postcode"]),
        personal: any(&[
            "name", "nm", "last", "first", "surname", "given", "company", "business", "bus",
            "holder", "addr", "address", "maddr", "street", "email", "mail", "phone", "login",
            "user", "owner", "contact", "embossed", "ssn", "birth", "hash", "password", "pwd",
        ]) && !any(&["city", "st", "state", "type"]),
        meter: any(&["meter", "mtr", "serial"]),
        payment,
        payment_certain,
    }
}

/// Returns what kind of payment data the words of a column's name speak for. `beside` says that other
/// columns of the file hold such data: then words count that alone mean little, such as `HOLDER`.
#[must_use]
pub fn named_like_payment(name: &str, beside: bool) -> Option<PaymentKind> {
    let hints = hints(name);
    hints.payment.filter(|_| beside || hints.payment_certain)
}

fn payment(any: &impl Fn(&[&str]) -> bool) -> (Option<PaymentKind>, bool) {
    let account = any(&["acct", "account", "acc", "accnt"]);
    let card = any(&["card", "pan", "cc"]);
    let bank = any(&["bank", "eft"]);
    let number = any(&["no", "num", "number", "nbr"]);
    if any(&["ssn", "ssno", "itin"]) || (any(&["social", "soc"]) && any(&["security", "sec"])) {
        (Some(PaymentKind::SocialSecurity), true)
    } else if any(&["cvv", "cvc", "cvd"]) {
        (Some(PaymentKind::CardCode), true)
    } else if card && any(&["exp", "expiry", "expiration", "expiraion"]) {
        (Some(PaymentKind::CardExpiry), true)
    } else if any(&["exp", "expiry", "expiration"]) {
        (Some(PaymentKind::CardExpiry), false)
    } else if any(&["routing", "aba", "transit"]) {
        (Some(PaymentKind::RoutingNumber), true)
    } else if any(&["rt"]) {
        (Some(PaymentKind::RoutingNumber), false)
    } else if any(&["iban"]) {
        (Some(PaymentKind::Iban), true)
    } else if any(&["embossed", "holder"]) || (any(&["name", "nm"]) && any(&["on", "card"])) {
        (Some(PaymentKind::NameOnInstrument), false)
    } else if any(&["btype"]) || ((account || bank) && any(&["type"])) {
        (Some(PaymentKind::AccountType), false)
    } else if bank && account {
        (Some(PaymentKind::BankAccount), true)
    } else if card && (number || any(&["pan"])) {
        (Some(PaymentKind::CardNumber), true)
    } else if card {
        (Some(PaymentKind::CardNumber), false)
    } else if any(&["meth", "method"]) && any(&["id", "no", "num", "number"]) {
        (Some(PaymentKind::MethodId), false)
    } else {
        (None, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_however_they_are_joined() {
        for (name, expected) in [
            ("BANKACCT", "bank acct"),
            ("Bank Acct", "bank acct"),
            ("previousReadingDate", "previous reading date"),
            ("PI-BANK-ACCT", "pi bank acct"),
            ("CUSTID", "cust id"),
            ("BILL_AMT1", "bill amt"),
            ("Cost ($)", "cost"),
            ("QZX", "qzx"),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn names_of_payment_columns_are_known() {
        use PaymentKind::*;
        for (name, kind) in [
            ("CARD_NO", CardNumber),
            ("CARD", CardNumber),
            ("CARD_EXP", CardExpiry),
            ("EXP", CardExpiry),
            ("CARD-CVV-CD", CardCode),
            ("RT_NO", RoutingNumber),
            ("TRANSIT", RoutingNumber),
            ("BANK_ACCT", BankAccount),
            ("CUST-EFT-ACCOUNT-ID", BankAccount),
            ("NAME_ON", NameOnInstrument),
            ("HOLDER", NameOnInstrument),
            ("ACCT_TYPE", AccountType),
            ("METH_NO", MethodId),
            ("CUST_SSN", SocialSecurity),
            ("SOC SEC NO", SocialSecurity),
        ] {
            assert_eq!(hints(name).payment, Some(kind), "{name}");
        }
        for name in ["ACCT_NO", "MTR_NO", "METH_TYPE", "BILL_DT", "EMAIL"] {
            assert_eq!(hints(name).payment, None, "{name}");
        }
    }
}
