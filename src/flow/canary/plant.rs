//! Which value is planted in which cell. Brands, spacings and languages go round, so that each
//! comes up as often as there is room; a value stands in one cell only, so that each catch tells.

use super::copy::NewCells;
use super::forms::{self, Spacing, Takes};
use super::sites::{Cellular, Column, NotPlanted, Role, pick};
use super::values::{self, PUBLISHED, Planted};
use crate::read::Room;
use crate::record::format::Format;
use crate::record::payment_kind::PaymentKind;
use std::collections::BTreeSet;

/// Cells of a column in which people write sentences: each brand, each spacing, each bank form.
const PROSE: usize = 16;
/// Cells of other columns of text, and of dropped columns.
const SOME: usize = 4;
/// Cells of a text column that are planted at the least, where it has so many rows.
const FEWEST: u64 = 3;
/// Of so many rows of a text column one is planted, beyond the fewest.
const ONE_OF: u64 = 4;
/// Every so many cells of sentences one holds bank numbers.
const BANK: usize = 4;

/// The values that may be planted, and which are used up.
pub(super) struct Supply {
    values: Vec<Option<Planted>>,
    brand: usize,
    spacing: usize,
    bank: usize,
}

/// A planted value and where it stands.
pub(super) struct Sown {
    /// The file, as messages call it.
    pub(super) file: String,
    /// The column.
    pub(super) column: String,
    /// How many tables of the mapping count it.
    pub(super) tables: u64,
    /// The value.
    pub(super) value: Planted,
}

/// Everything that is planted.
#[derive(Default)]
pub(super) struct Garden {
    /// Every value with its place.
    pub(super) sown: Vec<Sown>,
    /// The cells of the copy with values in it.
    pub(super) planted: NewCells,
    /// Those of the copy without: dropped cells that get a value are blank.
    pub(super) plain: NewCells,
    /// Columns without a value.
    pub(super) not_planted: Vec<NotPlanted>,
}

impl Supply {
    /// Makes more values than these columns can take.
    pub(super) fn for_columns(columns: usize) -> Vec<Planted> {
        let most = u64::try_from(columns * PROSE).unwrap_or(u64::MAX).max(64);
        let mut all = Vec::new();
        for nth in 0..most {
            all.extend((0..PUBLISHED.len()).map(|brand| values::card(brand, nth)));
            all.extend([
                values::routing(nth),
                values::account(nth),
                values::iban(nth),
            ]);
        }
        all
    }

    /// Keeps the values that do not stand in the delivery.
    pub(super) fn without(values: Vec<Planted>, struck: &BTreeSet<usize>) -> Self {
        let values = values.into_iter().enumerate();
        Self {
            values: values
                .map(|(at, value)| (!struck.contains(&at)).then_some(value))
                .collect(),
            brand: 0,
            spacing: 0,
            bank: 0,
        }
    }

    /// Takes the first value that `form` can write, with the cell's text.
    fn take(
        &mut self,
        kind: PaymentKind,
        mut form: impl FnMut(&Planted) -> Option<String>,
    ) -> Option<(Planted, String)> {
        for slot in &mut self.values {
            if let Some(value) = slot.as_ref().filter(|value| value.kind == kind)
                && let Some(text) = form(value)
            {
                return slot.take().map(|value| (value, text));
            }
        }
        None
    }

    /// Takes a card's number of the next brand that `form` can write.
    fn card(
        &mut self,
        mut form: impl FnMut(&Planted) -> Option<String>,
    ) -> Option<(Planted, String)> {
        for turn in 0..PUBLISHED.len() {
            let (_, published) = PUBLISHED
                .get((self.brand + turn) % PUBLISHED.len())
                .copied()
                .unwrap_or_default();
            let range = |text: &str| text.get(..6).map(str::to_owned);
            let of_brand = |value: &Planted| {
                value.text.len() == published.len() && range(&value.text) == range(published)
            };
            let taken = self.take(PaymentKind::CardNumber, |value| {
                of_brand(value).then(|| form(value)).flatten()
            });
            if taken.is_some() {
                self.brand += turn + 1;
                return taken;
            }
        }
        None
    }
}

/// Chooses a value for the cells of each column.
pub(super) fn plant(
    columns: &[Column],
    format_of: impl Fn(&str) -> Option<Format>,
    supply: &mut Supply,
) -> Garden {
    let mut garden = Garden::default();
    for column in columns {
        let Some(format) = format_of(&column.file) else {
            continue;
        };
        let before = garden.sown.len();
        let cells = pick(column, wanted(column));
        for (nth, cell) in cells.iter().enumerate() {
            let sown = match column.role {
                Role::Dropped(kind) => dropped(kind, column.room, supply),
                Role::Text(takes) => text((takes, column.room, &format), cell, nth, supply),
            };
            let Some((values, text)) = sown else { continue };
            garden.put(column, cell, (values, text));
        }
        if garden.sown.len() == before {
            garden.not_planted.push(NotPlanted {
                file: column.file.clone(),
                column: column.name.clone(),
                why: why_not(column, cells.is_empty()),
            });
        }
    }
    garden
}

