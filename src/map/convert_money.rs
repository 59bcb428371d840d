//! Amounts of money, read strictly by declared signs, thousands commas and decimals.

use crate::record::money::{LARGEST_CENTS, format_cents};

/// How amounts are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MoneyFormat {
    /// True where commas may stand between groups of three digits.
    pub(super) thousands: bool,
    /// Digits after the point, exactly: 0, 1 or 2.
    pub(super) decimals: u32,
    /// How a negative amount is marked.
    pub(super) negative: Vec<Negative>,
}

/// A way to mark a negative amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Negative {
    /// `12.34CR`
    Credit,
    /// `(12.34)`
    Parentheses,
    /// `-12.34`
    Minus,
    /// `12.34-`
    TrailingMinus,
}

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MoneyFault {
    /// It is written in another way.
    Shape,
    /// It is more than a single cell may hold.
    TooLarge,
}

impl Negative {
    /// Every way with the example that declares it in a mapping.
    pub(super) const EXAMPLES: [(&'static str, Self); 4] = [
        ("12.34CR", Self::Credit),
        ("(12.34)", Self::Parentheses),
        ("-12.34", Self::Minus),
        ("12.34-", Self::TrailingMinus),
    ];

    /// Returns the amount inside the mark, where `text` has it.
    fn strip(self, text: &str) -> Option<&str> {
        match self {
            Self::Credit => text.strip_suffix("CR"),
            Self::Parentheses => text.strip_prefix('(')?.strip_suffix(')'),
            Self::Minus => text.strip_prefix('-'),
            Self::TrailingMinus => text.strip_suffix('-'),
        }
    }
}

impl Default for MoneyFormat {
    /// `1234.56` and `-1234.56`.
    fn default() -> Self {
        Self {
            thousands: false,
            decimals: 2,
            negative: vec![Negative::Minus],
        }
    }
}

impl MoneyFormat {
    /// Returns amounts as the mapping says they are written, for messages.
    pub(super) fn example(&self) -> String {
        let sample = match (self.thousands, self.decimals) {
            (true, 0) => "1,234",
            (true, 1) => "1,234.5",
            (true, _) => "1,234.56",
            (false, 0) => "1234",
            (false, 1) => "1234.5",
            (false, _) => "1234.56",
        };
        let mut text = sample.to_owned();
        for (example, form) in Negative::EXAMPLES {
            if self.negative.contains(&form) {
                text.push_str(" or ");
                text.push_str(&example.replace("12.34", sample));
            }
        }
        text
    }

    /// Reads an amount as cents.
    pub(super) fn cents(&self, text: &str) -> Result<i64, MoneyFault> {
        let marked = self.negative.iter().find_map(|form| form.strip(text));
        let cents = self.unsigned(marked.unwrap_or(text))?;
        Ok(if marked.is_some() { -cents } else { cents })
    }

    fn unsigned(&self, text: &str) -> Result<i64, MoneyFault> {
        let width = usize::try_from(self.decimals).unwrap_or(2);
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) if width > 0 => (whole, fraction),
            None if width == 0 => (text, ""),
            _ => return Err(MoneyFault::Shape),
        };
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if fraction.len() != width || !digits(fraction) || !self.groups_hold(whole) {
            return Err(MoneyFault::Shape);
        }
        let mut cents: i64 = 0;
        let missing = 2_usize.saturating_sub(width);
        let all = whole.bytes().chain(fraction.bytes());
        for digit in all
            .filter(|b| *b != b',')
            .chain(std::iter::repeat_n(b'0', missing))
        {
            cents = cents * 10 + i64::from(digit.saturating_sub(b'0'));
            if cents > LARGEST_CENTS {
                return Err(MoneyFault::TooLarge);
            }
        }
        Ok(cents)
    }

    /// Returns true for digits alone, or in groups of three between commas where those may be.
    fn groups_hold(&self, whole: &str) -> bool {
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let grouped = whole.contains(',');
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits(first)
            && (!grouped || (self.thousands && first.len() <= 3))
            && groups.all(|group| group.len() == 3 && digits(group))
    }
}

/// Returns the limit of a single amount, for messages.
pub(super) fn largest() -> String {
    format_cents(i128::from(LARGEST_CENTS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn benton() -> MoneyFormat {
        MoneyFormat {
            thousands: true,
            decimals: 2,
            negative: vec![Negative::Credit, Negative::Parentheses],
        }
    }

    #[test]
    fn amounts_are_read_as_declared() {
        for (text, cents) in [
            ("0.00", 0),
            ("12.34", 1234),
            ("1234.56", 123_456),
            ("1,234.56", 123_456),
            ("12,870,733.05", 1_287_073_305),
            ("9.15CR", -915),
            ("(9.64)", -964),
            ("1,000.00CR", -100_000),
            ("10,000,000,000.00", LARGEST_CENTS),
        ] {
            assert_eq!(benton().cents(text), Ok(cents), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "12",
            "12.3",
            "12.345",
            ".50",
            "12.",
            "1 234.56",
            "$12.34",
            "12.3O",
            "-12.34",
            "12.34-",
            "+12.34",
            "(9.64",
            "9.64)",
            "(9.64)CR",
            "((9.64))",
            "9.64cr",
            "9.64 CR",
            "CR",
            "()",
            "1,23.45",
            "12,34.56",
            "1234,567.00",
            ",123.00",
            "1,,234.00",
            "1,234,56.00",
            "1e3.00",
            "１２.34",
            "1.234,56",
        ] {
            assert_eq!(benton().cents(text), Err(MoneyFault::Shape), "{text}");
        }
        assert_eq!(
            benton().cents("10,000,000,000.01"),
            Err(MoneyFault::TooLarge)
        );
        assert_eq!(
            benton().cents(&format!("{}.00", "9".repeat(400))),
            Err(MoneyFault::TooLarge)
        );
        assert_eq!(
            MoneyFormat::default().cents("1,234.56"),
            Err(MoneyFault::Shape)
        );
    }

    #[test]
    fn other_decimals_are_declared() {
        let whole = MoneyFormat {
            decimals: 0,
            ..MoneyFormat::default()
        };
        assert_eq!(whole.cents("12"), Ok(1200));
        assert_eq!(whole.cents("12.00"), Err(MoneyFault::Shape));
        let tenths = MoneyFormat {
            decimals: 1,
            ..MoneyFormat::default()
        };
        assert_eq!(tenths.cents("-12.5"), Ok(-1250));
    }

    proptest! {
        #[test]
        fn a_parsed_amount_prints_back(cents in -LARGEST_CENTS..=LARGEST_CENTS, credit: bool, commas: bool) {
            let plain = format_cents(i128::from(cents).abs());
            let plain = if commas { plain } else { plain.replace(',', "") };
            let text = match (cents < 0, credit) {
                (false, _) => plain,
                (true, true) => format!("{plain}CR"),
                (true, false) => format!("({plain})"),
            };
            prop_assert_eq!(benton().cents(&text), Ok(cents));
        }

        #[test]
        fn no_text_panics(text in "[0-9,.()CR-]{0,12}|.{0,12}") {
            if let Ok(cents) = benton().cents(&text) {
                let plain = text.replace([',', '(', ')', 'C', 'R'], "");
                let printed = format_cents(i128::from(cents).abs()).replace(',', "");
                prop_assert_eq!(plain.trim_start_matches('0'), printed.trim_start_matches('0'));
            }
        }
    }
}
