//! What a person must look at in a letter that was printed all the same. In: what was found. Out:
//! a code and words that name the place and the characters or lines, and no other customer data.

use std::collections::BTreeSet;

/// Something in a printed letter that a person must look at before it is mailed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LetterWarning {
    /// Stable code, such as `letter::missing_character`.
    pub code: &'static str,
    /// What it is, without the customer's text.
    pub what: String,
}

impl LetterWarning {
    /// Characters that print as `?`; none where `characters` is empty.
    pub(super) fn missing(place: &str, characters: &BTreeSet<char>) -> Option<Self> {
        const SHOWN: usize = 8;
        let mut names: Vec<String> = characters
            .iter()
            .take(SHOWN)
            .map(|c| format!("U+{:04X}", u32::from(*c)))
            .collect();
        match characters.len().checked_sub(SHOWN) {
            Some(more) if more > 0 => names.push(format!("{more} more")),
            _ => {}
        }
        (!names.is_empty()).then(|| Self {
            code: "letter::missing_character",
            what: format!(
                "{place} has characters that the letters' fonts lack, `?` stands for them: {}",
                names.join(", ")
            ),
        })
    }

    /// A value of `found` characters that was cut after `most`.
    pub(super) fn cut(place: &str, found: usize, most: usize) -> Self {
        Self {
            code: "letter::cut",
            what: format!("{place} has {found} characters, it is cut after {most} with `…`"),
        }
    }

    /// An address that leaves out something which the post needs.
    pub(super) fn no_address(what: &str) -> Self {
        Self {
            code: "letter::no_address",
            what: format!("the address has no {what}"),
        }
    }

    /// An address that fits the window only with street and unit on one line.
    pub(super) fn joined(needed: usize, room: usize) -> Self {
        Self {
            code: "letter::address_joined",
            what: format!(
                "the address takes {needed} lines and the window shows {room}: street and unit share a line"
            ),
        }
    }

    /// An address that fits the window only cut.
    pub(super) fn address_cut(needed: usize, room: usize) -> Self {
        Self {
            code: "letter::address_cut",
            what: format!(
                "the address takes {needed} lines and the window shows {room}: its long parts are cut with `…`"
            ),
        }
    }
}