impl Garden {
    fn put(&mut self, column: &Column, cell: &Cellular, (values, text): (Vec<Planted>, String)) {
        let place = (cell.ordinal, column.index);
        let planted = self.planted.entry(column.file.clone()).or_default();
        planted.insert(place, text);
        if matches!(column.role, Role::Dropped(_)) {
            let plain = self.plain.entry(column.file.clone()).or_default();
            plain.insert(place, String::new());
        }
        self.sown.extend(values.into_iter().map(|value| Sown {
            file: column.file.clone(),
            column: column.name.clone(),
            tables: column.tables,
            value,
        }));
    }
}

/// Few enough that a column of text stays one: more would look like a column of cards.
fn wanted(column: &Column) -> usize {
    let most = match column.role {
        Role::Dropped(_) => return SOME,
        Role::Text(Takes::Prose) => PROSE,
        Role::Text(Takes::Line | Takes::Word) => SOME,
    };
    let share = (column.rows / ONE_OF).max(FEWEST);
    usize::try_from(share).unwrap_or(most).min(most)
}

fn why_not(column: &Column, no_cell: bool) -> String {
    match column.room {
        _ if no_cell && column.rows == 0 => "the file has no rows".to_owned(),
        _ if no_cell => {
            "no row of it can be changed: blank, refused, or with payment data".to_owned()
        }
        Room::Characters(width) => format!("too narrow: {width} characters"),
        Room::Digits(digits) => format!("a number of {digits} digits: no value has as many"),
        Room::Any => "no value is left to plant".to_owned(),
    }
}

/// Returns what stands in a dropped cell: a value of the column's kind.
fn dropped(kind: PaymentKind, room: Room, supply: &mut Supply) -> Option<(Vec<Planted>, String)> {
    let alone = |value: &Planted| forms::alone(value, room);
    let (value, text) = match kind {
        PaymentKind::CardNumber => supply.card(alone),
        PaymentKind::RoutingNumber | PaymentKind::BankAccount | PaymentKind::Iban => {
            supply.take(kind, alone)
        }
        PaymentKind::MethodId
        | PaymentKind::SocialSecurity
        | PaymentKind::TrackData
        | PaymentKind::Other => {
            let taken = supply.take(PaymentKind::BankAccount, alone);
            taken.map(|(value, text)| (Planted { kind, ..value }, text))
        }
        PaymentKind::NameOnInstrument => named(room, supply).or_else(|| counted(kind, room)),
        PaymentKind::CardExpiry
        | PaymentKind::CardCode
        | PaymentKind::Pin
        | PaymentKind::AccountType => counted(kind, room),
    }?;
    Some((vec![value], text))
}

/// Returns a name with digits in it by which it can be looked for.
fn named(room: Room, supply: &mut Supply) -> Option<(Planted, String)> {
    let kind = PaymentKind::NameOnInstrument;
    let name = |value: &Planted| Planted {
        kind,
        text: format!("CANARY {}", value.text),
        digits: value.digits.clone(),
    };
    let form = |value: &Planted| forms::alone(&name(value), room);
    let (value, text) = supply.take(PaymentKind::BankAccount, form)?;
    Some((name(&value), text))
}

/// Returns a value that is too short to be looked for.
fn counted(kind: PaymentKind, room: Room) -> Option<(Planted, String)> {
    let forms: &[&str] = match kind {
        PaymentKind::CardExpiry => &["12/31", "1231", "123"],
        PaymentKind::CardCode | PaymentKind::Pin => &["737", "7373"],
        PaymentKind::NameOnInstrument => &["CANARY", "C"],
        PaymentKind::CardNumber
        | PaymentKind::RoutingNumber
        | PaymentKind::BankAccount
        | PaymentKind::AccountType
        | PaymentKind::MethodId
        | PaymentKind::Iban
        | PaymentKind::SocialSecurity
        | PaymentKind::TrackData
        | PaymentKind::Other => &["C", "1"],
    };
    forms.iter().find_map(|text| {
        let value = Planted::counted(kind, text);
        let text = forms::alone(&value, room)?;
        Some((value, text))
    })
}

