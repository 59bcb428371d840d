//! What the words around a number say of it, told a second time: whether a word right before an
//! unbroken run calls it something else, and whether a card is spoken of nearby.

/// Words in a row on either side in which a card may be spoken of.
const NEARBY: usize = 6;
/// Most words between a name and its number.
const BETWEEN: usize = 6;

/// Words that name a number which is no card's.
const OTHERWISE: &str = " tracking trk ups fedex usps dhl shipment parcel waybill awb guia rastreo \
    seguimiento envio paquete invoice inv factura folio receipt recibo confirmation conf \
    confirmacion serial serie sn meter medidor mtr contador imei meid iccid barcode upc ean \
    transformer transformador pole poste radio ert workorder wo order orden ot trabajo pedido po \
    ticket boleto case caso permit permiso claim reclamo ";
/// Words that name a point in time.
const TIMES: &str = " timestamp datetime stamp time hora ts ";
/// Words between a name and its number.
const LINKS: &str = " number numbers num nbr id no nos nro numero n is es was in en de del the la \
    el su date fecha on with code codigo cod ";
/// Words that speak of a card.
const CARDS: &str = " card cards tarjeta tarjetas visa mastercard mc amex express discover diners \
    jcb unionpay maestro uatp credit credito debit debito cc cvv cvc ccv ";

/// Returns the words of a text with their first and last byte, in lower case without accents.
fn words(text: &str) -> impl DoubleEndedIterator<Item = String> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(plain)
}

fn plain(word: &str) -> String {
    let accents = "áaéeíióoúuüuñn";
    word.to_lowercase()
        .chars()
        .map(|c| {
            let at = accents.chars().step_by(2).position(|accent| accent == c);
            at.and_then(|at| accents.chars().nth(at * 2 + 1))
                .unwrap_or(c)
        })
        .collect()
}

fn is_one_of(list: &str, word: &str) -> bool {
    list.split(' ')
        .any(|known| !known.is_empty() && known == word)
}

/// Returns true where the words at the end of `before` name the digits that follow, as anything
/// but a card.
pub(super) fn calls_otherwise(before: &str, digits: &str) -> bool {
    let mut rest = before;
    for _ in 0..BETWEEN {
        let end =
            rest.trim_end_matches(|c: char| c.is_whitespace() || ":#.-=*'\"/(_№–—°".contains(c));
        let gap = rest.get(end.len()..).unwrap_or_default();
        if gap.chars().count() > 12 {
            return false;
        }
        let start = end.trim_end_matches(char::is_alphabetic).len();
        let word = plain(end.get(start..).unwrap_or_default());
        let sentence = gap.starts_with('.') && gap.ends_with(char::is_whitespace);
        if word.is_empty() || (sentence && word.len() > 5) {
            return false;
        }
        let left = end.get(..start).unwrap_or_default();
        if is_one_of(OTHERWISE, &word) || (word == "z" && left.ends_with('1')) {
            return true;
        }
        if word == "n" && left.to_lowercase().ends_with("s/") {
            return true;
        }
        if is_one_of(TIMES, &word) {
            return begins_with_year(digits);
        }
        if !is_one_of(LINKS, &word) {
            return false;
        }
        rest = left;
    }
    false
}

/// Returns true for digits that no card begins with and a time does, or one of the few ranges
/// where both may be: two digits of a year, then a month and a day.
fn begins_with_year(digits: &str) -> bool {
    let number = |from: usize| {
        digits
            .get(from..from + 2)
            .and_then(|d| d.parse::<u32>().ok())
    };
    let year = number(0).is_some_and(|y| !(40..90).contains(&y));
    let month = |at| matches!(number(at), Some(1..=12)) && matches!(number(at + 2), Some(1..=31));
    year && (month(2) || month(4))
}

/// Returns true where a card is spoken of within a few words of what stands between `before` and
/// `behind`.
pub(super) fn speak_of_cards(before: &str, behind: &str) -> bool {
    let card = |word: String| is_one_of(CARDS, &word);
    words(before).rev().take(NEARBY).any(card) || words(behind).take(NEARBY).any(card)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_a_number_name_it() {
        for before in [
            "Tracking ",
            "UPS # ",
            "Número de GUÍA: ",
            "invoice no. ",
            "x 1Z",
            "S/N ",
        ] {
            assert!(calls_otherwise(before, "4111111111111111"), "{before}");
        }
        for before in [
            "",
            "card ",
            "an invoice. ",
            "hora ",
            "tracking the payment ",
            "9 ",
        ] {
            assert!(!calls_otherwise(before, "4111111111111111"), "{before}");
        }
        assert!(calls_otherwise("hora ", "2305121015301236"));
    }

    #[test]
    fn cards_are_spoken_of_on_either_side() {
        assert!(speak_of_cards("Tarjeta de Crédito no. ", ""));
        assert!(speak_of_cards("", " cvv 123"));
        assert!(!speak_of_cards("a discovery", " visable"));
    }
}
