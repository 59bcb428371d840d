//! The English and Spanish words that stand around card and bank data, and only those.
//! Case and accents do not count.

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
    /// exp, vence
    Expiry,
    /// CVV, CVC
    CardCode,
    /// security
    Security,
    /// code
    Code,
    /// código
    Codigo,
    /// seguridad
    Seguridad,
    /// Any other word.
    Other,
}

impl Word {
    /// Returns true for a word that makes nine digits nearby likely to be a routing number.
    pub(super) fn is_banking(self) -> bool {
        matches!(
            self,
            Self::Account | Self::Bank | Self::Route | Self::Transfer
        )
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
            "number" | "numbers" | "num" | "no" | "nos" | "nro" | "numero" | "nº" | "n°" | "n"
            | "is" | "es" | "was" | "ending" | "ends" | "in" | "terminada" | "terminado" | "en"
            | "de" | "del" | "the" | "la" | "el" | "su" | "date" | "fecha" | "on" | "with"
            | "x" | "xx" | "xxx" | "xxxx" => Self::Filler,
            "exp" | "exps" | "expires" | "expired" | "expiry" | "expiration" | "expiring"
            | "expira" | "vence" | "venc" | "vencimiento" | "vencio" | "vto" | "caduca"
            | "caducidad" | "thru" => Self::Expiry,
            "cvv" | "cvc" | "cid" | "csc" | "cvn" | "cvvc" => Self::CardCode,
            "security" | "card" | "verification" => Self::Security,
            "code" => Self::Code,
            "codigo" | "cod" => Self::Codigo,
            "seguridad" | "verificacion" | "seg" => Self::Seguridad,
            _ => Self::Other,
        }
    }
}

/// Returns the lower-case letters of `c` without accent, to compare; None for a combining mark.
pub(super) fn plain(c: char) -> Option<char> {
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

    #[test]
    fn accents_and_case_do_not_count() {
        for spelling in ["Tránsito", "TRANSITO", "tra\u{301}nsito"] {
            let word: String = spelling.chars().filter_map(plain).collect();
            assert_eq!(Word::of(&word), Word::Route, "{spelling}");
        }
        assert_eq!(Word::of("meter"), Word::Other);
    }
}
