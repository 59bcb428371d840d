//! Amounts of money, read strictly by declared signs, thousands commas, symbol and decimals.

use crate::record::money::{LARGEST_CENTS, format_cents};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Most cents that a sum may state: more than every amount there is.
const LARGEST_TOTAL: i128 = 1_000_000_000_000_000_000_000_000;

/// How amounts are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MoneyFormat {
    /// True where commas may stand between groups of three digits.
    pub(super) thousands: bool,
    /// Digits after the point, exactly: 0, 1 or 2.
    pub(super) decimals: u32,
    /// True where the point is not written: `12345` is 123.45.
    pub(super) implied: bool,
    /// What may stand before the digits, such as `$`.
    pub(super) symbol: Option<String>,
    /// How a negative amount is marked.
    pub(super) negative: Vec<Negative>,
    /// True where a positive amount may be marked too: `12.34DB` or `12.34DR`.
    pub(super) debit: bool,
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
    pub(super) const EXAMPLES: [(&'static str, Self); 8] = [
        ("12.34CR", Self::Credit),
        ("(12.34)", Self::Parentheses),
        ("-12.34", Self::Minus),
        ("12.34-", Self::TrailingMinus),
        ("1234CR", Self::Credit),
        ("(1234)", Self::Parentheses),
        ("-1234", Self::Minus),
        ("1234-", Self::TrailingMinus),
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
            implied: false,
            symbol: None,
            negative: vec![Negative::Minus],
            debit: false,
        }
    }
}

impl MoneyFormat {
    /// Returns amounts as the mapping says they are written, for messages.
    pub(super) fn example(&self) -> String {
        let whole = if self.thousands { "1,234" } else { "1234" };
        let fraction = match (self.decimals, self.implied) {
            (0, _) => "",
            (1, false) => ".5",
            (1, true) => "5",
            (_, false) => ".56",
            (_, true) => "56",
        };
        let symbol = self.symbol.as_deref().unwrap_or_default();
        let sample = format!("{symbol}{whole}{fraction}");
        let mut text = sample.clone();
        for (example, form) in Negative::EXAMPLES.iter().take(4) {
            if self.negative.contains(form) {
                text.push_str(" or ");
                text.push_str(&example.replace("12.34", &sample));
            }
        }
        text
    }

    /// Returns cents as the mapping says amounts are written, without commas and symbol.
    pub(super) fn written(&self, cents: i128) -> String {
        let plain = format_cents(cents.abs()).replace(',', "");
        let plain = match (self.implied, self.decimals) {
            (true, _) => {
                let digits = plain.replace('.', "");
                let digits = digits.trim_start_matches('0');
                if digits.is_empty() { "0" } else { digits }.to_owned()
            }
            (false, 2..) => plain,
            (false, 1) => plain.strip_suffix('0').unwrap_or(&plain).to_owned(),
            (false, 0) => plain.strip_suffix(".00").unwrap_or(&plain).to_owned(),
        };
        let form = self.negative.first().filter(|_| cents < 0);
        let mut examples = Negative::EXAMPLES.iter();
        let example = form.and_then(|form| examples.find(|(_, other)| other == form));
        example.map_or_else(
            || plain.clone(),
            |(example, _)| example.replace("12.34", &plain),
        )
    }

    /// Reads an amount as cents.
    pub(super) fn cents(&self, text: &str) -> Result<i64, MoneyFault> {
        let cents = self.signed(text, i128::from(LARGEST_CENTS))?;
        i64::try_from(cents).map_err(|_| MoneyFault::TooLarge)
    }

    /// Reads a sum of amounts as cents: written as they are, and larger than any of them may be.
    pub(super) fn total(&self, text: &str) -> Result<i128, MoneyFault> {
        self.signed(text, LARGEST_TOTAL)
    }

    /// Reads an amount of at most `largest` cents.
    fn signed(&self, text: &str, largest: i128) -> Result<i128, MoneyFault> {
        let marked = self.negative.iter().find_map(|form| form.strip(text));
        let debit = || {
            let marks = ["DB", "DR"].iter().filter(|_| self.debit);
            marks.into_iter().find_map(|mark| text.strip_suffix(mark))
        };
        let plain = marked.or_else(debit).unwrap_or(text);
        let symbol = self.symbol.as_deref();
        let digits = symbol.and_then(|symbol| plain.strip_prefix(symbol));
        let cents = self.unsigned(digits.unwrap_or(plain), largest)?;
        Ok(if marked.is_some() { -cents } else { cents })
    }

