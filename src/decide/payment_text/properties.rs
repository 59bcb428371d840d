//! What holds for every text: no card in whatever spacing is left, nothing else is lost, and
//! redacting twice changes nothing.

use super::tests::known;
use super::*;
use crate::decide::check_digit::luhn;
use proptest::prelude::*;

/// A card number of the Visa range, its digits as text.
fn visa() -> impl Strategy<Value = String> {
    let len = prop_oneof![Just(13_usize), Just(16), Just(19)];
    len.prop_flat_map(|len| proptest::collection::vec(0_u8..10, len - 2))
        .prop_map(|rest| {
            let mut digits = vec![4];
            digits.extend(rest);
            digits.push(luhn(&digits).unwrap());
            digits.iter().map(|d| char::from(b'0' + d)).collect()
        })
}

fn separator() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "", " ", "  ", "-", " - ", ".", "/", "_", "*", "\u{a0}", "\u{2009}", "\u{2013}", "\n",
        "\r\n", " * ", "---", "...", "&nbsp;", "&ndash;", "<br>", "\n> ", "\n - ", "\u{200e}",
    ])
}

/// A word that says nothing: none that we know begins with a q.
fn word() -> impl Strategy<Value = String> {
    "q[a-zA-Zñé]{1,8}[,;:!?()]?"
}

/// Returns the digits cut after every place in `cuts`, the parts joined by `by`.
fn spaced(digits: &str, cuts: &[bool], by: &mut dyn Iterator<Item = &str>) -> String {
    let mut text = String::new();
    for (place, c) in digits.chars().enumerate() {
        if place > 0 && cuts[(place - 1) % cuts.len()] {
            text.push_str(by.next().unwrap());
        }
        text.push(c);
    }
    text
}

/// Returns true where any thirteen to nineteen digits in a row, whatever stands between them but
/// letters, are a card number.
fn shows_a_card(text: &str) -> bool {
    text.split(char::is_alphabetic).any(|part| {
        let digits: Vec<u8> = part.chars().filter_map(chars::digit).collect();
        (0..digits.len()).any(|from| {
            (13..=19).any(|len| digits.get(from..from + len).is_some_and(card::is_card))
        })
    })
}

proptest! {
    #[test]
    fn every_card_in_even_spacing_goes(
        digits in visa(), by in separator(), before in word(), after in word(),
        cuts in proptest::collection::vec(any::<bool>(), 1..18),
    ) {
        let number = spaced(&digits, &cuts, &mut std::iter::repeat(by));
        let text = format!("{before} {number} {after}");
        let clean = redact(&text, &KnownIds::new());
        prop_assert!(clean.is_some(), "{:?}", text);
        let clean = clean.unwrap();
        // Part of the digits may pass for a shorter card: then up to six stay beside it.
        let left = clean.text.chars().filter(char::is_ascii_digit).count();
        prop_assert!(left <= 6 && !shows_a_card(&clean.text), "{:?}", clean.text);
        prop_assert!(clean.text.starts_with(&before) && clean.text.ends_with(&after));
    }

    #[test]
    fn every_card_in_mixed_spacing_goes(
        digits in visa(), by in proptest::collection::vec(separator(), 4), word in word(),
    ) {
        // Groups of four and more: shorter ones can spell a date.
        let cuts: Vec<bool> = (1..19).map(|place| place % 4 == 0 && place < 13).collect();
        let mut by = by.into_iter();
        let text = format!("{word}{} {word}", spaced(&digits, &cuts, &mut by));
        let clean = redact(&text, &KnownIds::new());
        prop_assert!(clean.is_some_and(|c| !shows_a_card(&c.text)), "{:?}", text);
    }

    #[test]
    fn text_with_fewer_than_four_digits_is_untouched(text in "[^\\p{Nd}]{0,60}") {
        prop_assert_eq!(redact(&format!("{text}123"), &known()), None);
    }

    #[test]
    fn redacting_twice_changes_nothing(
        parts in proptest::collection::vec(prop_oneof![
            visa(), word(), separator().prop_map(str::to_owned), "[0-9]{1,10}", "[ /.,$(-]{1,2}",
            proptest::sample::select(vec![
                "routing ", "acct ", "bank account ", "exp ", "cvv ", "121085014", "026060587",
                "07217-143", "4532015112830366", "10/19", "3/6/2015", "(509) 555-0134",
                "de89 3704 0044 0532 0130 00", "[bank account removed]", "$12.34",
                "SSN ", "ss# ", "078-05-1120", "^DOE/JANE^1912101", "=19121011", "?", "%B", "PIN ",
                "March ", "de ", "A121000358A", "⑆121000358⑆", "tracking ", "factura no. ", "card ",
                "&nbsp;", "<br>", "\n> ", "hora 2305121015301236", "GB82WEST12345698765432",
            ]).prop_map(str::to_owned),
        ], 0..24),
        glue in proptest::sample::select(vec!["", " "]),
    ) {
        let text = parts.join(glue);
        if let Some(once) = redact(&text, &known()) {
            prop_assert_eq!(redact(&once.text, &known()), None, "{:?}", once.text);
        }
    }

    #[test]
    fn a_word_never_saves_a_card_in_groups(
        digits in visa(), by in separator().prop_filter("groups", |by| !by.is_empty()),
        word in proptest::sample::select(vec!["tracking", "factura", "medidor no.", "S/N", "hora"]),
    ) {
        let cuts: Vec<bool> = (1..19).map(|place| place % 4 == 0 && place < 17).collect();
        let number = spaced(&digits, &cuts, &mut std::iter::repeat(by));
        let clean = redact(&format!("{word} {number}"), &KnownIds::new());
        prop_assert!(clean.is_some_and(|c| !shows_a_card(&c.text)), "{}", number);
    }

    #[test]
    fn pieces_come_in_order_and_apart(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "4111111111111111", "^A/B^2712101000000009?", "=2712101000000009?", " ", "SSN ", "exp ",
            "078-05-1120", "March ", "2019", "de89 3704 0044 0532 0130 00", "A121000358A", "9638370474",
            "routing ", "bank account ", "PIN ", "1234",
        ]), 0..16),
    ) {
        let text = parts.concat();
        let found = find(&text, &KnownIds::new());
        prop_assert!(found.windows(2).all(|w| w[0].range.end <= w[1].range.start));
        prop_assert!(found.iter().all(|f| text.get(f.range.clone()).is_some_and(|t| !t.is_empty())));
    }

    #[test]
    fn any_text_is_taken(text in "(\\PC|[0-9&<>;^=?\\\\⑆:#]){0,80}") {
        let found = find(&text, &known());
        prop_assert!(found.iter().all(|f| text.get(f.range.clone()).is_some()));
    }
}
