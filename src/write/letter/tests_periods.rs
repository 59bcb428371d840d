//! What letters say of longer and shorter billing periods, and why dates moved.

use super::tests::{facts, flat, letters, utility};
use super::*;
use crate::record::dates::DateRange;
use crate::record::letter::{LetterAccount, MovedDate, NoticeKind};
use crate::record::money::Cents;
use crate::record::period_change::PeriodChange;

fn change(period: &str, days: i64, cents: Option<i64>) -> PeriodChange {
    PeriodChange {
        period: period.to_owned(),
        legacy_days: 30,
        days,
        basis: None,
        expected_change: cents.map(Cents),
        prorated: !(27..=33).contains(&days),
    }
}

fn told(changes: &[PeriodChange]) -> LetterAccount {
    LetterAccount {
        changed_periods: changes.to_vec(),
        ..sample::account(0, &[NoticeKind::PeriodChanged])
    }
}

fn said(language: Language, accounts: Vec<LetterAccount>) -> String {
    let letter = sample::letter(language, accounts);
    flat(&letters().render(&letter).unwrap())
}

#[test]
fn one_period_is_told_in_a_sentence_with_days_effect_and_rate() {
    for (changed, en, es) in [
        (
            change("2017-02", 33, Some(410)),
            "Your bill for February 2017 covers 33 days instead of 30. We expect it to be about \
             $4.10 higher than it would have been. We estimate this from the charges per day on \
             your latest bill. Your rate does not change, and every day is billed once.",
            "Su factura de febrero de 2017 abarca 33 días en lugar de 30. Esperamos que sea \
             aproximadamente $4.10 más alta de lo que habría sido. Lo estimamos a partir de los \
             cargos por día de su última factura. Su tarifa no cambia y cada día se cobra una \
             sola vez.",
        ),
        (
            change("2017-12", 27, Some(-123_456)),
            "Your bill for December 2017 covers 27 days instead of 30. We expect it to be about \
             $1,234.56 lower than it would have been.",
            "Su factura de diciembre de 2017 abarca 27 días en lugar de 30. Esperamos que sea \
             aproximadamente $1,234.56 más baja de lo que habría sido.",
        ),
        (
            change("2017-02", 31, Some(0)),
            "instead of 30. We expect it to be about the same as it would have been.",
            "en lugar de 30. Esperamos que sea más o menos igual a lo que habría sido.",
        ),
        (
            change("2017-02", 36, None),
            "instead of 30. What the bill comes to depends on what you use on those days. Monthly \
             charges on the bill for February 2017 are prorated: they are counted by the day.",
            "en lugar de 30. El monto depende de lo que usted consuma en esos días. Los cargos \
             mensuales de la factura de febrero de 2017 se prorratean: se calculan por día.",
        ),
    ] {
        for (language, text) in [(Language::En, en), (Language::Es, es)] {
            let letter = said(language, vec![told(std::slice::from_ref(&changed))]);
            assert!(letter.contains(text), "{text}\n{letter}");
        }
    }
}

#[test]
fn the_next_period_gives_the_days_back() {
    for (first, second, en, es) in [
        (
            change("2017-02", 33, Some(410)),
            change("2017-03", 27, Some(-410)),
            "makes up for these 3 days: it covers 27 days instead of 30, and we expect it to be \
             about $4.10 lower than it would have been.",
            "compensa esos 3 días: abarca 27 días en lugar de 30, y esperamos que sea \
             aproximadamente $4.10 más baja de lo que habría sido.",
        ),
        (
            change("2017-02", 29, None),
            change("2017-03", 31, None),
            "makes up for this day: it covers 31 days instead of 30. What the bills come to \
             depends on what you use on those days.",
            "compensa ese día: abarca 31 días en lugar de 30. El monto depende de lo que usted \
             consuma en esos días.",
        ),
        (
            change("2017-02", 33, Some(0)),
            change("2017-03", 27, Some(0)),
            "instead of 30, and we expect it to be about the same as it would have been.",
            "en lugar de 30, y esperamos que sea más o menos igual a lo que habría sido.",
        ),
    ] {
        let account = told(&[first, second]);
        for (language, text) in [(Language::En, en), (Language::Es, es)] {
            let letter = said(language, vec![account.clone()]);
            assert!(letter.contains(text), "{text}\n{letter}");
        }
    }
    let uneven = [
        change("2017-02", 33, Some(410)),
        change("2017-03", 28, Some(-273)),
    ];
    assert!(!said(Language::En, vec![told(&uneven)]).contains("makes up"));
}