    /// Reads an amount that the file itself holds as a number, in whole units of money.
    pub(super) fn of_number(number: Decimal) -> Result<i64, MoneyFault> {
        let cents = number.checked_mul(Decimal::ONE_HUNDRED);
        let cents = cents.ok_or(MoneyFault::TooLarge)?.normalize();
        if cents.scale() > 0 {
            return Err(MoneyFault::Shape);
        }
        cents
            .to_i64()
            .filter(|cents| cents.abs() <= LARGEST_CENTS)
            .ok_or(MoneyFault::TooLarge)
    }

    fn unsigned(&self, text: &str, largest: i128) -> Result<i128, MoneyFault> {
        let width = usize::try_from(self.decimals).unwrap_or(2);
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) if width > 0 && !self.implied => (whole, fraction),
            None if width == 0 || self.implied => (text, ""),
            _ => return Err(MoneyFault::Shape),
        };
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let right_width = self.implied || fraction.len() == width;
        if !right_width || !digits(fraction) || !self.groups_hold(whole) {
            return Err(MoneyFault::Shape);
        }
        let mut cents: i128 = 0;
        let missing = 2_usize.saturating_sub(width);
        let all = whole.bytes().chain(fraction.bytes());
        for digit in all
            .filter(|b| *b != b',')
            .chain(std::iter::repeat_n(b'0', missing))
        {
            cents = cents * 10 + i128::from(digit.saturating_sub(b'0'));
            if cents > largest {
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
            negative: vec![Negative::Credit, Negative::Parentheses],
            ..MoneyFormat::default()
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

    #[test]
    fn symbols_implied_decimals_and_debits_are_declared() {
        let shown = MoneyFormat {
            symbol: Some("$".to_owned()),
            negative: vec![Negative::Parentheses, Negative::Minus],
            ..benton()
        };
        for (text, cents) in [
            ("$1,234.56", 123_456),
            ("($12.34)", -1234),
            ("-$12.34", -1234),
            ("12.34", 1234),
        ] {
            assert_eq!(shown.cents(text), Ok(cents), "{text}");
        }
        for text in ["$", "$$1.00", "$(1.00)", "$-1.00", "1.00$", "€1.00"] {
            assert_eq!(shown.cents(text), Err(MoneyFault::Shape), "{text}");
        }
        let implied = MoneyFormat {
            implied: true,
            negative: vec![Negative::TrailingMinus],
            ..MoneyFormat::default()
        };
        for (text, cents) in [("12345", 12_345), ("5-", -5), ("0", 0), ("007", 7)] {
            assert_eq!(implied.cents(text), Ok(cents), "{text}");
        }
        for text in ["123.45", "-5", "-", "", "5--", "1,234", "12a4"] {
            assert_eq!(implied.cents(text), Err(MoneyFault::Shape), "{text}");
        }
        let debit = MoneyFormat {
            debit: true,
            ..benton()
        };
        assert_eq!(debit.cents("12.34DB"), Ok(1234));
        assert_eq!(debit.cents("12.34DR"), Ok(1234));
        assert_eq!(debit.cents("12.34CR"), Ok(-1234));
        assert_eq!(benton().cents("12.34DB"), Err(MoneyFault::Shape));
    }

    #[test]
    fn a_sum_may_be_larger_than_any_amount() {
        let format = MoneyFormat::default();
        let text = "20000000000.00";
        assert_eq!(format.cents(text), Err(MoneyFault::TooLarge));
        assert_eq!(format.total(text), Ok(2_000_000_000_000));
        assert_eq!(format.total("-0.05"), Ok(-5));
        assert_eq!(format.total(&"9".repeat(60)), Err(MoneyFault::Shape));
        let digits = format!("{}.00", "9".repeat(60));
        assert_eq!(format.total(&digits), Err(MoneyFault::TooLarge));
    }

    #[test]
    fn numbers_of_a_file_have_at_most_two_decimals() {
        let cents = |text: &str| MoneyFormat::of_number(text.parse().unwrap());
        assert_eq!(cents("-10.4"), Ok(-1040));
        assert_eq!(cents("12.3400"), Ok(1234));
        assert_eq!(cents("12.345"), Err(MoneyFault::Shape));
        assert_eq!(cents("10000000000.01"), Err(MoneyFault::TooLarge));
        assert_eq!(
            cents("79228162514264337593543950335"),
            Err(MoneyFault::TooLarge)
        );
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
