//! What the first bytes of a file tell: what kind of file it is, how its text is coded, how it is
//! cut into rows and columns, and which row names them. Guesses; the rows prove or disprove them.

mod layout;

pub use layout::{header, layout, line_length, shown};

use crate::record::unknown::TextCode;

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Nothing in it.
    Empty,
    /// Text.
    Text(TextCode),
    /// Records in EBCDIC, of equal length and without line ends.
    Ebcdic,
    /// A workbook: `xlsx`, `xlsb`, `ods` or `xls`.
    Workbook,
    /// Something else: pictures, programs, packed fields.
    Binary,
}

/// Returns what kind of file begins with these bytes.
#[must_use]
pub fn kind(head: &[u8]) -> FileKind {
    if head.is_empty() {
        return FileKind::Empty;
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return FileKind::Workbook;
    }
    if head.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return FileKind::Text(TextCode::Utf8Bom);
    }
    if head.starts_with(&[0xFF, 0xFE]) {
        return FileKind::Text(TextCode::Utf16Le);
    }
    if head.starts_with(&[0xFE, 0xFF]) {
        return FileKind::Text(TextCode::Utf16Be);
    }
    let share = |count: usize, percent: usize| count * 100 >= head.len() * percent;
    let zeros = |odd: usize| {
        let at = head.iter().skip(odd).step_by(2);
        at.filter(|b| **b == 0).count()
    };
    // In UTF-16 every second byte of Latin letters is zero.
    if share(zeros(1), 40) && !share(zeros(0), 5) {
        return FileKind::Text(TextCode::Utf16Le);
    }
    if share(zeros(0), 40) && !share(zeros(1), 5) {
        return FileKind::Text(TextCode::Utf16Be);
    }
    let of = |set: fn(u8) -> bool| head.iter().filter(|b| set(**b)).count();
    let text = of(|b| matches!(b, 0x20..=0x7E | b'\t' | b'\r' | b'\n'));
    // Digits, letters and the blank of EBCDIC.
    let ebcdic = of(
        |b| matches!(b, 0x40 | 0xF0..=0xF9 | 0xC1..=0xC9 | 0xD1..=0xD9 | 0xE2..=0xE9 | 0x81..=0x89 | 0x91..=0x99 | 0xA2..=0xA9),
    );
    if ebcdic > text && share(ebcdic, 60) {
        return FileKind::Ebcdic;
    }
    let controls = of(|b| matches!(b, 0..=8 | 14..=25 | 27..=31));
    if share(controls, 5) {
        return FileKind::Binary;
    }
    FileKind::Text(TextCode::Bytes)
}

/// Returns the record length of a file without line ends, from how its bytes repeat; none where
/// nothing repeats.
#[must_use]
pub fn record_length(head: &[u8], size: u64) -> Option<usize> {
    /// Longest record that is tried.
    const LONGEST: usize = 2048;
    let class = |b: u8| match b {
        0x40 => 0,
        0xF0..=0xF9 => 1,
        0x81..=0xA9 => 2,
        0xC0..=0xE9 => 3,
        _ => 4,
    };
    let head = head.get(..head.len().min(1 << 14))?;
    let mut scores = Vec::new();
    for length in 8..=LONGEST.min(head.len() / 3) {
        if !size.is_multiple_of(length as u64) {
            continue;
        }
        let pairs = head.iter().zip(head.iter().skip(length));
        let same = pairs.filter(|(a, b)| class(**a) == class(**b)).count();
        scores.push((same * 1000 / (head.len() - length), length));
    }
    let best = scores.iter().map(|(score, _)| *score).max()?;
    let (score, length) = scores.into_iter().find(|(score, _)| *score + 20 >= best)?;
    (score >= 700).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn codings_are_told_by_their_bytes() {
        let utf16: Vec<u8> = "Account Number\tName\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(kind(&utf16), FileKind::Text(TextCode::Utf16Le));
        assert_eq!(
            kind(&[0xC1, 0xC2, 0xF1, 0xF2, 0x40, 0x40, 0xF9]),
            FileKind::Ebcdic
        );
        assert_eq!(kind(b"PK\x03\x04...."), FileKind::Workbook);
        assert_eq!(kind(b"a,b\n"), FileKind::Text(TextCode::Bytes));
        assert_eq!(kind(b""), FileKind::Empty);
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_odd(head in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = kind(&head);
            let found = layout(&head, TextCode::Bytes, false);
            prop_assert!(found.names.iter().all(|n| n.chars().count() <= 128));
            let _ = record_length(&head, head.len() as u64);
        }
    }
}
