//! Whole letters: what they say, that they say no more, and that their bytes stand still.

use super::*;
use crate::record::dates::DateRange;
use crate::record::letter::{LetterAccount, NoticeKind};

pub(super) const KINDS: [NoticeKind; 7] = [
    NoticeKind::NewAccountNumber,
    NoticeKind::DueDateMoved,
    NoticeKind::DraftCancelled,
    NoticeKind::AutopayReEnroll,
    NoticeKind::BankBillPay,
    NoticeKind::PaperlessReEnroll,
    NoticeKind::ReRegister,
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn utility() -> Utility {
    Utility {
        name: "Three Rivers PUD".to_owned(),
        address: vec![
            "PO Box 1000".to_owned(),
            "2721 W 10th Ave".to_owned(),
            "Kennewick, WA 99336".to_owned(),
        ],
        phone: "509-555-0175".to_owned(),
        more_phones: vec![("Prosser".to_owned(), "509-555-0141".to_owned())],
        web: "threerivers.example".to_owned(),
        portal_name: "RiverHub".to_owned(),
        hours_en: "Monday to Friday, 8:30 a.m. to 5:00 p.m.".to_owned(),
        hours_es: "lunes a viernes, de 8:30 a.m. a 5:00 p.m.".to_owned(),
    }
}

fn blackout() -> Spans {
    Spans::from(DateRange {
        from: day("2017-02-24"),
        to: day("2017-03-02"),
    })
}

pub(super) fn facts() -> LetterFacts {
    LetterFacts {
        dated_on: Some(day("2017-02-23")),
        cutover_on: day("2017-03-01"),
        due: blackout(),
        draft: blackout(),
        late_fee_waived_until: Some(day("2017-03-02")),
        old_number_still_works: false,
        credentials: Carry::Reset,
    }
}

pub(super) fn letters() -> Letters {
    Letters::new(&utility(), &facts()).unwrap()
}

pub(super) fn accounts(count: u32, kinds: &[NoticeKind]) -> Vec<LetterAccount> {
    (0..count).map(|at| sample::account(at, kinds)).collect()
}

/// The text with line breaks as blanks.
pub(super) fn flat(rendered: &RenderedLetter) -> String {
    rendered
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn many_threads_write_the_same_bytes() {
    fn shared<T: Send + Sync>(_: &T) {}
    let letters = letters();
    shared(&letters);
    let all: Vec<_> = (1..9)
        .map(|n| sample::letter(Language::Es, accounts(n, &KINDS)))
        .collect();
    let alone: Vec<_> = all.iter().map(|l| letters.render(l).unwrap()).collect();
    let again = super::Letters::new(&utility(), &facts()).unwrap();
    let backwards: Vec<_> = std::thread::scope(|scope| {
        let jobs: Vec<_> = all
            .iter()
            .rev()
            .map(|letter| scope.spawn(|| again.render(letter).unwrap()))
            .collect();
        jobs.into_iter()
            .rev()
            .map(|job| job.join().unwrap())
            .collect()
    });
    assert!(alone == backwards);
}

#[test]
fn the_new_number_stands_unbroken_and_the_old_one_never_whole() {
    let letters = letters();
    for language in [Language::En, Language::Es] {
        let letter = sample::letter(language, accounts(4, &KINDS));
        let text = letters.render(&letter).unwrap().text;
        for account in &letter.accounts {
            assert!(text.contains(&account.account_number));
            assert!(!text.contains(&account.legacy_account_number));
            assert!(text.contains(&format!("…{}", &account.legacy_account_number[4..])));
        }
    }
}

#[test]
fn a_letter_says_what_concerns_the_customer_and_nothing_else() {
    let letters = letters();
    let told = [
        (NoticeKind::NewAccountNumber, "new number", "número nuevo"),
        (
            NoticeKind::DueDateMoved,
            "Later due dates",
            "Nuevas fechas de vencimiento",
        ),
        (
            NoticeKind::DraftCancelled,
            "will not be taken",
            "que no se hará",
        ),
        (NoticeKind::DraftMoved, "stays in place", "sigue vigente"),
        (
            NoticeKind::AutopayReEnroll,
            "may start only with the next bill",
            "empiece solo con la factura siguiente",
        ),
        (
            NoticeKind::PeriodChanged,
            "The days on your next bill",
            "Los días de sus próximas facturas",
        ),
        (
            NoticeKind::BankBillPay,
            "through your bank",
            "medio de su banco",
        ),
        (
            NoticeKind::PaymentMethodsRemoved,
            "that you stored",
            "que usted tenía guardadas",
        ),
        (
            NoticeKind::PaperlessReEnroll,
            "paper bills by mail",
            "facturas en papel por correo",
        ),
        (
            NoticeKind::ReRegister,
            "log-in that you have now",
            "acceso que tiene ahora",
        ),
    ];
    for (kind, _, _) in told {
        let said = |language| {
            let letter = sample::letter(language, accounts(1, &[kind]));
            flat(&letters.render(&letter).unwrap())
        };
        let (english, spanish) = (said(Language::En), said(Language::Es));
        assert!(english.contains("account") && spanish.contains("cuenta"));
        for (other, en, es) in told {
            assert_eq!(
                english.contains(en),
                kind == other,
                "{kind:?}: {en}\n{english}"
            );
            assert_eq!(
                spanish.contains(es),
                kind == other,
                "{kind:?}: {es}\n{spanish}"
            );
        }
    }
}

#[test]
fn accounts_are_named_only_where_a_customer_has_several() {
    let letters = letters();
    let autopay = [NoticeKind::NewAccountNumber, NoticeKind::AutopayReEnroll];
    let render = |accounts| {
        flat(
            &letters
                .render(&sample::letter(Language::En, accounts))
                .unwrap(),
        )
    };
    assert!(!render(accounts(1, &autopay)).contains("This applies to"));
    assert!(render(accounts(3, &autopay)).contains("This applies to all accounts in this letter."));
    let mut mixed = accounts(3, &autopay);
    mixed[1].kinds.pop();
    let (first, third) = (
        mixed[0].account_number.clone(),
        mixed[2].account_number.clone(),
    );
    assert!(render(mixed).contains(&format!("This applies to accounts {first} and {third}.")));
}

#[test]
fn amounts_of_the_enrolment_check_and_balances_are_not_printed() {
    let letters = letters();
    let mut letter = sample::letter(Language::En, accounts(2, &KINDS));
    letter.accounts[1].open = false;
    let text = letters.render(&letter).unwrap().text;
    // 987.65 is the latest bill's total and 123.45 the balance of each account.
    for amount in ["987.65", "123.45"] {
        assert!(!text.contains(amount), "{amount}");
    }
    assert!(text.contains("$1,234.56"));
    assert_eq!(
        text.matches("99336-2107").count(),
        1,
        "the ZIP stands in the address only"
    );
}

#[test]
fn policy_not_the_name_of_a_utility_chooses_the_words() {
    let letter = sample::letter(Language::En, accounts(1, &NoticeKind::ALL));
    let other = LetterFacts {
        old_number_still_works: true,
        credentials: Carry::Carry,
        due: Spans::default(),
        draft: Spans::default(),
        late_fee_waived_until: None,
        dated_on: None,
        ..facts()
    };
    let first = flat(&letters().render(&letter).unwrap());
    let second = flat(
        &Letters::new(&utility(), &other)
            .unwrap()
            .render(&letter)
            .unwrap(),
    );
    for (words, in_first) in [
        ("Please change the account number there", true),
        ("Payments with the old number still reach", false),
        ("How to enroll", true),
        ("sign in to RiverHub and set up", false),
        ("February 24, 2017, through", false),
        ("through March 2, 2017", true),
        ("February 23, 2017", true),
    ] {
        assert_eq!(first.contains(words), in_first, "{words}");
        if words != "February 24, 2017, through" {
            assert_eq!(second.contains(words), !in_first, "{words}");
        }
    }
}

#[test]
fn long_letters_break_between_rows_and_repeat_the_head() {
    let letters = letters();
    let rendered = letters
        .render(&sample::letter(Language::En, accounts(60, &KINDS)))
        .unwrap();
    assert!(rendered.pages > 3);
    let pages: Vec<_> = rendered.text.split('\u{c}').collect();
    assert_eq!(pages.len(), usize::try_from(rendered.pages).unwrap());
    for (page, number) in pages.iter().zip(1..) {
        assert!(page.contains(&format!("Page {number} of {}", rendered.pages)));
        assert!(page.contains("Notice N-0004711"));
        let last = page.lines().rev().nth(2).unwrap();
        assert!(
            !last.starts_with("How to") && !last.starts_with("Later due"),
            "{last}"
        );
    }
    assert!(pages[1].starts_with("Service address\tOld number\tNew account number"));
}

/// Writes letters to look at: `cargo test --lib letters_to_look_at -- --ignored`.
#[test]
#[ignore = "writes PDF files for people into the temporary folder"]
fn letters_to_look_at() {
    let folder = std::env::temp_dir().join("cutover-letters");
    std::fs::create_dir_all(&folder).unwrap();
    let letters = letters();
    let mut long = sample::letter(Language::En, accounts(4, &KINDS[..1]));
    long.business = true;
    long.name =
        "Confederated Growers of the Lower Yakima Valley Irrigation & Cold Storage Cooperative"
            .to_owned();
    long.enrolment_name = long.name.clone();
    long.accounts[2].open = false;
    for account in &mut long.accounts {
        account.service_address = Some(sample::address(
            "20481 N Horse Heaven Hills Frontage Rd",
            "Pump Station No. 14, Unit B",
        ));
    }
    let mut odd = sample::letter(Language::En, accounts(1, &[NoticeKind::DraftMoved]));
    odd.name = "李 Жанна Nguyễn\tÁ".to_owned();
    let mut cut = long.clone();
    cut.name = long.name.repeat(2);
    cut.mailing = sample::address(
        &"20481 N Horse Heaven Hills Frontage Rd ".repeat(3),
        "Apt 3",
    );
    let mut bits = accounts(2, &KINDS);
    bits[1].kinds.truncate(1);
    bits[1].moved_bills.clear();
    for (name, letter) in [
        (
            "one",
            sample::letter(Language::En, accounts(1, &KINDS[..1])),
        ),
        (
            "one-es",
            sample::letter(Language::Es, accounts(1, &KINDS[..4])),
        ),
        (
            "four",
            sample::letter(Language::En, accounts(4, &KINDS[..2])),
        ),
        ("two-mixed", sample::letter(Language::En, bits)),
        ("long", long),
        ("odd", odd),
        ("cut", cut),
        ("all-en", sample::letter(Language::En, accounts(3, &KINDS))),
        ("all-es", sample::letter(Language::Es, accounts(3, &KINDS))),
        ("sixty", sample::letter(Language::En, accounts(60, &KINDS))),
    ] {
        let rendered = letters.render(&letter).unwrap();
        std::fs::write(folder.join(format!("{name}.pdf")), &rendered.pdf).unwrap();
        std::fs::write(folder.join(format!("{name}.txt")), &rendered.text).unwrap();
    }
}
