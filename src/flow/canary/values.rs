//! The values that are planted: published test card numbers, and bank numbers made up to their
//! checksums. None of them is a customer's.
//!
//! A delivery has more cells than there are published numbers, and each catch must be told from
//! the others. So the published number of a brand comes first, and then numbers of the same test
//! range, counted on, each with its check digit. What stands in the delivery already is struck out.

use crate::record::payment_kind::PaymentKind;

/// A number that the networks publish for tests, of each brand and length.
pub(super) const PUBLISHED: [(&str, &str); 11] = [
    ("Visa, 16 digits", "4111111111111111"),
    ("Visa, 13 digits", "4222222222222"),
    ("Visa, 19 digits", "4917610000000000003"),
    ("Mastercard, 5-series", "5555555555554444"),
    ("Mastercard, 2-series", "2223003122003222"),
    ("American Express", "378282246310005"),
    ("Discover", "6011111111111117"),
    ("Diners Club", "36227206271667"),
    ("JCB", "3530111333300000"),
    ("UnionPay", "6205500000000000004"),
    ("Maestro", "6759649826438453"),
];

/// Digits of a test range that stay when it is counted on.
const RANGE: usize = 8;
/// The published routing number, and the digits that stay when it is counted on.
const ROUTING: (&str, usize) = ("021000021", 4);
/// Digits of a bank account.
const ACCOUNT: u32 = 12;
/// The bank and branch of the published example of an international number.
const IBAN_BANK: &str = "BUKB202015";
/// Spreads numbers that are counted on over their range: prime, so that none comes twice.
const SPREAD: u64 = 7_919;

/// A value that is planted. It is known to all, and shown to nobody all the same.
pub(super) struct Planted {
    /// What it is.
    pub(super) kind: PaymentKind,
    /// How it is written, without blanks.
    pub(super) text: String,
    /// The digits that it is sought by; none where it is too short to be told from others.
    pub(super) digits: Option<String>,
}

impl Planted {
    fn number(kind: PaymentKind, text: String) -> Self {
        let digits = Some(text.clone());
        Self { kind, text, digits }
    }

    /// Returns a value that is only counted: it is too short to be looked for.
    pub(super) fn counted(kind: PaymentKind, text: &str) -> Self {
        let text = text.to_owned();
        Self {
            kind,
            text,
            digits: None,
        }
    }
}

/// Returns the nth number of a brand; the first is the published one.
pub(super) fn card(brand: usize, nth: u64) -> Planted {
    let (_, published) = PUBLISHED
        .get(brand % PUBLISHED.len())
        .copied()
        .unwrap_or_default();
    let text = if nth == 0 {
        published.to_owned()
    } else {
        let body = counted_on(published, RANGE, published.len() - 1, nth);
        with_check_digit(body, luhn)
    };
    Planted::number(PaymentKind::CardNumber, text)
}

/// Returns the nth routing number.
pub(super) fn routing(nth: u64) -> Planted {
    let (published, range) = ROUTING;
    let text = if nth == 0 {
        published.to_owned()
    } else {
        let body = counted_on(published, range, published.len() - 1, nth);
        with_check_digit(body, aba)
    };
    Planted::number(PaymentKind::RoutingNumber, text)
}

/// Returns the nth number of an account at a bank.
pub(super) fn account(nth: u64) -> Planted {
    let places = 10_u64.pow(ACCOUNT - 2);
    let text = format!("90{:010}", (nth + 1) * SPREAD * 104_729 % places);
    Planted::number(PaymentKind::BankAccount, text)
}

/// Returns the nth international bank account number: of the published British example's bank.
pub(super) fn iban(nth: u64) -> Planted {
    let tail = (55_555_555 + nth * SPREAD) % 100_000_000;
    let account = format!("{IBAN_BANK}{tail:08}");
    let left = format!("{account}GB00")
        .chars()
        .filter_map(|c| c.to_digit(36))
        .fold(0_u32, |n, d| (n * if d > 9 { 100 } else { 10 } + d) % 97);
    Planted {
        kind: PaymentKind::Iban,
        text: format!("GB{:02}{account}", 98 - left),
        digits: account.get(4..).map(str::to_owned),
    }
}

/// Returns the first `range` digits of a published number, and others up to `length`.
fn counted_on(published: &str, range: usize, length: usize, nth: u64) -> String {
    let places = length.saturating_sub(range);
    let most = 10_u64.saturating_pow(u32::try_from(places).unwrap_or(u32::MAX));
    let range = published.get(..range).unwrap_or_default();
    format!("{range}{:0places$}", nth.wrapping_mul(SPREAD) % most)
}

/// Adds the digit with which the checksum holds.
fn with_check_digit(body: String, holds: fn(&str) -> bool) -> String {
    let whole = |digit: u8| format!("{body}{digit}");
    (0..10).map(whole).find(|text| holds(text)).unwrap_or(body)
}

/// Returns true where the check digit of a card number holds.
pub(super) fn luhn(text: &str) -> bool {
    let digits = text.chars().rev().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits
        .enumerate()
        .map(|(at, d)| match at % 2 {
            1 if d > 4 => d * 2 - 9,
            1 => d * 2,
            _ => d,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Returns true where the checksum of a routing number holds.
fn aba(text: &str) -> bool {
    let digits = text.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits
        .zip([3, 7, 1].iter().cycle())
        .map(|(d, w)| d * w)
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::payment_text::{self, KnownIds};
    use std::collections::BTreeSet;

    #[test]
    fn every_number_is_what_it_says_and_none_comes_twice() {
        let mut all = BTreeSet::new();
        for nth in 0..900 {
            for (brand, (name, published)) in PUBLISHED.iter().enumerate() {
                let card = card(brand, nth);
                let digits: Vec<u8> = card.text.bytes().map(|b| b - b'0').collect();
                assert!(payment_text::is_card_number(&digits), "{name} {nth}");
                assert_eq!(card.text.len(), published.len());
                assert!(all.insert(card.text), "{name} {nth}");
            }
            let routing = routing(nth).text;
            let digits: Vec<u8> = routing.bytes().map(|b| b - b'0').collect();
            assert!(payment_text::is_routing_number(&digits), "{routing}");
            let account = account(nth).text;
            assert_eq!(account.len(), 12);
            let iban = iban(nth);
            let found = payment_text::find(&iban.text, &KnownIds::new());
            assert_eq!(found.len(), 1, "{}", iban.text);
            assert_eq!(found[0].kind, PaymentKind::Iban);
            for text in [routing, account, iban.text] {
                assert!(all.insert(text), "{nth}");
            }
        }
    }

    #[test]
    fn the_first_of_each_kind_is_a_published_example() {
        assert_eq!(card(0, 0).text, "4111111111111111");
        assert_eq!(routing(0).text, "021000021");
        assert_eq!(iban(0).text, "GB33BUKB20201555555555");
        assert!(PUBLISHED.iter().all(|(_, number)| luhn(number)));
    }
}
