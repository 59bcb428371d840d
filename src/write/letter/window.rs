//! The address where the envelope's window shows it. In: name, street, unit, city. Out: its lines,
//! set as large as they fit, and a warning where they fit only joined or cut.
//!
//! A #10 envelope is 4⅛ by 9½ inches; its window, 1⅛ by 4½ inches, begins ⅞ inch from the left and
//! ½ inch from the bottom. A letter folded in three stands 3⅔ inches high in it and may ride up by
//! 11/24 inch and to the right by 1 inch. So the window shows the page from 2.04 to 3.17 inches
//! where the letter stands, and from 2.5 inches down wherever it rides; from ⅞ to 4⅜ inches from
//! the left wherever it slides.

use super::markup::Rich;
use super::text::{Role, Shaped, Shaper};
use super::warning::LetterWarning;
use crate::record::letter::Letter;
use std::sync::Arc;

/// The address's last line ends here, whatever its height.
pub(super) const END: f32 = 227.4;
/// From the left margin, an eighth of an inch in, to an eighth before the window's right end.
const WIDTH: f32 = 234.0;

/// Sizes and lines, the best first: what shows wherever the letter rides, then what shows where it
/// stands.
const TRIES: [(Role, usize); 4] = [
    (Role::Address, 4),
    (Role::SmallAddress, 4),
    (Role::Address, 6),
    (Role::SmallAddress, MOST),
];
/// Lines that the window shows at most.
const MOST: usize = 7;

/// Where a letter goes, part by part; a part may be blank.
#[derive(Debug)]
pub(super) struct Mailing {
    name: String,
    street: String,
    unit: String,
    city: String,
}

/// An address, set.
#[derive(Debug)]
pub(super) struct Fitted {
    /// Its parts, one under the other.
    pub(super) parts: Vec<Arc<Shaped>>,
    /// What a person must look at.
    pub(super) warning: Option<LetterWarning>,
}

impl Mailing {
    /// Returns the address of a letter.
    pub(super) fn of(letter: &Letter) -> Self {
        let mailing = &letter.mailing;
        let city = [&mailing.city, &mailing.state, &mailing.postal_code]
            .map(|part| part.trim())
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        Self {
            name: letter.name.trim().to_owned(),
            street: mailing.line1.trim().to_owned(),
            unit: mailing.line2.trim().to_owned(),
            city,
        }
    }

    /// Returns what the post needs and this address leaves out.
    pub(super) fn lacks(&self) -> Option<LetterWarning> {
        let what = if self.name.is_empty() {
            "name"
        } else if self.street.is_empty() && self.unit.is_empty() {
            "street"
        } else if self.city.is_empty() {
            "city"
        } else {
            return None;
        };
        Some(LetterWarning::no_address(what))
    }

    /// Sets the address for the window.
    pub(super) fn fit(&self, shaper: &mut Shaper) -> Fitted {
        let apart = [&self.name, &self.street, &self.unit, &self.city].map(String::as_str);
        for (role, most) in TRIES {
            let parts = shaped(shaper, &apart, role);
            if lines(&parts) <= most {
                return Fitted {
                    parts,
                    warning: None,
                };
            }
        }
        let needed = lines(&shaped(shaper, &apart, Role::SmallAddress));
        let street = [self.street.as_str(), &self.unit]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let joined = [self.name.as_str(), &street, &self.city];
        let parts = shaped(shaper, &joined, Role::SmallAddress);
        if lines(&parts) <= MOST {
            let warning = Some(LetterWarning::joined(needed, MOST));
            return Fitted { parts, warning };
        }
        // Three lines for the name, three for the street and one for the city make seven.
        let parts = joined
            .into_iter()
            .zip([3, 3, 1])
            .filter(|(part, _)| !part.is_empty())
            .map(|(part, most)| cut(shaper, part, most))
            .collect();
        Fitted {
            parts,
            warning: Some(LetterWarning::address_cut(needed, MOST)),
        }
    }
}

impl Fitted {
    /// Returns the height of all parts.
    pub(super) fn height(&self) -> f32 {
        self.parts.iter().map(|part| part.height()).sum()
    }
}

