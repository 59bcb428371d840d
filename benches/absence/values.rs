//! Invented values of mixed kinds, and text that holds none of them.
//!
//! Values never begin with 0 or 1, numbers in the text always do: what is found in it was planted.

/// Numbers that look drawn, the same in each run.
pub struct Draw(pub u64);

impl Draw {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Returns a number of so many digits.
    fn digits(&mut self, first: std::ops::Range<u64>, count: usize) -> String {
        let mut text = (first.start + self.below(first.end - first.start)).to_string();
        while text.len() < count {
            text.push(char::from(b'0' + u8::try_from(self.below(10)).unwrap_or(0)));
        }
        text
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.below(of.len() as u64)).unwrap_or(0);
        of.get(at).copied().unwrap_or_default()
    }
}

/// Returns a value and its kind.
pub fn value(draw: &mut Draw) -> (&'static str, String) {
    match draw.below(100) {
        0..45 => ("card_number", card(draw)),
        45..85 => {
            let length = 9 + usize::try_from(draw.below(4)).unwrap_or(0);
            ("bank_account", draw.digits(2..10, length))
        }
        _ => {
            let mut token = "tok_".to_owned();
            for at in 0..12 {
                let letters = if at % 3 == 1 {
                    "23456789"
                } else {
                    "abcdefghjkmnpqrs"
                };
                let at = usize::try_from(draw.below(letters.len() as u64)).unwrap_or(0);
                token.push_str(&letters[at..=at]);
            }
            ("method_id", token)
        }
    }
}

/// Returns a number with a good check digit; like that of a card, but nobody's.
fn card(draw: &mut Draw) -> String {
    let mut digits = draw.digits(4..6, 15);
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0') * if at % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    digits.push_str(&((10 - sum % 10) % 10).to_string());
    digits
}

/// What a run leaves, by kind of file.
pub const KINDS: [&str; 5] = ["csv", "json", "html", "txt", "dat"];

/// Returns a line of a kind of file. `.dat` is the densest in digits.
pub fn line(kind: &str, draw: &mut Draw) -> String {
    let account = draw.digits(1..2, 10);
    let bill = draw.digits(0..2, 7);
    let (month, day) = (1 + draw.below(12), 1 + draw.below(28));
    let (amount, cents) = (draw.below(400), draw.below(100));
    let street = draw.pick(&["Columbia", "Vancouver", "Canal", "Huntington"]);
    let name = draw.pick(&["Garcia", "Nguyen", "Peñasco", "Miller"]);
    match kind {
        "csv" => format!(
            "{account},B{bill},2016-{month:02}-{day:02},{amount}.{cents:02},{name},12 {street} St,E{bill},posted\n"
        ),
        "json" => format!(
            "    {{\n      \"account\": \"{account}\",\n      \"cents\": {amount}{cents:02},\n      \"text\": \"seen 2016-{month:02}-{day:02} at {street}\"\n    }},\n"
        ),
        "html" => format!(
            "<tr><td class=\"n\">{account}</td><td>{name} &amp; Co</td><td>{amount}.{cents:02}</td></tr>\n"
        ),
        "txt" => format!(
            "Dear {name}, your new account number is {account}. Your payment of ${amount}.{cents:02} is due on 2016-{month:02}-{day:02}; nothing changes at {street} Street, and you need to do nothing more.\n"
        ),
        _ => format!(
            "{account}{bill} 1{day:03}{month:04} {} {} {}\n",
            draw.digits(0..2, 12),
            draw.digits(0..2, 8),
            draw.digits(0..2, 18),
        ),
    }
}

/// Returns a value as somebody may have written it.
pub fn written(value: &str, way: u64) -> Vec<u8> {
    let groups = |between: &str| {
        let letters: Vec<char> = value.chars().collect();
        let groups: Vec<String> = letters
            .chunks(4)
            .map(|four| four.iter().collect())
            .collect();
        groups.join(between)
    };
    let text = match way % 6 {
        0 => value.to_owned(),
        1 => groups(" "),
        2 => groups("-"),
        3 => groups(" \n "),
        4 => groups("\u{a0}"),
        _ => groups("&nbsp;"),
    };
    format!(" ({text}) ").into_bytes()
}
