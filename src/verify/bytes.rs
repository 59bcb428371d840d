//! Finds the next byte that matters, eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = ONES << 7;

/// Returns the top bits of bytes that are less than `n`; of those the lowest is one for certain.
fn less(word: u64, n: u64) -> u64 {
    word.wrapping_sub(ONES * n) & !word & TOPS
}

fn eight(bytes: &[u8], at: usize) -> Option<u64> {
    let few = bytes.get(at..)?.first_chunk::<8>()?;
    Some(u64::from_le_bytes(*few))
}

fn first(found: u64) -> usize {
    usize::try_from(found.trailing_zeros() / 8).unwrap_or(0)
}

/// Returns where the next byte stands that may begin a digit, or the end.
pub(super) fn next_digit(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = eight(bytes, at) {
        let found = less(word ^ (ONES * 0x30), 10) | less(word ^ (ONES * 0xef), 1);
        if found != 0 {
            return at + first(found);
        }
        at += 8;
    }
    let matters = |byte: &u8| byte.is_ascii_digit() || *byte == 0xef;
    while bytes.get(at).is_some_and(|byte| !matters(byte)) {
        at += 1;
    }
    at
}

/// Returns where the next of three bytes stands, or the end.
pub(super) fn next_of(bytes: &[u8], mut at: usize, marks: [u8; 3]) -> usize {
    let [x, y, z] = marks;
    let any = |few: &[u8]| {
        let is_mark = |byte: &u8| (*byte == x) | (*byte == y) | (*byte == z);
        few.iter().fold(false, |any, byte| any | is_mark(byte))
    };
    // Blocks without any are passed over whole.
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk::<64>) {
        if any(block) {
            break;
        }
        at += block.len();
    }
    let [a, b, c] = marks.map(|mark| ONES * u64::from(mark));
    while let Some(word) = eight(bytes, at) {
        let found = less(word ^ a, 1) | less(word ^ b, 1) | less(word ^ c, 1);
        if found != 0 {
            return at + first(found);
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| !marks.contains(byte)) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_byte_is_found_at_every_place() {
        for length in 0..150 {
            for at in 0..length {
                let mut bytes = vec![b'x'; length];
                bytes[at] = b'7';
                assert_eq!(next_digit(&bytes, 0), at);
                bytes[at] = 0xef;
                assert_eq!(next_digit(&bytes, 0), at);
                bytes[at] = b'&';
                assert_eq!(next_digit(&bytes, 0), length);
                assert_eq!(next_of(&bytes, 0, [b'<', b'&', b'\\']), at);
            }
        }
    }
}
