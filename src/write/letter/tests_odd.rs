//! Odd values: every customer gets a letter, and a person is told which to look at; only the
//! utility's own lines and the texts can stop letters.

use super::tests::{KINDS, accounts, facts, flat, letters, utility};
use super::*;
use crate::record::account::Address;
use crate::record::letter::NoticeKind;
use proptest::prelude::*;

fn good() -> Letter {
    sample::letter(Language::Es, accounts(2, &KINDS))
}

fn codes(rendered: &RenderedLetter) -> Vec<&'static str> {
    rendered.warnings.iter().map(|w| w.code).collect()
}

#[test]
fn names_with_accents_and_marks_print_as_they_are() {
    let letters = letters();
    for (name, printed) in [
        ("Zoë O’Brien-Ñandú", "Zoë O’Brien-Ñandú"),
        ("A|B **Tools** #1 \\ Co", "A|B **Tools** #1 \\ Co"),
        ("Jose\u{301} Nu\u{301}n\u{303}ez", "José Núñez"),
        ("Żółć & Söhne ƒ", "Żółć & Söhne ƒ"),
        ("Nguyễn Thị Hồng", "Nguyễn Thị Hồng"),
        ("Line\r\nbreak\tand tab", "Line break and tab"),
    ] {
        let mut letter = good();
        letter.name = name.to_owned();
        letter.enrolment_name = name.to_owned();
        let rendered = letters.render(&letter).unwrap();
        let text = flat(&rendered);
        assert_eq!(text.matches(printed).count(), 3, "{name}: {text}");
        assert_eq!(rendered.warnings, [], "{name}");
    }
}

#[test]
fn a_line_break_in_an_address_becomes_a_blank() {
    let mut letter = good();
    letter.mailing = sample::address("412 W Canal Dr\r\nRear\tBuilding", "");
    let rendered = letters().render(&letter).unwrap();
    assert!(rendered.text.contains("\n412 W Canal Dr Rear Building\n"));
    assert_eq!(rendered.warnings, []);
}

#[test]
fn a_letter_that_a_person_must_look_at_is_printed_and_told() {
    type Change = fn(&mut Letter);
    let cases: [(&str, Change); 8] = [
        ("letter::missing_character", |l| {
            l.name = "李 Жанна".to_owned()
        }),
        ("letter::missing_character", |l| {
            l.accounts[1].service_address = Some(sample::address("東京 1", ""));
        }),
        ("letter::cut", |l| l.name = "N".repeat(201)),
        ("letter::cut", |l| l.notice_id = "7".repeat(41)),
        ("letter::address_joined", |l| {
            l.name = "long name ".repeat(13);
            l.mailing = sample::address(&"words that go on and on ".repeat(5), "Apt 3");
        }),
        ("letter::address_cut", |l| {
            l.name = "long name ".repeat(18);
            l.mailing = sample::address(&"long street ".repeat(15), "Apt 3");
        }),
        ("letter::no_address", |l| l.mailing = Address::default()),
        ("letter::no_address", |l| l.name = " ".to_owned()),
    ];
    let letters = letters();
    for (code, change) in cases {
        let mut letter = good();
        change(&mut letter);
        let rendered = letters.render(&letter).unwrap();
        assert_eq!(codes(&rendered)[0], code, "{:?}", rendered.warnings);
        assert_eq!(letters.look_at(&letter), rendered.warnings);
    }
    assert_eq!(letters.render(&good()).unwrap().warnings, []);
}

#[test]
fn a_warning_names_places_and_characters_and_nothing_of_the_customer() {
    let mut letter = good();
    letter.name = "Secret 李 Жанна".to_owned();
    let rendered = letters().render(&letter).unwrap();
    assert!(flat(&rendered).contains("Secret ? ?????"));
    assert_eq!(
        rendered.warnings[0].what,
        "the name has characters that the letters' fonts lack, `?` stands for them: U+0416, U+0430, U+043D, U+674E"
    );
}

#[test]
fn a_letter_about_nothing_is_an_error() {
    let mut bad = vec![good(); 2];
    bad[0].accounts.clear();
    bad[1]
        .kinds
        .push(crate::record::letter::NoticeKind::DraftMoved);
    for letter in bad {
        let error = letters().render(&letter).unwrap_err();
        assert_eq!(error.code(), "letter::nothing_to_say");
        assert!(!error.is_of_the_mapping());
    }
}

