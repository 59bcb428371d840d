//! The few spans with letters that redaction may take out of a text: a month by name with its
//! year, an international bank account number, what a magnetic stripe holds, and digits with
//! blanks that are written out as `&nbsp;` or `<br>`.

/// Months by their first three letters, English and Spanish.
const MONTHS: [&str; 17] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "ene",
    "abr", "ago", "set", "dic",
];
/// What stands for a blank, a dash or a line break.
const WRITTEN: [&str; 18] = [
    "nbsp", "ensp", "emsp", "thinsp", "numsp", "zwnj", "zwj", "shy", "tab", "newline", "ndash",
    "mdash", "minus", "hyphen", "dash", "#xa0", "#x2011", "#x2013",
];

/// Returns true for a span with letters that redaction may take.
pub(super) fn may_have_letters(span: &str) -> bool {
    is_expiry(span) || is_international(span) || is_stripe(span) || only_written_blanks(span)
}

/// Returns true for a month by name and a year: `March 2019`, `marzo de 2019`.
fn is_expiry(span: &str) -> bool {
    let lower = span.to_lowercase();
    let mut parts = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty());
    let Some(month) = parts.next() else {
        return false;
    };
    let named = month.chars().all(char::is_alphabetic)
        && month.len() <= 10
        && MONTHS.iter().any(|m| month.starts_with(m));
    let year = match parts.next() {
        Some("de" | "del") => parts.next(),
        other => other,
    };
    let is_year = |y: &str| matches!(y.len(), 2 | 4) && y.bytes().all(|b| b.is_ascii_digit());
    named && year.is_some_and(is_year) && parts.next().is_none()
}

/// Returns true for an international bank account number: two letters, two digits, the account,
/// and a remainder of 1 by 97 with the first four behind the rest.
fn is_international(span: &str) -> bool {
    let signs: Vec<u32> = span.chars().filter_map(|c| c.to_digit(36)).collect();
    let apart = |c: char| c.is_ascii_alphanumeric() || !c.is_alphanumeric();
    let [a, b, c, d, rest @ ..] = signs.as_slice() else {
        return false;
    };
    if *a < 10 || *b < 10 || *c > 9 || *d > 9 || !(11..=30).contains(&rest.len()) {
        return false;
    }
    let left = rest.iter().chain([a, b, c, d]).fold(0_u32, |n, sign| {
        let shift = if *sign > 9 { 100 } else { 10 };
        (n * shift + sign) % 97
    });
    left == 1 && span.chars().all(apart)
}

/// Returns true for what stands behind the number on a magnetic stripe: `^NAME^1912…?` or the D
/// and the digits of the second track.
fn is_stripe(span: &str) -> bool {
    let dates = match span.strip_prefix('^') {
        Some(rest) => rest.split_once('^').map(|(_, dates)| dates),
        None => span.strip_prefix(['=', 'D', 'd']),
    };
    let Some(dates) = dates else { return false };
    let body = dates.strip_suffix('?').unwrap_or(dates);
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    digits >= 4 && body.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Returns true where the only letters are those of blanks that are written out.
fn only_written_blanks(span: &str) -> bool {
    let mut text = span.to_lowercase();
    for entity in WRITTEN {
        text = text.replace(&format!("&{entity};"), " ");
    }
    for tag in ["<br>", "<br/>", "<br />", "\\n", "\\r", "\\t"] {
        text = text.replace(tag, " ");
    }
    !text.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_known_forms_may_have_letters() {
        for span in [
            "March 2019",
            "Mar-19",
            "marzo de 2019",
            "dic. '19",
            "DE89 3704 0044 0532 0130 00",
            "gb82west12345698765432",
            "^DOE/JANE^19121011234567890?",
            "D19121010000012300000",
            "4111&nbsp;1111&#160;1111\\n1111",
        ] {
            assert!(may_have_letters(span), "{span}");
        }
        for span in [
            "March 15, 2019",
            "meter 2019",
            "marzo de 2019 de",
            "DE88 3704 0044 0532 0130 00",
            "DE89 é 3704 0044 0532 0130 00",
            "^DOE/JANE^",
            "^DOE/JANE^1912101 and more",
            "4111 and 1111",
            "Dog 1912",
        ] {
            assert!(!may_have_letters(span), "{span}");
        }
    }
}
