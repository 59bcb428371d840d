//! What can keep letters from being written: faults of the utility's own lines and of the texts,
//! never a customer's value. In: nothing. Out: messages without customer data other than the
//! notice's id. A letter with a fault is never written halfway.

use crate::record::account::Language;

/// A reason why letters, or one letter, cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// The mapping leaves out something that every letter says.
    #[error(
        "the letters print `utility.{key}`, and it is blank; write it into the mapping's [utility] table"
    )]
    BlankFact {
        /// The key of the mapping's utility table.
        key: &'static str,
    },
    /// A letter text does not compile, misses a value or has broken marks.
    #[error("letter text `{template}`: {message}")]
    Text {
        /// Language and name, such as `es/closing`.
        template: String,
        /// What was found and expected.
        message: String,
    },
    /// A letter is about no account, or a kind of notice is said of none of its accounts.
    #[error("notice {notice_id}: {what}; a letter names the accounts it is about")]
    NothingToSay {
        /// The letter.
        notice_id: String,
        /// What is missing.
        what: String,
    },
    /// The letters' fonts lack a character of the utility's own lines.
    #[error(
        "`utility.{key}` has U+{code:04X}, which the letters' fonts lack; write it without that character"
    )]
    MissingCharacter {
        /// The key of the mapping's utility table.
        key: &'static str,
        /// The character's Unicode number.
        code: u32,
    },
    /// The utility's own lines, or a letter text, are longer than the place they must stay in.
    #[error("{place} takes {needed} lines and there is room for {room}; shorten it")]
    TooLong {
        /// Which place, such as the letterhead.
        place: &'static str,
        /// Lines that the text takes.
        needed: usize,
        /// Lines that there are.
        room: usize,
    },
    /// The PDF writer refused.
    #[error("notice {notice_id}: the PDF cannot be written: {message}")]
    Pdf {
        /// The letter.
        notice_id: String,
        /// The writer's own words.
        message: String,
    },
    /// The fonts built into the program cannot be read.
    #[error("the letters' font `{name}` cannot be read; the program was built with a damaged file")]
    Font {
        /// The font's name.
        name: &'static str,
    },
}

impl LetterError {
    /// Returns the stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::BlankFact { .. } => "letter::blank_fact",
            Self::Text { .. } => "letter::text",
            Self::NothingToSay { .. } => "letter::nothing_to_say",
            Self::MissingCharacter { .. } => "letter::missing_character",
            Self::TooLong { .. } => "letter::too_long",
            Self::Pdf { .. } => "letter::pdf",
            Self::Font { .. } => "letter::font",
        }
    }

    /// Returns the message with its code, for where it is no finding: nothing that the operator
    /// could correct.
    #[must_use]
    pub fn with_code(&self) -> String {
        format!("{self} ({})", self.code())
    }

    /// Returns true where the mapping's utility table is at fault, and no letter can be written.
    #[must_use]
    pub fn is_of_the_mapping(&self) -> bool {
        matches!(
            self,
            Self::BlankFact { .. } | Self::MissingCharacter { .. } | Self::TooLong { .. }
        )
    }

    /// Returns a fault of the text `name` in `language`.
    pub(super) fn text(language: Language, name: &str, message: impl Into<String>) -> Self {
        Self::Text {
            template: format!("{}/{name}", language.code()),
            message: message.into(),
        }
    }
}