#[test]
fn the_utilitys_own_lines_are_refused_before_the_first_letter() {
    type Change = fn(&mut Utility);
    let cases: [(&str, &str, Change); 4] = [
        ("letter::blank_fact", "`utility.portal`", |u| {
            u.portal_name = " ".to_owned();
        }),
        ("letter::blank_fact", "`utility.address`", |u| {
            u.address = vec![String::new()];
        }),
        ("letter::missing_character", "`utility.hours.es`", |u| {
            u.hours_es = "лунес".to_owned();
        }),
        ("letter::too_long", "`utility.name`", |u| {
            u.address = vec!["a line".to_owned(); 9];
        }),
    ];
    for (code, key, change) in cases {
        let mut utility = utility();
        change(&mut utility);
        let error = Letters::new(&utility, &facts()).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().contains(key), "{error}");
        assert!(error.is_of_the_mapping());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_values_make_a_letter(
        name in any::<String>(), enrolment in any::<String>(), id in "\\PC{0,60}",
        address in prop::array::uniform5(any::<String>()), number in "\\PC{0,30}",
        longer in prop::sample::select(vec![1_usize, 1, 20, 400]),
    ) {
        let mut letter = good();
        letter.name = name.repeat(longer);
        letter.enrolment_name = enrolment;
        letter.notice_id = id;
        let [line1, line2, city, state, postal_code] = address.map(|part| part.repeat(longer));
        letter.mailing = Address { line1, line2, city, state, postal_code };
        letter.accounts[1].service_address = Some(letter.mailing.clone());
        letter.accounts[1].legacy_account_number = number;
        let rendered = LETTERS.render(&letter);
        prop_assert!(rendered.is_ok(), "{:?}", rendered.err());
    }
}

static LETTERS: std::sync::LazyLock<Letters> = std::sync::LazyLock::new(letters);

#[test]
fn whoever_cannot_see_an_account_in_the_portal_is_not_told_to_pay_there() {
    let kinds = [NoticeKind::DraftCancelled];
    for (language, there, why) in [
        (
            Language::En,
            "in RiverHub, by phone",
            "locked or hidden in the portal",
        ),
        (Language::Es, "en RiverHub, por teléfono", "bloqueada"),
    ] {
        for (shut, at_portal, says_why) in [
            (&[false][..], true, false),
            (&[true], false, true),
            // With one of each, the way that is open to both is named, and no reason.
            (&[false, true], false, false),
        ] {
            let count = u32::try_from(shut.len()).unwrap();
            let mut accounts = accounts(count, &kinds);
            for (account, shut) in accounts.iter_mut().zip(shut) {
                account.portal_closed = *shut;
            }
            let text = flat(
                &letters()
                    .render(&sample::letter(language, accounts))
                    .unwrap(),
            );
            assert_eq!(text.contains(there), at_portal, "{shut:?} {text}");
            assert_eq!(text.contains(why), says_why, "{shut:?} {text}");
        }
    }
}

#[test]
fn a_bill_that_stays_due_on_the_customers_own_day_is_told_with_the_late_fee() {
    let letters = letters();
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let said = |language, several: bool, due: &str| {
        let kinds = [NoticeKind::NewAccountNumber];
        let mut accounts = accounts(if several { 2 } else { 1 }, &kinds);
        accounts[0].kept_bills = vec![day(due)];
        flat(&letters.render(&sample::letter(language, accounts)).unwrap())
    };
    let one = said(Language::En, false, "2017-02-28");
    let text = "Your bill due on February 28, 2017 stays due on that day, as you chose it. If you pay \
                it later, no late fee is charged through March 2, 2017.";
    assert!(one.contains(text), "{one}");
    let several = said(Language::Es, true, "2017-02-28");
    for text in [
        "Su factura que vence el 28 de febrero de 2017 de la cuenta 7140286143 sigue venciendo ese día",
        "Si la paga después, no se cobra recargo por pago tardío hasta el 2 de marzo de 2017",
    ] {
        assert!(several.contains(text), "{text}\n{several}");
    }
    // A promise that ends before the bill is due is none.
    let late = said(Language::En, false, "2017-03-03");
    assert!(
        late.contains("March 3, 2017 stays due") && !late.contains("no late fee"),
        "{late}"
    );
    let none = flat(&letters.render(&good()).unwrap());
    assert!(!none.contains("Vence el día que usted eligió"));
}
