//! What rows of an export say was typed by people: any of it may be a card number. Types that hold
//! it show their name and nothing else, wherever somebody prints them.

macro_rules! shows_name_only {
    ($($name:ident),* $(,)?) => {
        $(impl std::fmt::Debug for $name {
            /// Shows the type alone.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        })*
    };
}

pub(crate) use shows_name_only;

#[cfg(test)]
mod tests {
    use crate::record::account::Address;
    use crate::record::history::Note;
    use crate::record::source::{Mapped, Record};

    #[test]
    fn nothing_typed_is_shown() {
        let note = Note {
            legacy_note_id: "4111111111111111".to_owned(),
            legacy_account_number: "4111111111111111".to_owned(),
            noted_on: chrono::NaiveDate::default(),
            text: "paid with 4111111111111111".to_owned(),
            line: None,
            continues: false,
        };
        let mapped = Mapped {
            skipped: false,
            record: Ok(Record::Note(note)),
            legacy_account_number: None,
            money: Vec::new(),
        };
        let shown = format!("{mapped:?} {:?} {:?}", mapped.record, Address::default());
        assert!(
            shown.contains("Note(..)") && !shown.contains("4111"),
            "{shown}"
        );
    }
}