#[test]
fn several_periods_or_accounts_stand_in_a_table() {
    let three = told(&[
        change("2017-02", 34, Some(547)),
        change("2017-03", 28, Some(-273)),
        change("2017-04", 29, None),
    ]);
    let text = said(Language::En, vec![three.clone()]);
    for row in [
        "Bill for Days planned Days now Expected change",
        "February 2017 (prorated) 30 34 about $5.47 higher",
        "March 2017 30 28 about $2.73 lower",
        "April 2017 30 29 not known",
        "On a prorated bill, monthly charges are counted by the day.",
    ] {
        assert!(text.contains(row), "{row}\n{text}");
    }
    let mut other = sample::account(1, &[NoticeKind::NewAccountNumber]);
    other.changed_periods.clear();
    let text = said(Language::Es, vec![three.clone(), other.clone()]);
    assert!(text.contains("febrero de 2017 (prorrateada) 30 34 aprox. $5.47 más alta"));
    assert!(text.contains(&format!("el medidor de la cuenta {}", three.account_number)));
    let one = told(&[change("2017-02", 33, Some(410))]);
    let text = said(Language::En, vec![one.clone(), other]);
    let named = format!("the meter of account {} on another day", one.account_number);
    assert!(text.contains(&named), "{text}");
    assert!(text.contains("Your bill for February 2017 covers 33 days"));
}

#[test]
fn a_moved_date_says_which_window_held_it() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let span = |from, to| DateRange {
        from: day(from),
        to: day(to),
    };
    let facts = LetterFacts {
        due: Spans::new([
            span("2017-02-24", "2017-03-02"),
            span("2017-03-10", "2017-03-10"),
        ]),
        draft: Spans::from(span("2017-02-27", "2017-02-28")),
        ..facts()
    };
    let letters = Letters::new(&utility(), &facts).unwrap();
    let moved = |old: &str| MovedDate {
        old: day(old),
        new: day("2017-03-13"),
        amount: Cents(8_416),
    };
    let said = |language, dates: &[&str], kind| {
        let mut account = sample::account(0, &[kind]);
        account.moved_installments.clear();
        account.moved_bills = dates.iter().map(|old| moved(old)).collect();
        account.moved_drafts = vec![moved("2017-02-28")];
        let letter = sample::letter(language, vec![account]);
        flat(&letters.render(&letter).unwrap())
    };
    let due = NoticeKind::DueDateMoved;
    let first = said(Language::En, &["2017-02-27"], due);
    assert!(first.contains("from February 24, 2017 through March 2, 2017. Nothing falls due then"));
    assert!(!first.contains("March 10, 2017") && !first.contains("Other dates"));
    assert!(first.contains("The amount, the days billed and your rate stay the same."));
    let both = said(
        Language::Es,
        &["2017-02-27", "2017-03-10", "2017-03-06"],
        due,
    );
    for text in [
        "del 24 de febrero de 2017 al 2 de marzo de 2017 y el 10 de marzo de 2017.",
        "Otras fechas cambian junto con su ciclo de facturación.",
        "El monto, los días facturados y su tarifa no cambian.",
    ] {
        assert!(both.contains(text), "{text}\n{both}");
    }
    let along = said(Language::En, &["2017-03-06"], due);
    assert!(along.contains("We change our systems, so what is listed here is now due later."));
    let draft = said(Language::En, &[], NoticeKind::DraftMoved);
    for text in [
        "No payment is taken from February 27, 2017 through February 28, 2017",
        "No late fee is charged through March 2, 2017.",
        "the amount stays the same",
    ] {
        assert!(draft.contains(text), "{text}\n{draft}");
    }
}

#[test]
fn a_letter_that_tells_of_longer_periods_does_not_say_that_the_days_stay() {
    let both = [NoticeKind::DueDateMoved, NoticeKind::PeriodChanged];
    let account = |at| LetterAccount {
        moved_installments: Vec::new(),
        ..sample::account(at, &both)
    };
    for (language, accounts, text, never) in [
        (
            Language::En,
            vec![account(0)],
            "The amount of this bill and your rate stay the same.",
            "the days billed",
        ),
        (
            Language::En,
            vec![account(0), account(1)],
            "The amount of these bills and your rate stay the same.",
            "the days billed",
        ),
        (
            Language::Es,
            vec![account(0)],
            "El monto de esta factura y su tarifa no cambian.",
            "los días facturados",
        ),
        (
            Language::Es,
            vec![account(0), account(1)],
            "El monto de estas facturas y su tarifa no cambian.",
            "los días facturados",
        ),
    ] {
        let said = said(language, accounts);
        assert!(
            said.contains(text) && !said.contains(never),
            "{text}\n{said}"
        );
    }
}
