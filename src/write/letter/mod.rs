//! Letters to customers, as PDF ready to print. In: what a letter must say, who sends it and what
//! the utility decided. Out: the same bytes for the same letter, on every machine and thread.
//! It chooses words and places, never what a customer is told. A customer's
//! odd value never stops a letter: it prints as well as it can, with a warning.
//!
//! The way: `legible` (values that print) -> `view` -> `texts` and `words` -> `markup` (blocks) ->
//! `text`, `window`, `front` and `page` (places) -> `pdf` (bytes).

mod changes;
mod error;
mod fonts;
mod front;
mod legible;
mod markup;
pub(super) mod one_page;
mod one_page_fit;
mod one_page_pen;
mod page;
mod pdf;
mod sample;
mod sheet;
mod table;
mod text;
mod texts;
mod view;
mod warning;
mod window;
mod words;

pub use error::LetterError;
pub use warning::LetterWarning;

use crate::record::account::Language;
use crate::record::letter::Letter;
use crate::record::policy::{Carry, Policy, Utility};
use crate::record::windows::Spans;
use chrono::NaiveDate;
use fonts::Fonts;
use front::Front;
use sheet::{Laid, Overflow};
use std::sync::{Mutex, PoisonError};
use text::Shaper;
use texts::Texts;
use view::View;
use window::{Fitted, Mailing};
use words::Words;

/// What the utility decided that letters tell of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterFacts {
    /// The date on the letter; none leaves it out. Never today's by itself.
    pub dated_on: Option<NaiveDate>,
    /// Day the new portal opens.
    pub cutover_on: NaiveDate,
    /// Days on which nothing falls due.
    pub due: Spans,
    /// Days on which no draft runs.
    pub draft: Spans,
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
            due: policy.windows.due.clone(),
            draft: policy.windows.draft.clone(),
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
    /// What a person must look at before it is mailed.
    pub warnings: Vec<LetterWarning>,
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
    ///
    /// # Errors
    /// Where the utility's lines or the texts are at fault.
    pub fn new(utility: &Utility, facts: &LetterFacts) -> Result<Self, LetterError> {
        let fonts = Fonts::new()?;
        let utility = legible::utility(utility, &fonts)?;
        let needed = [
            ("name", utility.name.as_str()),
            ("phone", &utility.phone),
            ("portal", &utility.portal_name),
            (
                "address",
                utility.address.first().map_or("", String::as_str),
            ),
        ];
        if let Some((key, _)) = needed.iter().find(|(_, value)| value.trim().is_empty()) {
            return Err(LetterError::BlankFact { key });
        }
        let letters = Self {
            utility,
            facts: facts.clone(),
            texts: Texts::new()?,
            fonts,
            idle: Mutex::default(),
        };
        for language in [Language::En, Language::Es] {
            for letter in sample::letters(language) {
                letters.prove(&letter)?;
            }
        }
        Ok(letters)
    }

    /// Writes an invented letter, and refuses a text with a character that the fonts lack.
    fn prove(&self, letter: &Letter) -> Result<(), LetterError> {
        let view = View::new(&self.utility, &self.facts, letter);
        let words = Words::write(&self.texts, letter, &view)?;
        let lacks = |text: &&str| text.chars().any(|c| !self.fonts.has(c));
        if let Some(text) = words.all().find(lacks) {
            let message = format!("the fonts lack a character of \"{text}\"");
            return Err(LetterError::text(letter.language, "*", message));
        }
        self.render(letter).map(drop)
    }

    /// Writes one letter. Whatever a customer's values hold, there is a letter; where a person
    /// must look at it, it has warnings.
    ///
    /// # Errors
    /// Where the letter says nothing, or a text or the utility's lines are at fault.
    pub fn render(&self, letter: &Letter) -> Result<RenderedLetter, LetterError> {
        words::check(letter)?;
        let mut warnings = Vec::new();
        let letter = &legible::legible(letter, &self.fonts, &mut warnings);
        let view = View::new(&self.utility, &self.facts, letter);
        let words = Words::write(&self.texts, letter, &view)?;
        let laid = self.with_shaper(|shaper| {
            let address = address(shaper, letter, &mut warnings);
            self.lay(shaper, letter, &address, &words)
        })?;
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
            warnings,
        })
    }

    /// Returns what a person must look at in a letter, without writing it.
    #[must_use]
    pub fn look_at(&self, letter: &Letter) -> Vec<LetterWarning> {
        let mut warnings = Vec::new();
        let letter = legible::legible(letter, &self.fonts, &mut warnings);
        self.with_shaper(|shaper| address(shaper, &letter, &mut warnings));
        warnings
    }

    fn with_shaper<T>(&self, work: impl FnOnce(&mut Shaper) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = idle().pop();
        let mut shaper = kept.unwrap_or_else(|| Shaper::new(&self.fonts));
        let done = work(&mut shaper);
        idle().push(shaper);
        done
    }

    fn lay(
        &self,
        shaper: &mut Shaper,
        letter: &Letter,
        address: &Fitted,
        words: &Words,
    ) -> Result<Laid, LetterError> {
        let too_long = |Overflow(place, needed, room)| LetterError::TooLong {
            place,
            needed,
            room,
        };
        let contact = [self.utility.phone.clone(), self.utility.web.clone()];
        let front = Front {
            sender: &self.utility.name,
            sender_lines: &self.utility.address,
            contact: &contact,
            address,
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
            let mut ends = words::lines(&blocks).into_iter();
            Ok([
                ends.next().unwrap_or_default(),
                ends.next().unwrap_or_default(),
            ])
        })
    }
}

/// Sets the address for the envelope's window.
fn address(shaper: &mut Shaper, letter: &Letter, warnings: &mut Vec<LetterWarning>) -> Fitted {
    let mailing = Mailing::of(letter);
    let fitted = mailing.fit(shaper);
    warnings.extend(mailing.lacks());
    warnings.extend(fitted.warning.clone());
    fitted
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
#[cfg(test)]
mod tests_odd;
#[cfg(test)]
mod tests_periods;
