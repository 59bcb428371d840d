//! Texts as representatives type them, and what must go from each.

use super::*;

/// Identifiers of an invented delivery; two serials look like cards.
pub(super) fn known() -> KnownIds {
    [
        "07217-143",
        "15246-651",
        "2071215115",
        "01-020162-68",
        "E99898667",
        "1724753022234808",
        "4532015112830366",
        "5019717010103742",
        "5095550134",
        "N100192",
    ]
    .iter()
    .collect()
}

/// Returns `text` redacted, the marks shortened to `<card>` and the like.
fn short(text: &str) -> String {
    let clean = redact(text, &known()).map_or_else(|| text.to_owned(), |r| r.text);
    let names = [
        "<card>",
        "<account>",
        "<routing>",
        "<expiry>",
        "<code>",
        "<social>",
        "<track>",
        "<pin>",
    ];
    MARKS
        .iter()
        .zip(names)
        .fold(clean, |t, (mark, name)| t.replace(mark, name))
}

pub(super) fn check(cases: &[(&str, &str)]) {
    let failed: Vec<String> = cases
        .iter()
        .filter(|(text, clean)| short(text) != *clean)
        .map(|(text, clean)| format!("{text:?}\n  is {:?}\n not {clean:?}", short(text)))
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn cards_go_in_any_spacing() {
    for spaced in [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "4111/1111/1111/1111",
        "4111_1111_1111_1111",
        "4111*1111*1111*1111",
        "4111,1111,1111,1111",
        "4111 - 1111 - 1111 - 1111",
        "4111\u{a0}1111\u{a0}1111\u{a0}1111",
        "4111\u{2009}1111\u{202f}1111\u{2007}1111",
        "4111–1111—1111‑1111",
        "4111 1111\r\n1111 1111",
        "4111-1111\n1111-1111",
        "4111-1111-\n1111-1111",
        "4111 1111 1111         1111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1",
        "41 11 11 11 11 11 11 11",
        "41111111 11111111",
        "4111 1111-1111.1111",
        "411111 1111-111111",
        "４１１１１１１１１１１１１１１１",
        "4111\u{200b}1111\u{200b}1111\u{200b}1111",
        "3782 822463 10005",
        "3056 930902 5904",
        "6205 5000 0000 0000 004",
        "4222 2222 2222 2",
    ] {
        let text = format!("Paid with {spaced} at counter.");
        assert_eq!(short(&text), "Paid with <card> at counter.", "{spaced:?}");
        let text = format!("card#{spaced}, thanks");
        assert_eq!(short(&text), "card#<card>, thanks", "{spaced:?}");
    }
}

#[test]
fn identifiers_stay_readable_also_beside_a_card() {
    check(&[
        (
            "Meter 4532015112830366 verified",
            "Meter 4532015112830366 verified",
        ),
        (
            "Meter 4532 0151 1283 0366 seen",
            "Meter 4532 0151 1283 0366 seen",
        ),
        (
            "Medidor 5019717010103742 leído",
            "Medidor 5019717010103742 leído",
        ),
        (
            "4532015112830366 4111 1111 1111 1111",
            "4532015112830366 <card>",
        ),
        (
            "4111111111111111 4532015112830366",
            "<card> 4532015112830366",
        ),
        (
            "Meter 1724753022234808 verified; paid with 4111 1111 1111 1111 at counter.",
            "Meter 1724753022234808 verified; paid with <card> at counter.",
        ),
        (
            "new card 4111111111111111. Meter E99898667 read ok",
            "new card <card>. Meter E99898667 read ok",
        ),
        ("07217-143 4111-1111-1111-1111", "07217-143 <card>"),
        (
            "07217143 4111 1111 1111 1111 15246-651",
            "07217143 <card> 15246-651",
        ),
        (
            "Call (509) 555-0134 4111 1111 1111 1111",
            "Call (509) 555-0134 <card>",
        ),
        (
            "(414) 555-0181, card 4111.1111.1111.1111",
            "(414) 555-0181, card <card>",
        ),
        ("509-555-0199 4111 1111 1111 1111", "509-555-0199 <card>"),
        ("see N100192 and 2071215115", "see N100192 and 2071215115"),
    ]);
}

#[test]
fn a_short_identifier_does_not_hide_a_card() {
    let known: KnownIds = ["822463", "4111-1111", "B1111111"].iter().collect();
    for card in [
        "3782 822463 10005",
        "4111-1111-1111-1111",
        "4111 1111 1111 1111",
    ] {
        let clean = redact(card, &known).unwrap().text;
        assert_eq!(clean, "[card number removed]", "{card}");
    }
}

#[test]
fn what_is_no_card_stays() {
    for text in [
        "Tracking 94111111111111111100",
        "Tracking 1Z 4111111111111111000",
        "ref 4111111111111112",
        "read 06/12/2015-07/13/2015, 3/6/2015-4/6/2015 and 6/12/2015 - 7/13/2015",
        "2016-11-22 10:15:30 amount $4,111.11 and 84.16",
        "0000 0000 0000 0000",
        "4111 1111 1111 111",
        "4111 (1111) 1111 1111",
        "41111, 11111111111",
        "",
        "no digits at all, ñandú",
    ] {
        assert_eq!(redact(text, &known()), None, "{text}");
    }
}

#[test]
fn a_date_or_house_number_draws_no_digits_from_a_card() {
    check(&[
        ("3/6/2015 4111 1111 1111 1111", "3/6/2015 <card>"),
        ("4111 1111 1111 1111 06/12/2015", "<card> 06/12/2015"),
        ("60 11 4111 1111 1111 1111", "60 11 <card>"),
        ("2016-11-22 4111-1111-1111-1111 ok", "2016-11-22 <card> ok"),
        ("$55.00 4111 1111 1111 1111", "$55.00 <card>"),
        ("4111 1111 1111 1111 5555 5555 5555 4444", "<card> <card>"),
        ("4111 1111 1111 1111\n5555-5555-5555-4444", "<card>\n<card>"),
    ]);
}

#[test]
fn bank_numbers_go_in_either_order() {
    check(&[
        (
            "ACH return. Routing 026060587 acct 734-333-202346, asked for a voided check.",
            "ACH return. Routing <routing> acct <account>, asked for a voided check.",
        ),
        (
            "Routing 321098306 acct 2493 212167, asked",
            "Routing <routing> acct <account>, asked",
        ),
        (
            "Cuenta bancaria 9638370474, ruta 121085014. Banco cambió de nombre.",
            "Cuenta bancaria <account>, ruta <routing>. Banco cambió de nombre.",
        ),
        (
            "acct 734-333-2023, RTN: 121085014",
            "acct <account>, RTN: <routing>",
        ),
        ("ABA# 121085014 / 9638370474", "ABA# <routing> / <account>"),
        ("bank 9638370474/121085014", "bank <account>/<routing>"),
        (
            "Número de tránsito 121085014, cta. no. 9638 3704",
            "Número de tránsito <routing>, cta. no. <account>",
        ),
        (
            "NUMERO DE TRANSITO 1210 8501 4, CUENTA 55 12 88",
            "NUMERO DE TRANSITO <routing>, CUENTA <account>",
        ),
        (
            "routing 1 2 1 0 8 5 0 1 4 a/c 9 6 3 8 3 7",
            "routing <routing> a/c <account>",
        ),
        (
            "Bank: 121085014\r\nSavings: 4471-22\r\n",
            "Bank: <routing>\r\nSavings: <account>\r\n",
        ),
        (
            "checking account number is 88123",
            "checking account number is <account>",
        ),
        (
            "Bank acct ****4471 closed",
            "Bank acct ****<account> closed",
        ),
        (
            "cuenta de ahorros: 12-345-678",
            "cuenta de ahorros: <account>",
        ),
        (
            "IBAN de89 3704 0044 0532 0130 00, gracias",
            "IBAN <account>, gracias",
        ),
        ("GB82WEST12345698765432", "<account>"),
    ]);
}

#[test]
fn what_is_no_bank_number_stays() {
    for text in [
        "Transfer balance from account 15246-651, same customer.",
        "bank draft of account 07217-143 and account 2071215115",
        "bank account of meter E99898667, 84.16 paid 03/15/2017",
        "Meter 121085014 exchanged, seal intact and nothing else to say about it at all, bank",
        "routing 121085015",
        "routing 131085014",
        "bank account opened 2015",
        "asked about her bank account. 12345 kWh used",
        "IBAN DE88 3704 0044 0532 0130 00",
        "vence 03/17, cvv 123",
    ] {
        assert_eq!(redact(text, &known()), None, "{text}");
    }
    check(&[(
        "routing 121085014, account 15246-651, call (509) 555-0177 or 509-555-0178 on 03/15/2017",
        "routing <routing>, account 15246-651, call (509) 555-0177 or 509-555-0178 on 03/15/2017",
    )]);
}

#[test]
fn expiry_and_code_go_with_the_card_only() {
    check(&[
        (
            "Card on file 3782 822463 10005 exp 10/19, see acct 15246-651.",
            "Card on file <card> exp <expiry>, see acct 15246-651.",
        ),
        ("4111111111111111 10/19 123", "<card> <expiry> <code>"),
        ("4111111111111111, 1/2019 left", "<card>, <expiry> left"),
        (
            "Exp. date: 1019 card 4111111111111111",
            "Exp. date: <expiry> card <card>",
        ),
        (
            "Tarjeta 4111-1111-1111-1111 vence 03/2019, código de seguridad 123",
            "Tarjeta <card> vence <expiry>, código de seguridad <code>",
        ),
        ("CVV2 123 for 4111111111111111", "CVV2 <code> for <card>"),
        (
            "4111111111111111 security code is 1234",
            "<card> security code is <code>",
        ),
        (
            "4111111111111111 vence 03/15/2017",
            "<card> vence 03/15/2017",
        ),
        ("4111111111111111 exp 13/19", "<card> exp 13/19"),
        ("4111111111111111 cvv 12345", "<card> cvv 12345"),
    ]);
}

#[test]
fn what_is_found_comes_in_order_without_overlap() {
    let text = "acct 9638370474 RTN 121085014; 4111 1111 1111 1111 exp 10/19";
    let found = find(text, &known());
    let kinds: Vec<_> = found.iter().map(|f| f.kind.code()).collect();
    assert_eq!(
        kinds,
        [
            "bank_account",
            "routing_number",
            "card_number",
            "card_expiry"
        ]
    );
    assert!(found.windows(2).all(|w| w[0].range.end <= w[1].range.start));
    assert_eq!(
        text.get(found[2].range.clone()),
        Some("4111 1111 1111 1111")
    );
    assert_eq!(redact(text, &known()).unwrap().found.len(), 4);
}

#[test]
fn the_work_grows_with_the_text_and_not_its_square() {
    for unit in [
        "4",
        "4 ",
        "4111 ",
        "4111-1111-1111-1111 ",
        "a1",
        "acct 1 ",
        "bank account 12 ",
        "exp 1/",
        "routing 1 2 1 ",
        "$4,111",
        "1.11.",
        "DE89 ",
        "de89",
        "4,",
        "121085014 ",
        "\n",
        "no no 1 ",
        "ruta 121085014 9638370474 ",
        "07217-",
        "4111111111111111 10/19 ",
        "4111111111111111^DOE/JANE^1912101 ",
        "4111111111111111=1912101",
        ":121000358: 12345 ",
        "SSN 1-2-3 ",
        "ssn 123-45-6789 ",
        "exp March ",
        "tracking 4111111111111111 exp 10/19 ",
        "1\n> ",
        "&nbsp;4",
        "<br>4",
        "card 1 2 ",
        "factura no ",
    ] {
        let text = |bytes: usize| unit.repeat(bytes / unit.len());
        let (_, small) = find_counted(&text(2_000), &known());
        let (_, large) = find_counted(&text(20_000), &known());
        assert!(
            large <= small * 11 + 100,
            "{unit:?}: {small} steps, then {large}"
        );
        assert!(large <= 20_000 * 100, "{unit:?}: {large} steps");
    }
    let (_, steps) = find_counted(&"4111 ".repeat(200_000), &KnownIds::new());
    assert!(steps <= 100_000_000, "{steps} steps for a megabyte");
    assert_eq!(find_counted("123 and no more", &known()).1, 0);
}
