//! What the legacy side must delete, how, and from which day on. In: what was found, as counts.
//! Out: the lines of the purge list.
//!
//! Bank data is held while a draft can still come back as unauthorised. Card data and social
//! security numbers have no such ground and may go at once, and so may numbers in texts and
//! comments, which are no record of a draft. What may be either is held.

use crate::write::purge_list::PurgeLine;
use crate::write::removal::{NotRead, RemovedData};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The name of the comments of a sheet, where a column would stand.
const COMMENTS: &str = "comments";

/// How long bank data is held.
#[derive(Clone, Copy, Debug)]
pub struct Hold {
    /// The last draft, or the extract where that is later.
    pub from: NaiveDate,
    /// Days after it.
    pub days: u64,
    /// The day that makes.
    pub until: NaiveDate,
}

/// Whose data a kind is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Card,
    Person,
    Bank,
    /// A name or a key, which both cards and bank accounts have.
    Either,
}

/// Returns the lines of the purge list.
#[must_use]
pub fn lines(
    dropped: Vec<RemovedData>,
    redacted: Vec<RemovedData>,
    not_read: &[NotRead],
    hold: Hold,
) -> Vec<PurgeLine> {
    let files = owners(&dropped, not_read);
    let of_file = |file: &str| files.get(file).copied().unwrap_or_default();
    let mut lines: Vec<PurgeLine> = dropped
        .iter()
        .map(|data| {
            let place = (data.file.as_str(), data.column.as_str());
            let found = (data.kind.as_str(), data.rows);
            column(place, found, of_file(&data.file), hold)
        })
        .collect();
    lines.extend(redacted.into_iter().map(|data| PurgeLine {
        file: data.file,
        column: data.column,
        kind: data.kind,
        rows: data.rows,
        hold_date: None,
        method: "rewrite the texts without the numbers or delete them".to_owned(),
        reason: "a text is no record of a draft: may go at once".to_owned(),
    }));
    for place in not_read {
        for found in &place.kinds {
            let at = (place.file.as_str(), place.column.as_str());
            let found = (found.kind.as_str(), found.rows);
            lines.push(column(at, found, of_file(&place.file), hold));
        }
    }
    lines
}

/// What a file has columns of.
#[derive(Clone, Copy, Debug, Default)]
struct Holds {
    cards: bool,
    banks: bool,
}

fn owners<'a>(dropped: &'a [RemovedData], not_read: &'a [NotRead]) -> BTreeMap<&'a str, Holds> {
    let of_dropped = dropped.iter().map(|data| (&*data.file, &*data.kind));
    let of_not_read = not_read
        .iter()
        .flat_map(|place| place.kinds.iter().map(|found| (&*place.file, &*found.kind)));
    let mut files: BTreeMap<&str, Holds> = BTreeMap::new();
    for (file, kind) in of_dropped.chain(of_not_read) {
        let holds = files.entry(file).or_default();
        holds.cards |= owner(kind) == Owner::Card;
        holds.banks |= owner(kind) == Owner::Bank;
    }
    files
}

/// Returns whose data a kind is. A kind that is not known here is held like a bank's.
fn owner(kind: &str) -> Owner {
    match kind {
        "name_on_instrument" | "method_id" | "other" => Owner::Either,
        kind if kind.starts_with("card_") || kind.starts_with("track") || kind == "pin" => {
            Owner::Card
        }
        kind if kind.starts_with("social_security") || kind == "ssn" => Owner::Person,
        _ => Owner::Bank,
    }
}

