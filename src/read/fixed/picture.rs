//! What a PICTURE says: text, digits, a signed or decimal number, or an edited one.
//!
//! In: the picture's letters, such as `S9(9)V99`. Out: its shape. Knows nothing of how the bytes
//! are coded: that is the usage.

/// Longest picture, in positions. COBOL itself stops far earlier.
const LONGEST: usize = 65_536;
/// Most digits of a number: what a `Decimal` holds exactly.
pub(super) const MOST_DIGITS: usize = 28;

/// What stands in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    /// `X` and `A`: this many characters.
    Text(usize),
    /// `9`, `S` and `V`.
    Number {
        digits: usize,
        /// Digits behind the implied point.
        scale: usize,
        signed: bool,
    },
    /// Digits with blanks, commas, a point and signs between, as printed.
    Edited { width: usize, scale: usize },
}

/// Reads a picture; an error says what is wrong with it.
pub(super) fn picture(text: &str) -> Result<Picture, String> {
    let symbols = symbols(text)?;
    let count = |wanted: fn(char) -> bool| -> usize {
        let wanted = symbols.iter().filter(|(c, _)| wanted(*c));
        wanted.map(|(_, n)| *n).sum()
    };
    let width = count(|_| true);
    if width > LONGEST {
        return Err(format!("has {width} positions, expected {LONGEST} at most"));
    }
    if let Some((odd, _)) = symbols
        .iter()
        .find(|(c, _)| !"XAS9VZ*+-$,.B0/CRD".contains(*c))
    {
        return Err(format!("has the symbol `{odd}`, which is not read here"));
    }
    let has = |c: char| symbols.iter().any(|(symbol, _)| *symbol == c);
    let only = |set: &str| symbols.iter().all(|(c, _)| set.contains(*c));
    if only("XA9") && (has('X') || has('A')) {
        return Ok(Picture::Text(width));
    }
    let scale = |point: char| -> usize {
        let behind = symbols.iter().skip_while(|(c, _)| *c != point);
        let behind = behind.filter(|(c, _)| "9Z*".contains(*c));
        behind.map(|(_, n)| *n).sum()
    };
    let digits = count(|c| "9Z*".contains(c));
    if digits > MOST_DIGITS {
        return Err(format!(
            "has {digits} digits, expected {MOST_DIGITS} at most"
        ));
    }
    if only("S9V") {
        let leading = symbols.iter().skip(1).all(|(c, _)| *c != 'S');
        if digits == 0 || count(|c| c == 'S') > 1 || count(|c| c == 'V') > 1 || !leading {
            return Err("is no number: expected `S` first, digits, and one `V`".to_owned());
        }
        return Ok(Picture::Number {
            digits,
            scale: scale('V'),
            signed: has('S'),
        });
    }
    let points = count(|c| c == '.');
    let printed = only("9Z*+-$,.B0/CRD") && edits_end(text) && digits > 0 && points <= 1;
    if !printed || symbols.is_empty() {
        return Err("is neither text, a number nor an edited number".to_owned());
    }
    Ok(Picture::Edited {
        width,
        scale: scale('.'),
    })
}

/// Returns true where `C`, `R` and `D` stand in a closing `CR` or `DB` only.
fn edits_end(text: &str) -> bool {
    let bare = text.strip_suffix("CR").or_else(|| text.strip_suffix("DB"));
    !bare.unwrap_or(text).contains(['C', 'R', 'D'])
}

/// Returns each symbol and how often it stands there: `9(5)` is five nines.
fn symbols(text: &str) -> Result<Vec<(char, usize)>, String> {
    let mut found: Vec<(char, usize)> = Vec::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.as_str();
        let Some(counted) = after.strip_prefix('(') else {
            found.push((c, 1));
            continue;
        };
        let (number, behind) = counted
            .split_once(')')
            .ok_or("has a bracket that is never closed")?;
        let times = number.parse().ok().filter(|n| (1..=LONGEST).contains(n));
        let digits = number.bytes().all(|b| b.is_ascii_digit());
        let times = times.filter(|_| digits);
        found.push((
            c,
            times.ok_or(format!("has `({number})`, which is no count"))?,
        ));
        rest = behind.chars();
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_text_numbers_or_edited() {
        let number = |digits, scale, signed| Picture::Number {
            digits,
            scale,
            signed,
        };
        for (text, expected) in [
            ("X(10)", Picture::Text(10)),
            ("XXA(3)99", Picture::Text(7)),
            ("9(05)", number(5, 0, false)),
            ("S9(9)V99", number(11, 2, true)),
            ("SV9(4)", number(4, 4, true)),
            ("9(3)V9", number(4, 1, false)),
            (
                "Z(8)9.99-",
                Picture::Edited {
                    width: 13,
                    scale: 2,
                },
            ),
            (
                "$$,$$9.99CR",
                Picture::Edited {
                    width: 11,
                    scale: 2,
                },
            ),
        ] {
            assert_eq!(picture(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_pictures_are_refused() {
        for text in [
            "",
            "9(",
            "9()",
            "9(0)",
            "9(-1)",
            "S",
            "9S",
            "9V9V9",
            "N(4)",
            "9P(3)",
            "X(70000)",
            "9(29)",
            "XV9",
            "99CR99",
            "9.9.9",
            "9(99999999999999999999)",
            "+",
            "X(9)X(65536)",
        ] {
            assert!(picture(text).is_err(), "{text}");
        }
    }
}
