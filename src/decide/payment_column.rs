//! Whether a column holds payment data that nobody declared: judged by counts of its cells and by
//! the words of its name, so that such a column can never come in under another name.
//!
//! In: cells, one by one. Out: counts, and a judgement with its evidence. No value is kept.
//!
//! The limits: of numbers of card length one in ten passes the check digit by chance, and only some
//! begin like a card's; of nine digits one in twenty-five passes as a routing number. So more than
//! half of a column's values is no chance. Meter serials and account numbers are the delivery's
//! own, and makers give serials the same check digit: nine in ten are needed there.

use super::payment_text::{is_card_number, is_iban, is_routing_number};
use crate::record::payment_kind::PaymentKind;

/// Fewest values that speak for a column of them: one or two may be chance, or a slip of the pen.
const FEWEST: u64 = 3;
/// Longest cell that is a number as a whole.
const LONGEST: usize = 48;

/// What the cells of one column look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// Cells that are not blank.
    pub filled: u64,
    /// Of them, cells with three digits or more.
    pub with_digits: u64,
    /// Cells of thirteen to nineteen digits and nothing else but blanks and dashes.
    pub card_length: u64,
    /// Of those, cells of an issuer's range and length whose check digit holds.
    pub cards: u64,
    /// Cells of nine digits that are a routing number.
    pub routing: u64,
    /// Cells that are an international bank account number.
    pub ibans: u64,
}

/// What one cell is as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A card number.
    Card,
    /// A routing number.
    Routing,
    /// An international bank account number.
    Iban,
    /// As long as a card number, and none.
    CardLength,
    /// Anything else.
    Other,
}

/// Returns what a cell is as a whole.
#[must_use]
pub fn look(cell: &str) -> Look {
    let cell = cell.trim();
    if !(9..=LONGEST).contains(&cell.len()) {
        return Look::Other;
    }
    if cell.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return if is_iban(cell) {
            Look::Iban
        } else {
            Look::Other
        };
    }
    let mut digits = [0_u8; 20];
    let mut count = 0;
    for byte in cell.bytes() {
        match byte {
            b'0'..=b'9' => {
                let Some(slot) = digits.get_mut(count) else {
                    return Look::Other;
                };
                *slot = byte - b'0';
                count += 1;
            }
            b' ' | b'-' | b'.' => {}
            _ => return Look::Other,
        }
    }
    let digits = digits.get(..count).unwrap_or_default();
    match count {
        9 if is_routing_number(digits) => Look::Routing,
        13..=19 if is_card_number(digits) => Look::Card,
        13..=19 => Look::CardLength,
        _ => Look::Other,
    }
}

impl Looks {
    /// Counts a cell.
    pub fn take(&mut self, cell: &str) {
        if cell.trim().is_empty() {
            return;
        }
        self.filled += 1;
        let digits = cell.bytes().filter(u8::is_ascii_digit).take(3).count();
        self.with_digits += u64::from(digits == 3);
        let look = look(cell);
        self.card_length += u64::from(matches!(look, Look::Card | Look::CardLength));
        self.cards += u64::from(look == Look::Card);
        self.routing += u64::from(look == Look::Routing);
        self.ibans += u64::from(look == Look::Iban);
    }

    /// Adds the counts of other cells.
    pub fn add(&mut self, other: &Self) {
        self.filled += other.filled;
        self.with_digits += other.with_digits;
        self.card_length += other.card_length;
        self.cards += other.cards;
        self.routing += other.routing;
        self.ibans += other.ibans;
    }
}

/// What is known of a column beside its cells.
#[derive(Clone, Copy, Debug, Default)]
pub struct Column {
    /// What the words of its name speak for.
    pub named: Option<PaymentKind>,
    /// False where whatever stands in it becomes a code, a day or an amount.
    pub typed: bool,
    /// True for account numbers and meter serials.
    pub own_number: bool,
    /// True where its texts are searched and cleaned one by one.
    pub text: bool,
}

/// What a column is judged to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Nothing speaks for payment data.
    Clean,
    /// Single cells are payment data: the rows are refused.
    Cells(PaymentKind),
    /// The column is one of payment data by its values: so many of them.
    Values(PaymentKind, u64),
    /// The column is one of payment data by its name.
    Name(PaymentKind),
}

