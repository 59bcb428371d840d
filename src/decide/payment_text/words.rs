//! The English and Spanish words that stand around card and bank data, and around numbers that are
//! none. Case and accents do not count.

/// What a word says about the digits beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// account, acct, cuenta
    Account,
    /// bank, checking, savings, bancaria
    Bank,
    /// routing, ABA, ruta
    Route,
    /// ACH, wire: banking, but not what introduces a number
    Transfer,
    /// number, is, de: words between a name and its number
    Filler,
    /// card, tarjeta, visa: a card is spoken of
    Card,
    /// exp, vence
    Expiry,
    /// CVV, CVC
    CardCode,
    /// PIN, NIP
    Pin,
    /// security, verification
    Security,
    /// code
    Code,
    /// código
    Codigo,
    /// seguridad
    Seguridad,
    /// social
    Social,
    /// SSN, NSS
    Ssn,
    /// SS: social security only with a `#` or the usual groups; also a sewer
    Ss,
    /// ITIN
    Itin,
    /// March, marzo
    Month,
    /// tracking, invoice, meter: names a number that is no payment data
    Label,
    /// timestamp, hora: names a number that begins with a date
    Time,
    /// Any other word.
    Other,
}

impl Word {
    /// The words that make nine digits nearby likely to be a routing number.
    pub(super) const BANKING: [Self; 4] = [Self::Account, Self::Bank, Self::Route, Self::Transfer];
    /// The words that make digits nearby likely to be a card.
    pub(super) const OF_CARDS: [Self; 2] = [Self::Card, Self::CardCode];
    /// The words that speak of social security.
    pub(super) const OF_PERSONS: [Self; 4] = [Self::Social, Self::Ssn, Self::Ss, Self::Itin];

    /// Returns the word's bit in a set of words.
    pub(super) fn bit(self) -> u32 {
        1 << (self as u32)
    }

    /// Returns what `word`, in lower case and without accents, says.
    pub(super) fn of(word: &str) -> Self {
        match word {
            "account" | "accounts" | "dda" | "ac" | "acct" | "accts" | "accnt" | "acc"
            | "cuenta" | "cuentas" | "cta" | "ctas" => Self::Account,
            "bank" | "banks" | "banking" | "banco" | "bancos" | "bancaria" | "bancario"
            | "checking" | "chequing" | "chking" | "chkg" | "savings" | "saving" | "svgs"
            | "ahorro" | "ahorros" | "corriente" | "cheques" => Self::Bank,
            "routing" | "rout" | "rt" | "rtg" | "rtng" | "rtn" | "aba" | "ruta"
            | "enrutamiento" | "transito" | "transit" => Self::Route,
            "ach" | "wire" | "eft" | "micr" | "iban" | "transferencia" => Self::Transfer,
            "number" | "numbers" | "num" | "nbr" | "id" | "no" | "nos" | "nro" | "numero"
            | "nº" | "n°" | "n" | "is" | "es" | "was" | "ending" | "ends" | "in" | "terminada"
            | "terminado" | "en" | "de" | "del" | "the" | "la" | "el" | "su" | "date" | "fecha"
            | "on" | "with" | "x" | "xx" | "xxx" | "xxxx" => Self::Filler,
            "card" | "cards" | "tarjeta" | "tarjetas" | "visa" | "mastercard" | "mc" | "amex"
            | "express" | "discover" | "diners" | "jcb" | "unionpay" | "maestro" | "uatp"
            | "credit" | "credito" | "debit" | "debito" | "cc" | "ccnum" | "pan" => Self::Card,
            "exp" | "exps" | "expires" | "expired" | "expiry" | "expiration" | "expiring"
            | "expira" | "vence" | "venc" | "vencimiento" | "vencio" | "vto" | "caduca"
            | "caducidad" | "thru" | "through" => Self::Expiry,
            "cvv" | "cvc" | "cid" | "csc" | "cvn" | "cvvc" | "ccv" | "cvd" | "cv" => Self::CardCode,
            "pin" | "nip" => Self::Pin,
            "security" | "verification" | "sec" => Self::Security,
            "code" => Self::Code,
            "codigo" | "cod" => Self::Codigo,
            "seguridad" | "verificacion" | "seg" => Self::Seguridad,
            "social" | "soc" => Self::Social,
            "ssn" | "nss" => Self::Ssn,
            "ss" => Self::Ss,
            "itin" => Self::Itin,
            "timestamp" | "datetime" | "stamp" | "time" | "hora" | "ts" => Self::Time,
            _ if is_month(word) => Self::Month,
            _ if is_label(word) => Self::Label,
            _ => Self::Other,
        }
    }
}

