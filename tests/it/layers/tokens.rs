//! Cuts Rust source into words, texts and marks, each with its line. Comments are left out, and
//! what stands inside a text is never taken for code. Never fails: what does not end, ends with
//! the file.

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier or keyword; raw ones without `r#`.
    Word(String),
    /// A string of any kind, without its quotes, escapes as written.
    Text(String),
    /// A number with a point, an exponent behind a point, or a float suffix.
    Float,
    /// Any other number, a character or a lifetime.
    Other,
    /// `::`.
    Sep,
    /// Any other character.
    Mark(char),
}

/// A token and the line it starts on, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its line.
    pub line: usize,
}

/// Returns the tokens of `source`.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut reader = Reader {
        chars: source.chars().collect(),
        at: 0,
        line: 1,
    };
    let mut found = Vec::new();
    while reader.peek(0).is_some() {
        let line = reader.line;
        if let Some(kind) = reader.next_kind() {
            found.push(Token { kind, line });
        }
    }
    found
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        if c == '\n' {
            self.line += 1;
        }
        Some(c)
    }

    fn starts(&self, text: &str) -> bool {
        text.chars()
            .enumerate()
            .all(|(i, c)| self.peek(i) == Some(c))
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let mut text = String::new();
        while self.peek(0).is_some_and(&keep) {
            text.extend(self.take());
        }
        text
    }

    /// Reads one token, blank or comment; none for the last two.
    fn next_kind(&mut self) -> Option<Kind> {
        let c = self.peek(0)?;
        if self.starts("//") {
            self.take_while(|c| c != '\n');
            return None;
        }
        if self.starts("/*") {
            self.block_comment();
            return None;
        }
        if self.starts("::") {
            self.take();
            self.take();
            return Some(Kind::Sep);
        }
        if c.is_whitespace() {
            self.take();
            return None;
        }
        if c.is_ascii_digit() {
            return Some(self.number());
        }
        if c == '_' || c.is_alphabetic() {
            return Some(self.word_or_text());
        }
        match c {
            '"' => Some(self.text()),
            '\'' => Some(self.char_or_lifetime()),
            _ => self.take().map(Kind::Mark),
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0_u32;
        while self.peek(0).is_some() {
            if self.starts("/*") {
                depth += 1;
                self.take();
            } else if self.starts("*/") {
                depth -= 1;
                self.take();
            }
            self.take();
            if depth == 0 {
                return;
            }
        }
    }

    fn number(&mut self) -> Kind {
        let is_part = |c: char| c == '_' || c.is_ascii_alphanumeric();
        let of_a_tuple = self.chars[..self.at].ends_with(&['.'])
            && !self.chars[..self.at].ends_with(&['.', '.']);
        let whole = self.take_while(is_part);
        let prefixed = ["0x", "0o", "0b"].iter().any(|p| whole.starts_with(p));
        let suffixed = |text: &str| text.ends_with("f32") || text.ends_with("f64");
        let point = !of_a_tuple
            && self.peek(0) == Some('.')
            && self
                .peek(1)
                .is_none_or(|c| c != '.' && c != '_' && !c.is_alphabetic());
        if !prefixed && point {
            self.take();
            self.take_while(is_part);
            return Kind::Float;
        }
        if !prefixed && (suffixed(&whole) || whole.contains(['e', 'E']) && !whole.contains('s')) {
            return Kind::Float;
        }
        Kind::Other
    }

    /// A word, or a text or byte with a prefix such as `r#"`, `b"`, `br"`, `c"`, `b'`.
    fn word_or_text(&mut self) -> Kind {
        let word = self.take_while(|c| c == '_' || c.is_alphanumeric());
        let hashes = self.chars[self.at..]
            .iter()
            .take_while(|c| **c == '#')
            .count();
        match (word.as_str(), self.peek(hashes)) {
            ("r" | "br" | "cr", Some('"')) => self.raw_text(hashes),
            ("b" | "c", Some('"')) if hashes == 0 => self.text(),
            ("b", Some('\'')) if hashes == 0 => self.char_or_lifetime(),
            ("r", Some(c)) if hashes == 1 && (c == '_' || c.is_alphabetic()) => {
                self.take();
                Kind::Word(self.take_while(|c| c == '_' || c.is_alphanumeric()))
            }
            _ => Kind::Word(word),
        }
    }

    fn text(&mut self) -> Kind {
        let mut text = String::new();
        self.take();
        while let Some(c) = self.take() {
            match c {
                '"' => break,
                '\\' => {
                    text.push(c);
                    text.extend(self.take());
                }
                _ => text.push(c),
            }
        }
        Kind::Text(text)
    }

    fn raw_text(&mut self, hashes: usize) -> Kind {
        let end = format!("\"{}", "#".repeat(hashes));
        for _ in 0..=hashes {
            self.take();
        }
        let mut text = String::new();
        while self.peek(0).is_some() && !self.starts(&end) {
            text.extend(self.take());
        }
        for _ in 0..=hashes {
            self.take();
        }
        Kind::Text(text)
    }

    fn char_or_lifetime(&mut self) -> Kind {
        self.take();
        let lifetime = self.peek(0).is_some_and(|c| c == '_' || c.is_alphabetic())
            && self.peek(1) != Some('\'');
        if lifetime {
            self.take_while(|c| c == '_' || c.is_alphanumeric());
            return Kind::Other;
        }
        while let Some(c) = self.take() {
            match c {
                '\'' => break,
                '\\' => {
                    self.take();
                }
                _ => {}
            }
        }
        Kind::Other
    }
}
