//! Packed decimals (COMP-3): two digits a byte, and a sign behind the last digit.

use super::secret_form::MOST;
use super::views::is_plain_text;

/// Fewest bytes before the one with the sign: a number of thirteen digits has six.
const FEWEST: usize = 6;

/// Returns the first packed number that `is_wanted`, told its last nineteen digits and how many
/// there are, gives a kind; with the byte at which its sign stands. Plain text holds none.
pub(super) fn first(
    bytes: &[u8],
    is_wanted: impl Fn(u64, usize) -> Option<u8>,
) -> Option<(u8, usize)> {
    if is_plain_text(bytes) {
        return None;
    }
    // Bytes of two digits that stand directly before, and the number that they write.
    let (mut pairs, mut number) = (0_usize, 0_u64);
    for (at, byte) in bytes.iter().enumerate() {
        let (high, low) = (byte >> 4, byte & 0x0f);
        if high <= 9 && low <= 9 {
            number = number
                .wrapping_mul(100)
                .wrapping_add(u64::from(high * 10 + low));
            pairs += 1;
            // Nineteen digits and no more: older ones go before they can overflow.
            number %= 10_u64.pow(18);
            continue;
        }
        if pairs >= FEWEST && high <= 9 && matches!(low, 0x0c | 0x0d | 0x0f) {
            let digits = (pairs * 2 + 1).min(MOST);
            if let Some(kind) = is_wanted(number * 10 + u64::from(high), digits) {
                return Some((kind, at));
            }
        }
        (pairs, number) = (0, 0);
    }
    None
}
