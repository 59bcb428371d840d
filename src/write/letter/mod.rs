//! Letters to customers, as PDF ready to print. In: what a letter must say, who sends it and what
//! the utility decided. Out: the same bytes for the same letter, on every machine and thread.
//! It chooses words and places, never what a customer is told.
//!
//! The way: `view` (values) -> `texts` (words) -> `markup` (blocks) -> `text` and `page` (places)
//! -> `pdf` (bytes).

mod error;
mod fonts;
mod front;
mod markup;
mod page;
mod pdf;
mod sample;
mod sheet;
mod table;
mod text;
mod texts;
mod view;

pub use error::LetterError;

use crate::record::account::{Address, Language};
use crate::record::dates::DateRange;
use crate::record::letter::Letter;
use crate::record::policy::{Carry, Policy, Utility};
use chrono::NaiveDate;
use fonts::Fonts;
use front::Front;
use markup::Block;
use minijinja::value::{Serde, Value, merge_maps};
use sheet::{Laid, Overflow};
use std::sync::{Mutex, PoisonError};
use text::Shaper;
use texts::Texts;
use view::View;

/// What the utility decided that letters tell of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterFacts {
    /// The date on the letter; none leaves it out. Never today's by itself.
    pub dated_on: Option<NaiveDate>,
    /// Day the new portal opens.
    pub cutover_on: NaiveDate,
    /// Days on which nothing falls due.
    pub blackout: Option<DateRange>,
    /// No late fee up to this day.
    pub late_fee_waived_until: Option<NaiveDate>,
    /// True where the bank may go on sending the old number.
    pub old_number_still_works: bool,
    /// Reset where everybody makes a new log-in.
    pub credentials: Carry,
}

impl From<&Policy> for LetterFacts {
    /// Dates letters with the extract's day: what they say is as of that day.
    fn from(policy: &Policy) -> Self {
        Self {
            dated_on: Some(policy.extracted_on),
            cutover_on: policy.cutover_on,
            blackout: policy.blackout,
            late_fee_waived_until: policy.late_fee_waived_until,
            old_number_still_works: policy.old_number_still_works,
            credentials: policy.credentials,
        }
    }
}

/// A finished letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedLetter {
    /// The PDF file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: u32,
    /// What stands on the pages, line by line, for checks: cells of a table row stand on one
    /// line with tabs between them, pages are parted by a form feed.
    pub text: String,
}

/// Writes letters of one utility. Many threads may use it at once.
pub struct Letters {
    utility: Utility,
    facts: LetterFacts,
    texts: Texts,
    fonts: Fonts,
    /// Shapers that no thread uses just now.
    idle: Mutex<Vec<Shaper>>,
}

impl std::fmt::Debug for Letters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letters")
            .field("utility", &self.utility.name)
            .field("facts", &self.facts)
            .finish_non_exhaustive()
    }
}

impl Letters {
    /// Reads fonts and texts, and writes an invented letter of every sort in every language, so
    /// that a fault in a text or in the utility's own lines shows here.
    pub fn new(utility: &Utility, facts: &LetterFacts) -> Result<Self, LetterError> {
        let needed = [
            ("name", utility.name.as_str()),
            ("phone", &utility.phone),
            ("portal_name", &utility.portal_name),
            (
                "address",
                utility.address.first().map_or("", String::as_str),
            ),
        ];
        if let Some((key, _)) = needed.iter().find(|(_, value)| value.trim().is_empty()) {
            return Err(LetterError::BlankFact { key });
        }
        let letters = Self {
            utility: utility.clone(),
            facts: facts.clone(),
            texts: Texts::new()?,
            fonts: Fonts::new()?,
            idle: Mutex::default(),
        };
        for language in [Language::En, Language::Es] {
            for letter in sample::letters(language) {
                letters.render(&letter)?;
            }
        }
        Ok(letters)
    }

    /// Writes one letter.
    pub fn render(&self, letter: &Letter) -> Result<RenderedLetter, LetterError> {
        self.check(letter)?;
        let view = View::new(&self.utility, &self.facts, letter);
        let words = self.words(letter, &view)?;
        for text in words.all() {
            self.covered(&letter.notice_id, text)?;
        }
        let mut shaper = {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            idle.pop()
        }
        .unwrap_or_else(|| Shaper::new(&self.fonts));
        let laid = self.lay(&mut shaper, letter, &words);
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(shaper);
        let laid = laid?;
        let about = pdf::About {
            title: &words.subject,
            author: &self.utility.name,
            language: match letter.language {
                Language::En => "en-US",
                Language::Es => "es-US",
            },
            notice_id: &letter.notice_id,
            dated: self.facts.dated_on,
        };
        let pdf = pdf::draw(&laid, &self.fonts, &about).map_err(|message| LetterError::Pdf {
            notice_id: letter.notice_id.clone(),
            message,
        })?;
        Ok(RenderedLetter {
            pdf,
            pages: u32::try_from(laid.pages.len()).unwrap_or(u32::MAX),
            text: laid.text,
        })
    }

