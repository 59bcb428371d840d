//! What holds for any text and any dropped values: `locate` and `scan` agree, what is taken out is
//! gone, and long values are found exactly where a slow search finds them.

use super::secrets::SecretSet;
use super::signs;

/// Numbers that look drawn, the same in each run.
struct Draw(u64);

impl Draw {
    fn index(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn text(&mut self, length: usize) -> String {
        let pieces = [
            "1",
            "2",
            "12",
            "7",
            "345",
            " ",
            "-",
            ".",
            ",",
            "\n",
            "a",
            "B",
            "x9",
            "\u{a0}",
            "é",
            "\"",
            "５",
            "2017-03-06",
            "84.16",
            "[card number removed]",
            "  ",
            "/",
            ":",
        ];
        (0..length)
            .map(|_| pieces[self.index(pieces.len())])
            .collect()
    }
}

/// Returns what stands between two characters of a text: a value that may be found in it.
fn cut(draw: &mut Draw, text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let from = draw.index(letters.len());
    let length = 6 + draw.index(24);
    letters.iter().skip(from).take(length).collect()
}

#[test]
fn after_every_located_value_is_replaced_nothing_is_found() {
    let mut draw = Draw(11);
    let mut replaced = 0;
    for _ in 0..3_000 {
        let mut text = draw.text(60);
        let mut set = SecretSet::new([9; 32]);
        for kind in ["card_number", "bank_account", "iban", "method_id"] {
            set.add(kind, &cut(&mut draw, &text));
        }
        set.freeze();
        loop {
            let (located, hit) = (set.locate(&text), set.scan(text.as_bytes()));
            assert_eq!(located.is_some(), hit.is_some(), "{text}");
            let Some((range, kind)) = located else { break };
            assert_eq!(
                hit.map(|hit| (hit.position + 1, hit.kind)),
                Some((range.end, kind))
            );
            text.replace_range(range, "[card number removed]");
            replaced += 1;
        }
    }
    assert!(replaced > 1_000, "{replaced}");
}

/// Returns true where the digits of `value` stand in `text` with only separators between them:
/// found the slow way.
fn stands_in(text: &str, value: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    (0..letters.len()).any(|from| {
        let digits: Vec<char> = value.chars().collect();
        let mut wanted = digits.iter().peekable();
        for letter in &letters[from..] {
            let Some(next) = wanted.peek() else { break };
            let digit = signs::digit_of(*letter);
            if digit == signs::digit_of(**next) {
                wanted.next();
            } else if digit.is_some()
                || signs::class_of_char(*letter) != 10
                || wanted.len() == digits.len()
            {
                return false;
            }
        }
        wanted.peek().is_none()
    })
}

#[test]
fn long_values_are_found_where_a_slow_search_finds_them_and_nowhere_else() {
    let mut draw = Draw(5);
    let mut found = 0;
    for _ in 0..4_000 {
        let text = draw.text(40);
        let digits: String = cut(&mut draw, &text)
            .chars()
            .filter_map(signs::digit_of)
            .map(|digit| char::from(b'0' + digit))
            .collect();
        if !(13..=19).contains(&digits.len()) {
            continue;
        }
        let mut set = SecretSet::new([9; 32]);
        set.add("card_number", &digits);
        set.freeze();
        let slow = stands_in(&text, &digits);
        let groups = text.contains([',', ':']);
        assert!(
            set.scan(text.as_bytes()).is_some() == slow || (groups && !slow),
            "{text} {digits}"
        );
        found += usize::from(slow);
    }
    assert!(found > 50, "{found}");
}