/// Returns what stands in a cell of text: mostly a card's number, now and then bank numbers.
fn text(
    (takes, room, format): (Takes, Room, &Format),
    cell: &Cellular,
    nth: usize,
    supply: &mut Supply,
) -> Option<(Vec<Planted>, String)> {
    let there = cell.there.as_str();
    let spanish = nth % 2 == 1;
    if takes == Takes::Prose
        && nth % BANK == BANK - 1
        && let Some(sown) = bank(room, there, supply)
    {
        return Some(sown);
    }
    let turn = supply.spacing;
    supply.spacing += 1;
    let spacings = (0..Spacing::ALL.len()).filter_map(|more| {
        let at = (turn + more) % Spacing::ALL.len();
        Spacing::ALL.get(at).copied()
    });
    for spacing in spacings.filter(|spacing| spacing.fits(format, takes)) {
        let form = |value: &Planted| forms::card(value, spacing, there, (takes, room, spanish));
        if let Some((value, text)) = supply.card(form) {
            return Some((vec![value], text));
        }
    }
    None
}

/// Returns the next form of bank numbers: a routing number with an account in English, in Spanish,
/// an international number, the same in groups.
fn bank(room: Room, there: &str, supply: &mut Supply) -> Option<(Vec<Planted>, String)> {
    let turn = supply.bank;
    supply.bank += 1;
    if turn % 4 > 1 {
        let form = |value: &Planted| forms::iban(value, turn % 4 == 3, there, room);
        let (value, text) = supply.take(PaymentKind::Iban, form)?;
        return Some((vec![value], text));
    }
    let spanish = turn % 4 == 1;
    let fits = |routing: &Planted| {
        let account = values::account(0);
        forms::bank((routing, &account), there, (room, spanish))
    };
    let (routing, _) = supply.take(PaymentKind::RoutingNumber, fits)?;
    let form = |account: &Planted| forms::bank((&routing, account), there, (room, spanish));
    let (account, text) = supply.take(PaymentKind::BankAccount, form)?;
    Some((vec![routing, account], text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(role: Role, room: Room, rows: u64) -> Column {
        let cell = |ordinal| Cellular {
            ordinal,
            there: "Called.".to_owned(),
            rank: 0,
        };
        Column {
            file: "NOTES.csv".to_owned(),
            index: 2,
            name: "TEXT".to_owned(),
            role,
            room,
            tables: 1,
            rows,
            cells: (0..rows).map(cell).collect(),
        }
    }

    fn planted(columns: &[Column]) -> Garden {
        let values = Supply::for_columns(columns.len());
        let mut supply = Supply::without(values, &BTreeSet::from([0]));
        plant(
            columns,
            |_| Some(Format::Delimited(Default::default())),
            &mut supply,
        )
    }

    #[test]
    fn sentences_get_every_brand_and_every_bank_form() {
        let garden = planted(&[column(Role::Text(Takes::Prose), Room::Any, 100)]);
        let of = |kind| garden.sown.iter().filter(|s| s.value.kind == kind).count();
        assert_eq!(garden.planted["NOTES.csv"].len(), 16);
        assert_eq!(of(PaymentKind::CardNumber), 12);
        assert_eq!(of(PaymentKind::RoutingNumber), 2);
        assert_eq!(of(PaymentKind::BankAccount), 2);
        assert_eq!(of(PaymentKind::Iban), 2);
        let ranges: BTreeSet<&str> = garden.sown.iter().map(|s| &s.value.text[..4]).collect();
        assert!(
            PUBLISHED
                .iter()
                .all(|(_, number)| ranges.contains(&number[..4]))
        );
        let values: BTreeSet<&str> = garden.sown.iter().map(|s| s.value.text.as_str()).collect();
        assert_eq!(values.len(), garden.sown.len(), "each value once");
        assert!(
            !values.contains("4111111111111111"),
            "it stands in the delivery"
        );
    }

    #[test]
    fn a_dropped_column_gets_its_own_kind_and_is_blank_in_the_plain_copy() {
        for kind in PaymentKind::ALL {
            let garden = planted(&[column(Role::Dropped(kind), Room::Any, 9)]);
            assert_eq!(garden.sown.len(), 4, "{kind:?}");
            assert!(garden.sown.iter().all(|s| s.value.kind == kind));
            assert!(garden.plain["NOTES.csv"].values().all(String::is_empty));
        }
    }

    #[test]
    fn a_column_without_room_is_told() {
        let narrow = column(Role::Text(Takes::Line), Room::Characters(9), 100);
        let garden = planted(&[narrow]);
        assert!(garden.sown.is_empty());
        assert_eq!(garden.not_planted[0].why, "too narrow: 9 characters");
        let empty = planted(&[column(Role::Text(Takes::Line), Room::Any, 0)]);
        assert_eq!(empty.not_planted[0].why, "the file has no rows");
    }

    #[test]
    fn a_small_file_keeps_most_of_its_texts() {
        let garden = planted(&[column(Role::Text(Takes::Prose), Room::Any, 20)]);
        assert_eq!(garden.planted["NOTES.csv"].len(), 5);
    }
}