    /// Looks for what would keep a letter from being written, without writing it: a letter about
    /// nothing, and characters that the fonts lack.
    pub fn check(&self, letter: &Letter) -> Result<(), LetterError> {
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
        if let Some(what) = missing {
            return Err(LetterError::NothingToSay {
                notice_id: letter.notice_id.clone(),
                what,
            });
        }
        let own = [&letter.notice_id, &letter.name, &letter.enrolment_name];
        let accounts = letter.accounts.iter().flat_map(|account| {
            [&account.account_number, &account.legacy_account_number]
                .into_iter()
                .chain(account.service_address.iter().flat_map(address_fields))
        });
        own.into_iter()
            .chain(address_fields(&letter.mailing))
            .chain(accounts)
            .try_for_each(|text| self.covered(&letter.notice_id, text))
    }

    /// Refuses the first character that the fonts lack; control characters print as blanks.
    fn covered(&self, notice_id: &str, text: &str) -> Result<(), LetterError> {
        match text
            .chars()
            .find(|c| !c.is_control() && !self.fonts.has(*c))
        {
            Some(c) => Err(LetterError::MissingCharacter {
                notice_id: notice_id.to_owned(),
                code: u32::from(c),
            }),
            None => Ok(()),
        }
    }

    fn words(&self, letter: &Letter, view: &View<'_>) -> Result<Words, LetterError> {
        let base = Value::from(Serde(view));
        let language = letter.language;
        let blocks_of = |name: &str, values: Value| -> Result<Vec<Block>, LetterError> {
            let text = self.texts.render(language, name, values)?;
            markup::blocks(&text).map_err(|message| LetterError::text(language, name, message))
        };
        let mut blocks = blocks_of("opening", base.clone())?;
        for kind in &letter.kinds {
            let section = view.section(*kind);
            if section.is_empty() {
                continue;
            }
            let values = merge_maps([Value::from(Serde(&section)), base.clone()]);
            blocks.extend(blocks_of(texts::name_of(*kind), values)?);
        }
        for name in ["enroll", "closing"] {
            blocks.extend(blocks_of(name, base.clone())?);
        }
        Ok(Words {
            subject: single(&blocks_of("subject", base.clone())?),
            reference: lines(&blocks_of("reference", base)?),
            address: address_lines(letter),
            blocks,
        })
    }

    fn lay(
        &self,
        shaper: &mut Shaper,
        letter: &Letter,
        words: &Words,
    ) -> Result<Laid, LetterError> {
        let too_long = |Overflow(place, needed, room)| LetterError::TooLong {
            notice_id: letter.notice_id.clone(),
            place,
            needed,
            room,
        };
        let contact = [self.utility.phone.clone(), self.utility.web.clone()];
        let front = Front {
            sender: &self.utility.name,
            sender_lines: &self.utility.address,
            contact: &contact,
            address: &words.address,
            reference: &words.reference,
            subject: &words.subject,
        };
        let mut flow = front::begin(shaper, &front).map_err(too_long)?;
        flow.blocks(&words.blocks).map_err(too_long)?;
        flow.finish(|page, pages| {
            let values = minijinja::context! {
                language => letter.language.code(),
                notice_id => &letter.notice_id,
                page,
                pages,
            };
            let text = self.texts.render(letter.language, "footer", values)?;
            let blocks = markup::blocks(&text)
                .map_err(|message| LetterError::text(letter.language, "footer", message))?;
            let mut ends = lines(&blocks).into_iter();
            Ok([
                ends.next().unwrap_or_default(),
                ends.next().unwrap_or_default(),
            ])
        })
    }
}

/// The words of one letter.
struct Words {
    subject: String,
    reference: Vec<String>,
    address: Vec<String>,
    blocks: Vec<Block>,
}

impl Words {
    fn all(&self) -> impl Iterator<Item = &str> {
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
            .chain(self.address.iter().map(String::as_str))
            .chain(blocks)
    }
}

/// Returns the text of each paragraph.
fn lines(blocks: &[Block]) -> Vec<String> {
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

/// Returns name, street, unit, and city line, blank ones left out.
fn address_lines(letter: &Letter) -> Vec<String> {
    let mailing = &letter.mailing;
    let city = [&mailing.city, &mailing.state, &mailing.postal_code]
        .map(|part| part.trim())
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    [&letter.name, &mailing.line1, &mailing.line2, &city]
        .into_iter()
        .map(|line| line.replace(char::is_control, " ").trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

fn address_fields(address: &Address) -> [&String; 5] {
    [
        &address.line1,
        &address.line2,
        &address.city,
        &address.state,
        &address.postal_code,
    ]
}

/// Returns when help is open, in a language.
fn hours(utility: &Utility, language: Language) -> &str {
    match language {
        Language::En => &utility.hours_en,
        Language::Es => &utility.hours_es,
    }
}

#[cfg(test)]
mod tests;
