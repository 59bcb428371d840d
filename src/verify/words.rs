//! Values with letters, read backwards: from where letters and digits end to every place before it
//! where some begin, whatever parts them.

use super::scan::MOST_BETWEEN;
use super::secret_form::{Form, MOST_LETTERS};
use super::signs::{LETTER, SEPARATOR, sign_before};
use zeroize::Zeroize;

/// Most bytes of signs that are no separators between two letters of one value.
const MOST_OTHERS: usize = 3;

/// Hands every run of letters and digits of one of the `lengths` that ends at `end` to `look`, with
/// the place where it begins.
pub(super) fn each_before(
    bytes: &[u8],
    end: usize,
    lengths: &[usize],
    mut look: impl FnMut(&Form, usize),
) {
    let (mut text, mut at) = (Vec::with_capacity(MOST_LETTERS + 1), end);
    let (mut blanks, mut others) = (0, 0);
    while let Some((class, width)) = bytes.get(..at).and_then(sign_before) {
        let last = bytes.get(at - 1).copied().unwrap_or(0);
        at -= width;
        match class {
            0..=9 => text.push(b'0' + class),
            LETTER => text.push(last & 0xdf),
            SEPARATOR => blanks += width,
            _ => others += width,
        }
        let is_text = class < 10 || class == LETTER;
        if is_text {
            (blanks, others) = (0, 0);
        }
        if blanks > MOST_BETWEEN || others > MOST_OTHERS || text.len() > MOST_LETTERS {
            break;
        }
        let before = bytes.get(..at).and_then(sign_before);
        let begins = before.is_none_or(|(class, _)| class >= 10 && class != LETTER);
        if begins
            && is_text
            && lengths.contains(&text.len())
            && let Some(form) = Form::letters(text.iter().rev().copied())
        {
            look(&form, at);
        }
    }
    text.zeroize();
}
