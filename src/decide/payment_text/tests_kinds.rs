//! What stands around a card, bank lines without words, numbers of persons, and what words keep
//! readable.

use super::tests::{check, known};
use super::*;

#[test]
fn cards_go_in_spacing_of_other_programs() {
    let spaced: Vec<String> = [
        "&nbsp;",
        "&#160;",
        "&#xA0;",
        "&ndash;",
        "&#8209;",
        "<br>",
        "<BR/>",
        "\\n",
        "\\r\\n",
        "\n> ",
        "\n>> ",
        "\r\n  - ",
        "\n\t• ",
        "\n# ",
        ", ",
        " | ",
        "; ",
        "\u{1}",
        "\u{200e}",
        "\u{2060}",
        "\u{fe0f}\u{20e3}",
        ":",
        "~",
        "][",
    ]
    .iter()
    .map(|by| ["4111", "1111", "1111", "1111"].join(by))
    .collect();
    for spaced in spaced {
        let text = format!("Paid with {spaced} at counter.");
        check(&[(text.as_str(), "Paid with <card> at counter.")]);
    }
    for (zero, script) in [('\u{660}', "Arabic-Indic"), ('\u{966}', "Devanagari")] {
        let digits: String = "4111 1111 1111 1111"
            .chars()
            .map(|c| {
                c.to_digit(10)
                    .and_then(|d| char::from_u32(u32::from(zero) + d))
                    .unwrap_or(c)
            })
            .collect();
        let text = format!("card {digits}.");
        assert_eq!(
            redact(&text, &known()).unwrap().text,
            format!("card {}.", MARKS[0]),
            "{script}"
        );
    }
}

#[test]
fn rare_networks_count_where_a_card_is_spoken_of() {
    check(&[
        ("UATP card 1354 12345 678911", "UATP card <card>"),
        ("tarjeta 135412345678911", "tarjeta <card>"),
        ("seen 135412345678911 today", "seen 135412345678911 today"),
        ("Mir 2200 0000 0000 0004 ok", "Mir <card> ok"),
    ]);
}

#[test]
fn the_stripe_goes_with_its_card() {
    check(&[
        (
            "swiped %B4111111111111111^DOE/JANE^19121011234567890? ok",
            "swiped %B<card><track> ok",
        ),
        (
            ";4111111111111111=19121010000012300000? read",
            ";<card><track> read",
        ),
        ("4111111111111111D19121010000012300000 x", "<card><track> x"),
        (
            "%B3782 822463 10005^PEREZ/JOSE M       ^2103201000000000 then 84.16",
            "%B<card><track> then 84.16",
        ),
        ("card 4111111111111111=paid", "card <card>=paid"),
        (
            "4111111111111111^2 and 4111111111111111=1913101",
            "<card>^2 and <card>=1913101",
        ),
    ]);
    // Digits of the stripe that pass for a card are part of it.
    let text = "%B4111111111111111^A/B^2712101000000009?";
    assert_eq!(find(text, &known()).len(), 2);
}

#[test]
fn the_foot_of_a_cheque_needs_no_words() {
    check(&[
        (
            "⑆121000358⑆ 9638370474⑈ 1021",
            "⑆<routing>⑆ <account>⑈ <account>",
        ),
        (
            "⑈001021⑈ ⑆121000358⑆ 9638370474⑈",
            "⑈<account>⑈ ⑆<routing>⑆ <account>⑈",
        ),
        (
            "A121000358A 9638370474C 1021",
            "A<routing>A <account>C <account>",
        ),
        (
            "scan T121000358T9638370474U1021",
            "scan T<routing>T<account>U<account>",
        ),
        (
            ":121000358: 9638370474\" 0101",
            ":<routing>: <account>\" <account>",
        ),
        (
            "|:121000358|: 9638370474||' 1",
            "|:<routing>|: <account>||' <account>",
        ),
        (
            "part A121000358A of the panel",
            "part A121000358A of the panel",
        ),
        (
            "A121000357A 9638370474C 1021",
            "A121000357A 9638370474C 1021",
        ),
        (
            "A121000358B 9638370474C 1021",
            "A121000358B 9638370474C 1021",
        ),
    ]);
}

