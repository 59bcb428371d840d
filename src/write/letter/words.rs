//! All words of one letter, in its language. In: texts and values. Out: subject, reference and
//! blocks, in the order in which a letter tells them. It places nothing.

use super::error::LetterError;
use super::markup::{self, Block};
use super::texts::{Texts, name_of};
use super::view::View;
use crate::record::letter::Letter;
use minijinja::value::{Serde, Value, merge_maps};

/// The words of one letter.
pub(super) struct Words {
    /// What the letter is about.
    pub(super) subject: String,
    /// Date and notice.
    pub(super) reference: Vec<String>,
    /// Everything below the subject.
    pub(super) blocks: Vec<Block>,
}

impl Words {
    /// Writes all texts of a letter.
    pub(super) fn write(
        texts: &Texts,
        letter: &Letter,
        view: &View<'_>,
    ) -> Result<Self, LetterError> {
        let base = Value::from(Serde(view));
        let language = letter.language;
        let blocks_of = |name: &str, values: Value| -> Result<Vec<Block>, LetterError> {
            let text = texts.render(language, name, values)?;
            markup::blocks(&text).map_err(|message| LetterError::text(language, name, message))
        };
        let mut blocks = blocks_of("opening", base.clone())?;
        for kind in &letter.kinds {
            let section = view.section(*kind);
            if section.is_empty() {
                continue;
            }
            let values = merge_maps([Value::from(Serde(&section)), base.clone()]);
            blocks.extend(blocks_of(name_of(*kind), values)?);
        }
        for name in ["enroll", "closing"] {
            blocks.extend(blocks_of(name, base.clone())?);
        }
        Ok(Self {
            subject: single(&blocks_of("subject", base.clone())?),
            reference: lines(&blocks_of("reference", base)?),
            blocks,
        })
    }

    /// Returns every text of the letter, for looking at its characters.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        let blocks = self.blocks.iter().flat_map(|block| match block {
            Block::Heading(text) | Block::Paragraph(text) | Block::Bullet(text) => {
                vec![text.text.as_str()]
            }
            Block::Table(table) => table
                .rows
                .iter()
                .chain([&table.head])
                .flatten()
                .map(|cell| cell.text.as_str())
                .collect(),
        });
        [self.subject.as_str()]
            .into_iter()
            .chain(self.reference.iter().map(String::as_str))
            .chain(blocks)
    }
}

/// Returns the text of each paragraph.
pub(super) fn lines(blocks: &[Block]) -> Vec<String> {
    blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(text) => Some(text.text.clone()),
            Block::Heading(_) | Block::Bullet(_) | Block::Table(_) => None,
        })
        .collect()
}

fn single(blocks: &[Block]) -> String {
    lines(blocks).join(" ")
}

/// Refuses a letter about nothing, and one that names a kind which none of its accounts is told.
pub(super) fn check(letter: &Letter) -> Result<(), LetterError> {
    let missing = if letter.accounts.is_empty() {
        Some("it is about no account".to_owned())
    } else if letter.kinds.is_empty() {
        Some("it says nothing".to_owned())
    } else {
        letter
            .kinds
            .iter()
            .find(|kind| !letter.accounts.iter().any(|a| a.kinds.contains(kind)))
            .map(|kind| format!("no account of it is told `{}`", kind.code()))
    };
    missing.map_or(Ok(()), |what| {
        Err(LetterError::NothingToSay {
            notice_id: letter.notice_id.clone(),
            what,
        })
    })
}
