//! The ranges in which card networks give out numbers, by leading digits and length.
//!
//! Published by the networks and collected in the public lists of card libraries. Ranges whose
//! numbers are common elsewhere count only where words speak of a card. Lengths follow the widest
//! published statement: a card that is missed costs more than a number that is hidden.

/// Fewest digits of a card number. Maestro's twelve are left out: utilities' own account numbers
/// have as many.
pub(super) const FEWEST: usize = 13;
/// Most digits of a card number.
pub(super) const MOST: usize = 19;

/// How sure a range is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Range {
    /// A number in it is a card's.
    Sure,
    /// A number in it is a card's where words say so.
    Spoken,
}

/// Leading digits from and to, of as many digits as each has; the lengths from and to.
struct Issued(u32, u32, usize, usize);

/// Sure ranges. Networks that live inside another's range stand in its comment.
const SURE: [Issued; 23] = [
    Issued(4, 4, 13, 13), // Visa
    Issued(4, 4, 16, 16), // Visa; Elo's 4011, 4389, 4514, 4576
    Issued(4, 4, 18, 19), // Visa
    Issued(51, 55, 16, 16),
    Issued(2221, 2720, 16, 16), // Mastercard's second series
    Issued(34, 34, 15, 15),
    Issued(37, 37, 15, 15), // American Express
    Issued(6011, 6011, 16, 19),
    Issued(644, 649, 16, 19),
    Issued(65, 65, 16, 19), // Discover; RuPay, Verve 650002 to 650027, Elo, Troy
    Issued(300, 305, 14, 19),
    Issued(3095, 3095, 14, 19),
    Issued(36, 36, 14, 19),
    Issued(38, 39, 14, 19),     // Diners Club; Hipercard's 3841
    Issued(3528, 3589, 16, 19), // JCB; RuPay's 3536 to 3569
    Issued(62, 62, 14, 19),
    Issued(81, 81, 16, 19),     // UnionPay; RuPay
    Issued(82, 82, 16, 16),     // RuPay
    Issued(50, 50, 13, 19),     // Maestro; Elo, RuPay's 508, Verve 506099 to 506198
    Issued(56, 58, 13, 19),     // Maestro
    Issued(60, 69, 13, 19), // Maestro; Hipercard 606282 and 637, InstaPayment 637 to 639, RuPay's 60
    Issued(2200, 2204, 16, 19), // Mir
    Issued(2205, 2205, 16, 16), // Borica
];

/// Ranges of few or regional cards.
const SPOKEN: [Issued; 7] = [
    Issued(1, 1, 15, 15),       // UATP; 1800 was JCB's
    Issued(2131, 2131, 15, 15), // JCB, older
    Issued(8600, 8600, 16, 16), // Uzcard
    Issued(9792, 9792, 16, 16), // Troy
    Issued(9704, 9704, 16, 19), // Napas
    Issued(9860, 9860, 16, 16), // Humo
    Issued(31, 31, 19, 19),     // China T-Union
];

/// Returns the range that a number of `digits` is in.
pub(super) fn range(digits: &[u8]) -> Option<Range> {
    let len = digits.len();
    if !(FEWEST..=MOST).contains(&len) {
        return None;
    }
    let lead = digits.iter().take(4).fold(0, |v, d| v * 10 + u32::from(*d));
    let within = |issued: &Issued| {
        let Issued(from, to, fewest, most) = *issued;
        let cut = match from {
            0..10 => 1000,
            10..100 => 100,
            100..1000 => 10,
            _ => 1,
        };
        (from..=to).contains(&(lead / cut)) && (fewest..=most).contains(&len)
    };
    if SURE.iter().any(within) {
        Some(Range::Sure)
    } else {
        SPOKEN.iter().any(within).then_some(Range::Spoken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_begin_and_end_where_the_networks_say() {
        let of = |lead: &str, len: usize| {
            let zeros = "0".repeat(len - lead.len());
            let digits: Vec<u8> = lead
                .bytes()
                .chain(zeros.bytes())
                .map(|b| b - b'0')
                .collect();
            range(&digits)
        };
        for (lead, len, expected) in [
            ("4", 13, Some(Range::Sure)),
            ("4", 14, None),
            ("4", 15, None),
            ("4", 16, Some(Range::Sure)),
            ("4", 19, Some(Range::Sure)),
            ("50", 16, Some(Range::Sure)),
            ("54", 16, Some(Range::Sure)),
            ("54", 17, None),
            ("59", 16, None),
            ("2220", 16, None),
            ("2221", 16, Some(Range::Sure)),
            ("2720", 16, Some(Range::Sure)),
            ("2721", 16, None),
            ("34", 15, Some(Range::Sure)),
            ("34", 16, None),
            ("33", 15, None),
            ("3527", 16, None),
            ("3528", 16, Some(Range::Sure)),
            ("3589", 19, Some(Range::Sure)),
            ("3590", 16, None),
            ("36", 14, Some(Range::Sure)),
            ("306", 14, None),
            ("2200", 16, Some(Range::Sure)),
            ("2204", 19, Some(Range::Sure)),
            ("2199", 16, None),
            ("2206", 16, None),
            ("62", 19, Some(Range::Sure)),
            ("81", 16, Some(Range::Sure)),
            ("82", 17, None),
            ("80", 16, None),
            ("1", 15, Some(Range::Spoken)),
            ("1", 16, None),
            ("2131", 15, Some(Range::Spoken)),
            ("9792", 16, Some(Range::Spoken)),
            ("7", 16, None),
        ] {
            assert_eq!(of(lead, len), expected, "{lead} of {len}");
        }
        assert_eq!(range(&[6; 12]), None);
        assert_eq!(range(&[6; 20]), None);
    }
}