#[test]
fn numbers_of_persons_go_where_words_say_so() {
    check(&[
        ("SSN 078-05-1120 on file", "SSN <social> on file"),
        ("ssn: 078051120", "ssn: <social>"),
        ("SS# 078 05 1120", "SS# <social>"),
        ("SS 078-05-1120", "SS <social>"),
        (
            "Social Security number is 078-05-1120.",
            "Social Security number is <social>.",
        ),
        ("soc sec no 078.05.1120", "soc sec no <social>"),
        (
            "número de seguro social 078051120",
            "número de seguro social <social>",
        ),
        ("NSS: 078-05-1120", "NSS: <social>"),
        ("her 078-05-1120 (SSN) given", "her <social> (SSN) given"),
        ("ITIN 912-78-1234", "ITIN <social>"),
        ("SSN 0 7 8 0 5 1 1 2 0", "SSN <social>"),
    ]);
    for text in [
        "SSN 000-12-3456, 666-12-3456, 078-00-1120, 078-05-0000",
        "SSN 912-78-1234",
        "SS 078051120 main",
        "078-05-1120",
        "078051120 social hour at noon",
        "call 078-05-11205 SSN",
        "SSN: no. Account 15246-651 or 2071215115",
    ] {
        assert_eq!(redact(text, &known()), None, "{text}");
    }
}

#[test]
fn expiry_by_name_code_and_pin_go_with_the_card_only() {
    check(&[
        ("4111111111111111 exp March 2019.", "<card> exp <expiry>."),
        (
            "4111111111111111 vence marzo de 2019",
            "<card> vence <expiry>",
        ),
        (
            "4111111111111111 good thru Mar-19",
            "<card> good thru <expiry>",
        ),
        (
            "4111111111111111 good thru 03/19",
            "<card> good thru <expiry>",
        ),
        ("4111111111111111 exp. 2019-03", "<card> exp. <expiry>"),
        (
            "4111111111111111 vence 15 de marzo de 2019",
            "<card> vence 15 de marzo de 2019",
        ),
        (
            "4111111111111111 exp March 15, 2019",
            "<card> exp March 15, 2019",
        ),
        ("4111111111111111 CVV code: 123", "<card> CVV code: <code>"),
        ("4111111111111111 PIN 1234", "<card> PIN <pin>"),
        (
            "NIP: 4321 tarjeta 4111111111111111",
            "NIP: <pin> tarjeta <card>",
        ),
    ]);
    for text in [
        "exp March 2019",
        "PIN 1234",
        "vence marzo de 2019, NIP 1234",
    ] {
        assert_eq!(redact(text, &known()), None, "{text}");
    }
}

#[test]
fn words_keep_an_unbroken_run_readable() {
    for text in [
        "Tracking 4111111111111111 left at door",
        "UPS tracking number: 4111111111111111",
        "FedEx # 5555555555554444",
        "guía de rastreo 4111111111111111",
        "Invoice no. 4111111111111111 in dispute",
        "factura 4111111111111111 vence 03/15/2017",
        "Folio: 5555555555554444",
        "confirmation code 4111111111111111",
        "número de serie 4111111111111111",
        "S/N 4111111111111111",
        "SN4111111111111111",
        "medidor No. 4111111111111111 leído",
        "work order 4111111111111111 closed",
        "orden de trabajo 4111111111111111",
        "1Z4111111111111111",
        "timestamp 2305121015301236",
        "hora 2305121015301236",
        "invoice 121000358 sent to bank",
    ] {
        assert_eq!(redact(text, &known()), None, "{text}");
    }
}

#[test]
fn words_save_no_card() {
    check(&[
        ("tracking 4111 1111 1111 1111", "tracking <card>"),
        ("medidor 4111-1111-1111-1111", "medidor <card>"),
        ("invoice 3782 822463 10005", "invoice <card>"),
        ("folio 41111111 11111111", "folio <card>"),
        (
            "invoice 4111111111111111 paid by card",
            "invoice <card> paid by card",
        ),
        ("tarjeta, folio 4111111111111111", "tarjeta, folio <card>"),
        ("order 4111111111111111 cvv 123", "order <card> cvv <code>"),
        (
            "factura 4111111111111111 vence 03/19",
            "factura <card> vence <expiry>",
        ),
        ("timestamp 4111111111111111", "timestamp <card>"),
        (
            "tracking the payment 4111111111111111",
            "tracking the payment <card>",
        ),
        ("invoice. 4111111111111111", "invoice. <card>"),
    ]);
}

#[test]
fn history_that_passes_for_a_card_stays_readable() {
    let mut known = KnownIds::new();
    known.insert_passing("4111111111111111");
    known.insert_passing("GB82WEST12345698765432");
    for text in [
        "paid 4111111111111111",
        "see 4111 1111 1111 1111",
        "GB82 WEST 1234 5698 7654 32",
    ] {
        assert_eq!(redact(text, &known), None, "{text}");
    }
}