/// Judges a column.
#[must_use]
pub fn judge(column: Column, looks: &Looks) -> Judgement {
    let most = |count: u64| {
        let most = if column.own_number {
            count * 10 >= looks.filled * 9
        } else {
            count * 2 > looks.filled
        };
        most && count >= FEWEST
    };
    let by_values = [
        (PaymentKind::CardNumber, looks.cards),
        (PaymentKind::RoutingNumber, looks.routing),
        (PaymentKind::Iban, looks.ibans),
    ];
    if let Some((kind, count)) = by_values.into_iter().find(|(_, count)| most(*count)) {
        return Judgement::Values(kind, count);
    }
    if let Some(kind) = column.named.filter(|_| column.typed)
        && (looks.with_digits > 0 || !is_number(kind))
    {
        return Judgement::Name(kind);
    }
    if column.own_number || column.text {
        Judgement::Clean
    } else if looks.cards * 2 > looks.card_length {
        Judgement::Cells(PaymentKind::CardNumber)
    } else if looks.ibans > 0 {
        Judgement::Cells(PaymentKind::Iban)
    } else {
        Judgement::Clean
    }
}

/// Returns true where a value of the kind has digits.
fn is_number(kind: PaymentKind) -> bool {
    !matches!(
        kind,
        PaymentKind::NameOnInstrument
            | PaymentKind::AccountType
            | PaymentKind::MethodId
            | PaymentKind::Other
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use PaymentKind::{BankAccount, CardNumber, Iban, NameOnInstrument, RoutingNumber};

    fn looks(cells: &[&str]) -> Looks {
        let mut looks = Looks::default();
        cells.iter().for_each(|cell| looks.take(cell));
        looks
    }

    fn judged(column: Column, cells: &[&str]) -> Judgement {
        judge(column, &looks(cells))
    }

    const WORD: Column = Column {
        named: None,
        typed: true,
        own_number: false,
        text: false,
    };

    #[test]
    fn a_cell_is_told_as_a_whole() {
        for (cell, expected) in [
            ("4111 1111 1111 1111", Look::Card),
            (" 378282246310005 ", Look::Card),
            ("4111111111111112", Look::CardLength),
            ("121000358", Look::Routing),
            ("121000359", Look::Other),
            ("DE89 3704 0044 0532 0130 00", Look::Iban),
            ("DE88 3704 0044 0532 0130 00", Look::Other),
            ("card 4111111111111111", Look::Other),
            ("94111111111111111100", Look::Other),
            ("2017-03-01", Look::Other),
            ("", Look::Other),
        ] {
            assert_eq!(look(cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn more_than_half_of_the_values_make_a_column() {
        let cards = [
            "4111111111111111",
            "5555555555554444",
            "R-1",
            "",
            "378282246310005",
        ];
        assert_eq!(judged(WORD, &cards), Judgement::Values(CardNumber, 3));
        assert_eq!(judged(WORD, &cards[..4]), Judgement::Cells(CardNumber));
        let routing = ["121000358", "021000021", "011000015"];
        assert_eq!(judged(WORD, &routing), Judgement::Values(RoutingNumber, 3));
        assert_eq!(
            judged(WORD, &routing[..2]),
            Judgement::Clean,
            "may be chance"
        );
        let ibans = ["GB82WEST12345698765432"; 3];
        assert_eq!(judged(WORD, &ibans), Judgement::Values(Iban, 3));
        assert_eq!(judged(WORD, &ibans[..1]), Judgement::Cells(Iban));
    }

    #[test]
    fn single_cells_are_judged_by_their_likes() {
        let few = ["N1", "N2", "N3", "4111 1111 1111 1111"];
        assert_eq!(judged(WORD, &few), Judgement::Cells(CardNumber));
        let text = Column { text: true, ..WORD };
        assert_eq!(judged(text, &few), Judgement::Clean, "redacted one by one");
        let chance = [
            "4111111111111111",
            "4111111111111112",
            "4111111111111113",
            "N1",
        ];
        assert_eq!(judged(WORD, &chance), Judgement::Clean);
    }

    #[test]
    fn serials_need_nine_in_ten() {
        let meter = Column {
            own_number: true,
            ..WORD
        };
        let mixed = [
            "4111111111111111",
            "5555555555554444",
            "378282246310005",
            "E1002",
        ];
        assert_eq!(judged(meter, &mixed), Judgement::Clean);
        assert_eq!(judged(meter, &mixed[..3]), Judgement::Values(CardNumber, 3));
    }

    #[test]
    fn a_name_counts_where_its_values_could_be_it() {
        let bank = Column {
            named: Some(BankAccount),
            ..WORD
        };
        assert_eq!(judged(bank, &["Y", "N"]), Judgement::Clean, "a flag");
        assert_eq!(judged(bank, &["9638370474"]), Judgement::Name(BankAccount));
        assert_eq!(judged(bank, &["", " "]), Judgement::Clean, "nothing there");
        let code = Column {
            typed: false,
            ..bank
        };
        assert_eq!(judged(code, &["100"]), Judgement::Clean);
        let name = Column {
            named: Some(NameOnInstrument),
            ..WORD
        };
        assert_eq!(judged(name, &["J DOE"]), Judgement::Name(NameOnInstrument));
    }
}
