//! Values and keys as TOML: on one line, as the mappings of the project have them.

use crate::record::skeleton::Entry;

/// Returns a value as TOML.
pub(super) fn value(entry: &Entry) -> String {
    match entry {
        Entry::Text(text) => quoted(text),
        Entry::Whole(number) => number.to_string(),
        Entry::Flag(flag) => flag.to_string(),
        Entry::List(items) => {
            let items: Vec<String> = items.iter().map(value).collect();
            format!("[{}]", items.join(", "))
        }
        Entry::Table(parts) => {
            let part = |(k, v): &(String, Entry)| format!("{} = {}", key(k), value(v));
            let parts: Vec<String> = parts.iter().map(part).collect();
            format!("{{ {} }}", parts.join(", "))
        }
    }
}

/// Returns a key, in quotes where it needs them.
pub(super) fn key(text: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !text.is_empty() && text.chars().all(bare) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Returns a text in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns a text that may stand in a comment: on one line.
pub(super) fn plain(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_sheet_are_good_toml() {
        assert_eq!(key("ACCT-NO_1"), "ACCT-NO_1");
        assert_eq!(key("Cost ($)"), "\"Cost ($)\"");
        assert_eq!(key(""), "\"\"");
        assert_eq!(quoted("a\"b\\c\nd\u{1}"), "\"a\\\"b\\\\c\\nd\\u0001\"");
        assert_eq!(plain("a\nb"), "a b");
    }
}