fn column(
    (file, column): (&str, &str),
    (kind, rows): (&str, u64),
    holds: Holds,
    hold: Hold,
) -> PurgeLine {
    let drafts = format!(
        "a draft can come back as unauthorised for {} days after {} (the last draft or the extract)",
        hold.days, hold.from
    );
    let at_once = |why: &str| (None, format!("{why}: may go at once"));
    let held = |why: String| (Some(hold.until), why);
    let (hold_date, reason) = match owner(kind) {
        _ if column == COMMENTS => at_once("a comment is no record of a draft"),
        Owner::Card => at_once("nothing asks to keep card data"),
        Owner::Person => at_once("nothing asks to keep it with the payment data"),
        Owner::Either if holds.cards && !holds.banks => {
            at_once("the file has cards and no bank accounts")
        }
        Owner::Either => held(format!("may belong to a bank account: {drafts}")),
        Owner::Bank if matches!(kind, "bank_account" | "iban") => held(format!(
            "{drafts}; a proof of consent that is kept longer must not show it"
        )),
        Owner::Bank => held(drafts),
    };
    let method = match column {
        COMMENTS => "delete the comments",
        "" => "delete the file or sheet",
        _ => "delete the values of the column",
    };
    PurgeLine {
        file: file.to_owned(),
        column: column.to_owned(),
        kind: kind.to_owned(),
        rows,
        hold_date,
        method: method.to_owned(),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::payment_kind::PaymentKind;
    use crate::write::removal::KindFound;

    fn hold() -> Hold {
        let day = |month, day| NaiveDate::from_ymd_opt(2017, month, day).unwrap();
        Hold {
            from: day(2, 28),
            days: 60,
            until: day(4, 29),
        }
    }

    fn data(file: &str, kind: &str) -> RemovedData {
        RemovedData {
            file: file.to_owned(),
            column: kind.to_uppercase(),
            kind: kind.to_owned(),
            count: 7,
            rows: 6,
            rule: String::new(),
        }
    }

    fn held(lines: &[PurgeLine]) -> Vec<(&str, bool)> {
        let one = |line: &PurgeLine| line.hold_date.is_some();
        lines.iter().map(|line| (&*line.kind, one(line))).collect()
    }

    #[test]
    fn bank_data_is_held_and_card_data_is_not() {
        let all = PaymentKind::ALL.map(|kind| data("BOTH.csv", kind.code()));
        let lines = lines(all.to_vec(), Vec::new(), &[], hold());
        for (kind, is_held) in held(&lines) {
            let at_once = [
                "card_number",
                "card_expiry",
                "card_code",
                "track_data",
                "pin",
                "social_security",
            ];
            assert_eq!(is_held, !at_once.contains(&kind), "{kind}");
        }
        let bank = lines
            .iter()
            .find(|line| line.kind == "bank_account")
            .unwrap();
        assert_eq!(bank.hold_date, Some(hold().until));
        assert!(bank.reason.contains("for 60 days after 2017-02-28"));
        assert_eq!(bank.rows, 6);
        let person = super::lines(
            vec![data("P.csv", "social_security_number")],
            vec![],
            &[],
            hold(),
        );
        assert_eq!(held(&person), [("social_security_number", false)]);
        let unknown = super::lines(vec![data("P.csv", "a_new_kind")], vec![], &[], hold());
        assert_eq!(
            held(&unknown),
            [("a_new_kind", true)],
            "held where it is not known"
        );
    }

    #[test]
    fn a_name_goes_at_once_only_where_the_file_has_cards_alone() {
        let name = |file: &str| data(file, "name_on_instrument");
        let cards = vec![data("C.csv", "card_number"), name("C.csv")];
        assert!(
            lines(cards, vec![], &[], hold())
                .iter()
                .all(|line| line.hold_date.is_none())
        );
        let both = vec![
            data("B.csv", "card_number"),
            data("B.csv", "iban"),
            name("B.csv"),
        ];
        assert!(held(&lines(both, vec![], &[], hold())).contains(&("name_on_instrument", true)));
        let alone = lines(vec![name("N.csv")], vec![], &[], hold());
        assert_eq!(held(&alone), [("name_on_instrument", true)]);
    }

    #[test]
    fn texts_comments_and_what_is_not_read_are_on_the_list() {
        let not_read = |column: &str| NotRead {
            file: "old.xlsx#Cards".to_owned(),
            column: column.to_owned(),
            kinds: vec![KindFound {
                kind: "bank_account".to_owned(),
                count: 9,
                rows: 4,
            }],
        };
        let places = [not_read("comments"), not_read("ACCT"), not_read("")];
        let text = vec![data("NOTES.csv", "bank_account")];
        let lines = lines(Vec::new(), text, &places, hold());
        let seen: Vec<_> = lines
            .iter()
            .map(|line| (&*line.method, line.rows, line.hold_date.is_some()))
            .collect();
        assert_eq!(
            seen,
            [
                (
                    "rewrite the texts without the numbers or delete them",
                    6,
                    false
                ),
                ("delete the comments", 4, false),
                ("delete the values of the column", 4, true),
                ("delete the file or sheet", 4, true),
            ]
        );
    }
}
