//! How a column's bytes are read, and how many there are.
//!
//! In: an item with the usage and sign that hold for it. Out: its shape and size.

use super::copybook::{Fault, Item, SignClause, Usage};
use super::picture::Picture;

/// Most digits of a binary number.
const MOST_BINARY: usize = 18;

/// How the bytes of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Characters.
    Text { width: usize },
    /// Digits and their sign.
    Number {
        usage: Usage,
        digits: usize,
        scale: usize,
        /// None where the number has no sign.
        sign: Option<SignClause>,
    },
    /// A number as printed, with this many digits behind the point.
    Edited { width: usize, scale: usize },
}

impl Shape {
    /// Returns how many bytes it takes.
    pub(super) fn size(self) -> usize {
        match self {
            Self::Text { width } | Self::Edited { width, .. } => width,
            Self::Number {
                usage,
                digits,
                sign,
                ..
            } => match usage {
                Usage::Display => digits + usize::from(sign.is_some_and(|sign| sign.separate)),
                Usage::Packed => digits / 2 + 1,
                Usage::Binary => match digits {
                    0..=4 => 2,
                    5..=9 => 4,
                    _ => 8,
                },
            },
        }
    }

    /// Returns true where the bytes are no characters, and could be those of a line end.
    pub(super) fn is_binary(self) -> bool {
        match self {
            Self::Number { usage, .. } => usage != Usage::Display,
            Self::Text { .. } | Self::Edited { .. } => false,
        }
    }
}

/// Returns the shape of an item under the usage and sign that hold for it; none for a group.
pub(super) fn shape(
    item: &Item,
    usage: Option<Usage>,
    sign: Option<SignClause>,
) -> Result<Option<Shape>, Fault> {
    let usage = usage.unwrap_or(Usage::Display);
    Ok(Some(match item.picture {
        None => return Ok(None),
        Some(Picture::Number {
            digits,
            scale,
            signed,
        }) => {
            if usage == Usage::Binary && digits > MOST_BINARY {
                return Err(Fault::in_item(
                    item,
                    format!("has {digits} binary digits, expected {MOST_BINARY} at most"),
                ));
            }
            let sign = signed.then(|| sign.unwrap_or_default());
            Shape::Number {
                usage,
                digits,
                scale,
                sign,
            }
        }
        Some(_) if usage != Usage::Display => {
            let message = format!(
                "`{}` is packed or binary, and its picture is no number",
                item.named()
            );
            return Err(Fault::in_item(item, message));
        }
        Some(Picture::Text(width)) => Shape::Text { width },
        Some(Picture::Edited { width, scale }) => Shape::Edited { width, scale },
    }))
}