fn is_month(word: &str) -> bool {
    matches!(
        word,
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "jan"
            | "feb"
            | "mar"
            | "apr"
            | "jun"
            | "jul"
            | "aug"
            | "sep"
            | "sept"
            | "oct"
            | "nov"
            | "dec"
            | "enero"
            | "febrero"
            | "marzo"
            | "abril"
            | "mayo"
            | "junio"
            | "julio"
            | "agosto"
            | "septiembre"
            | "setiembre"
            | "octubre"
            | "noviembre"
            | "diciembre"
            | "ene"
            | "abr"
            | "ago"
            | "set"
            | "dic"
    )
}

/// Returns true for a word that names a number which another party gives out, or a time: parcels,
/// invoices, confirmations, devices, jobs.
fn is_label(word: &str) -> bool {
    matches!(
        word,
        "tracking"
            | "trk"
            | "ups"
            | "fedex"
            | "usps"
            | "dhl"
            | "shipment"
            | "parcel"
            | "waybill"
            | "awb"
            | "guia"
            | "rastreo"
            | "seguimiento"
            | "envio"
            | "paquete"
            | "invoice"
            | "inv"
            | "factura"
            | "folio"
            | "receipt"
            | "recibo"
            | "confirmation"
            | "conf"
            | "confirmacion"
            | "serial"
            | "serie"
            | "sn"
            | "meter"
            | "medidor"
            | "mtr"
            | "contador"
            | "imei"
            | "meid"
            | "iccid"
            | "barcode"
            | "upc"
            | "ean"
            | "transformer"
            | "transformador"
            | "pole"
            | "poste"
            | "radio"
            | "ert"
            | "workorder"
            | "wo"
            | "order"
            | "orden"
            | "ot"
            | "trabajo"
            | "pedido"
            | "po"
            | "ticket"
            | "boleto"
            | "case"
            | "caso"
            | "permit"
            | "permiso"
            | "claim"
            | "reclamo"
    )
}

/// A word as it is spelled: its lower-case letters without accents, as many as are looked up.
#[derive(Default)]
pub(super) struct Spelling {
    letters: [u8; LONGEST_WORD],
    len: usize,
}

/// Longest word that is looked up, in bytes.
const LONGEST_WORD: usize = 16;

impl Spelling {
    /// Adds a letter.
    pub(super) fn push(&mut self, c: char) {
        let plain = if c.is_ascii() {
            Some(c.to_ascii_lowercase())
        } else {
            plain(c)
        };
        let Some(plain) = plain else { return };
        let end = self.len + plain.len_utf8();
        match self.letters.get_mut(self.len..end) {
            Some(place) => {
                plain.encode_utf8(place);
                self.len = end;
            }
            // A longer word is none that we know.
            None => self.len = LONGEST_WORD + 1,
        }
    }

    /// Returns the word; nothing where it is longer than any that is looked up.
    pub(super) fn word(&self) -> &str {
        let letters = self.letters.get(..self.len).unwrap_or_default();
        std::str::from_utf8(letters).unwrap_or_default()
    }
}

/// Returns the lower-case letters of `c` without accent, to compare; None for a combining mark.
fn plain(c: char) -> Option<char> {
    let c = c.to_lowercase().next().unwrap_or(c);
    Some(match c {
        'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        '\u{300}'..='\u{36f}' => return None,
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Word {
        let mut spelled = Spelling::default();
        text.chars().for_each(|c| spelled.push(c));
        Word::of(spelled.word())
    }

    #[test]
    fn accents_and_case_do_not_count() {
        for spelling in ["Tránsito", "TRANSITO", "tra\u{301}nsito"] {
            assert_eq!(said(spelling), Word::Route, "{spelling}");
        }
        for (spelling, word) in [
            ("Guía", Word::Label),
            ("CONFIRMACIÓN", Word::Label),
            ("Crédito", Word::Card),
            ("marzo", Word::Month),
            ("premise", Word::Other),
            ("enrutamiento", Word::Route),
            ("cardcardcardcardcard", Word::Other),
        ] {
            assert_eq!(said(spelling), word, "{spelling}");
        }
    }
}
