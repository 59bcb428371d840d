//! How a good file is damaged.

use super::targets::Target;

/// Numbers that look random and are the same for a seed (xorshift).
pub struct Random(u64);

impl Random {
    /// Returns the numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns a number below `limit`; 0 where there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit.max(1) as u64)).unwrap()
    }
}

/// Pieces that readers trip over.
const PIECES: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b"\r",
    b"\n",
    b"\r\n",
    b"\0",
    b";",
    b",",
    b"\t",
    b"|",
    b"-",
    b"(",
    b")",
    b"$",
    b"\xFF\xFE",
    b"\xFE\xFF",
    b"\xEF\xBB\xBF",
    b"\xD8\x00",
    b"\x00\xD8",
    b"\x1a",
    b"\x0c",
    b"\x15",
    b"\x40\x40\x40",
    b"\xF0\xF1\xC0",
    b"{",
    b"}",
    b"T;",
    b"H;",
    b"99999999999999999999",
    b"-0",
    b"20240230",
    b"PK\x03\x04",
    b"PIC S9(18)V99 COMP-3.",
    b"OCCURS 99999 TIMES",
    b"REDEFINES",
    b"\xC3",
    b"\xED\xA0\x80",
    b"\xF4\x90\x80\x80",
];

/// Returns the seed with one to eight wounds.
pub fn mutated(seed: &[u8], targets: &[Target], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(8) {
        wound(&mut bytes, targets, random);
    }
    bytes
}

fn wound(bytes: &mut Vec<u8>, targets: &[Target], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let length = random.below(64).min(bytes.len() - at);
    match random.below(9) {
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = u8::try_from(random.below(256)).unwrap();
            }
        }
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at..at + length)),
        4 => {
            let piece = PIECES[random.below(PIECES.len())];
            let at = at.min(bytes.len());
            bytes.splice(at..at, piece.iter().copied());
        }
        5 => {
            let again: Vec<u8> = bytes[at..at + length].to_vec();
            for _ in 0..=random.below(40) {
                bytes.splice(at..at, again.iter().copied());
            }
        }
        6 => {
            let Some(target) = targets.get(random.below(targets.len())) else {
                return;
            };
            let other = &target.seed;
            let from = random.below(other.len() + 1);
            let much = random.below(256).min(other.len() - from);
            bytes.splice(at..at, other[from..from + much].iter().copied());
        }
        7 => {
            let byte = u8::try_from(random.below(256)).unwrap();
            let many = random.below(1 << 16);
            bytes.splice(at..at, std::iter::repeat_n(byte, many));
        }
        _ => {
            let other = random.below(bytes.len() + 1);
            if at < bytes.len() && other < bytes.len() {
                bytes.swap(at, other);
            }
        }
    }
}
