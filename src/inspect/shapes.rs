//! Cells that tell what they are by their shape alone: telephone numbers, ZIP codes, e-mail
//! addresses, hashes of passwords; and the forms that identifiers have.

use super::scan::{Scan, bits};

/// Returns true for a telephone number of ten digits, in groups.
pub(super) fn is_phone(text: &[u8], scan: Scan) -> bool {
    let grouped = text.iter().any(|b| matches!(b, b'(' | b'-' | b'.' | b' '));
    let one = text.starts_with(b"1") || text.starts_with(b"+1");
    let tail = text.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    grouped && tail == 4 && (scan.digits == 10 || (scan.digits == 11 && one))
}

/// Returns true for a ZIP+4.
pub(super) fn is_zip(text: &[u8], scan: Scan) -> bool {
    text.len() == 10 && scan.digits == 9 && text.get(5) == Some(&b'-')
}

/// Returns true for an e-mail address.
pub(super) fn is_email(text: &[u8], scan: Scan) -> bool {
    let mut parts = text.split(|b| *b == b'@');
    let (name, host, more) = (parts.next(), parts.next(), parts.next());
    !scan.any(bits::BLANK)
        && more.is_none()
        && name.is_some_and(|n| !n.is_empty())
        && host.is_some_and(|h| h.contains(&b'.') && !h.starts_with(b".") && !h.ends_with(b"."))
}

/// Returns true for the hash of a password as systems write them.
pub(super) fn is_secret(text: &[u8], scan: Scan) -> bool {
    if text.len() < 20 || scan.any(bits::BLANK) {
        return false;
    }
    let crypt = text.first() == Some(&b'$') && text.iter().filter(|b| **b == b'$').count() >= 3;
    let ldap = text.first() == Some(&b'{') && text.iter().take(12).any(|b| *b == b'}');
    let hex = matches!(text.len(), 32 | 40 | 56 | 64 | 96 | 128)
        && scan.any(bits::UPPER | bits::LOWER)
        && text.iter().all(u8::is_ascii_hexdigit);
    crypt || ldap || hex
}

/// Returns digits without the zeros in front.
pub(super) fn unpadded(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|b| **b == b'0').count();
    let zeros = zeros.min(digits.len().saturating_sub(1));
    digits.get(zeros..).unwrap_or_default()
}

/// Returns true where a text has a form: see `scan::form`.
pub(super) fn has_form(text: &[u8], form: &[u8]) -> bool {
    text.len() == form.len()
        && text.iter().zip(form).all(|(byte, form)| match form {
            b'd' => byte.is_ascii_digit(),
            b'A' => byte.is_ascii_uppercase(),
            b'a' => byte.is_ascii_lowercase(),
            _ => byte == form,
        })
}