/// Shapes the parts that are not blank.
fn shaped(shaper: &mut Shaper, parts: &[&str], role: Role) -> Vec<Arc<Shaped>> {
    parts
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| shaper.shape(&Rich::plain(*part), role, Some(WIDTH)))
        .collect()
}

fn lines(parts: &[Arc<Shaped>]) -> usize {
    parts.iter().map(|part| part.lines.len()).sum()
}

/// Shapes as much of the text as `most` lines take, with `…` at its end where it goes on.
fn cut(shaper: &mut Shaper, text: &str, most: usize) -> Arc<Shaped> {
    let role = Role::SmallAddress;
    let mut shaped = shaper.shape(&Rich::plain(text), role, Some(WIDTH));
    let mut end = most
        .checked_sub(1)
        .and_then(|last| shaped.lines.get(last))
        .map_or(text.len(), |line| line.range.end);
    while shaped.lines.len() > most {
        let kept = text.get(..end).unwrap_or_default();
        shaped = shaper.shape(
            &Rich::plain(format!("{}…", kept.trim_end())),
            role,
            Some(WIDTH),
        );
        let Some(last) = kept.chars().next_back() else {
            break;
        };
        end -= last.len_utf8();
    }
    shaped
}

#[cfg(test)]
#[expect(
    clippy::float_arithmetic,
    reason = "pages are measured in points; no money or date passes here"
)]
mod tests {
    use super::*;
    use crate::write::letter::fonts::Fonts;
    use crate::write::letter::front::LETTERHEAD_END;

    /// Returns each part's lines, their size, and the warning's code.
    fn fit(name: &str, street: &str, unit: &str, city: &str) -> (Vec<usize>, Role, &'static str) {
        let mut shaper = Shaper::new(&Fonts::new().unwrap());
        let [name, street, unit, city] = [name, street, unit, city].map(str::to_owned);
        let mailing = Mailing {
            name,
            street,
            unit,
            city,
        };
        let fitted = mailing.fit(&mut shaper);
        let top = END - fitted.height();
        assert!(top >= LETTERHEAD_END, "{top}");
        assert!(fitted.parts.iter().all(|part| part.width <= WIDTH));
        let size = fitted.parts[0].look.size;
        let role = [Role::Address, Role::SmallAddress]
            .into_iter()
            .find(|role| (role.look().size - size).abs() < 0.01)
            .unwrap();
        let counts = fitted.parts.iter().map(|part| part.lines.len()).collect();
        (counts, role, fitted.warning.map_or("", |w| w.code))
    }

    const LONG: &str = "Confederated Growers of the Lower Yakima Valley Irrigation Cooperative";
    const CITY: &str = "Kennewick WA 99336-2107";

    #[test]
    fn an_address_is_large_where_it_fits_and_small_where_it_must() {
        let (large, small) = (Role::Address, Role::SmallAddress);
        let wide = "Associated Growers of the Lower Yakima Valley LLC";
        for (name, street, unit, wanted) in [
            ("Ana Peña", "412 Canal St", "", (vec![1, 1, 1], large, "")),
            ("Ana Peña", "412 Canal St", "Apt 3", (vec![1; 4], large, "")),
            (LONG, "412 Canal St", "", (vec![2, 1, 1], large, "")),
            (wide, "412 Canal St", "Apt 3", (vec![1; 4], small, "")),
            (LONG, "412 Canal St", "Apt 3", (vec![2, 1, 1, 1], large, "")),
            (LONG, LONG, "Apt 3", (vec![2, 2, 1, 1], large, "")),
            (LONG, LONG, LONG, (vec![2, 2, 2, 1], small, "")),
        ] {
            assert_eq!(
                fit(name, street, unit, CITY),
                wanted,
                "{name}, {street}, {unit}"
            );
        }
    }

    #[test]
    fn what_does_not_fit_is_joined_and_then_cut_and_the_city_stays() {
        let small = Role::SmallAddress;
        let three = "words that go on and on ".repeat(5);
        assert_eq!(
            fit(&format!("{LONG} {LONG}"), &three, "Apt 3", CITY),
            (vec![3, 3, 1], small, "letter::address_joined")
        );
        let endless = "W".repeat(200);
        for city in [CITY, &endless] {
            assert_eq!(
                fit(&endless, &endless, &endless, city),
                (vec![3, 3, 1], small, "letter::address_cut")
            );
        }
    }
}
