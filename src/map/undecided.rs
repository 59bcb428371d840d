//! What a mapping leaves open: `?` in place of a value, and reasons that begin with one. A
//! skeleton that `init` writes is full of them, and no command goes on while one is left.
//!
//! In: the tree of a mapping. Out: a finding for each. Says nothing of what a value means.

use crate::diag::finding::Finding;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What stands where a person has not decided.
const OPEN: &str = "?";

/// Keys whose values are texts of the export itself, where a question mark is one sign of many.
const VERBATIM: [&str; 4] = ["none", "values", "delimiter", "quote"];

/// Tables whose values are reasons.
const REASONS: [&str; 3] = ["ignore", "not_payment", "not_read"];

/// Returns a finding for each value that is left open, in no order.
pub(super) fn undecided(top: &DeTable<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (key, value) in top {
        let inside = REASONS.contains(&key.get_ref().as_ref());
        visit(key.get_ref(), value, inside, &mut found);
    }
    found
}

fn visit(path: &str, value: &Spanned<DeValue<'_>>, reason: bool, found: &mut Vec<Finding>) {
    match value.get_ref() {
        DeValue::Table(table) => {
            for (key, inner) in table {
                let key: &str = key.get_ref();
                if !VERBATIM.contains(&key) || reason {
                    let reason = reason || REASONS.contains(&key);
                    visit(&format!("{path}.{key}"), inner, reason, found);
                }
            }
        }
        DeValue::Array(items) => {
            for item in items.iter() {
                visit(path, item, reason, found);
            }
        }
        DeValue::String(text) => {
            let open = text == OPEN || (reason && text.trim_start().starts_with(OPEN));
            if open {
                let message = format!("`{path}` is not decided yet");
                let help = if reason {
                    "give the column or file its place, or write the reason why nobody needs it"
                } else {
                    "put the value in the place of the `?`; what may stand there is in mappings/README.md"
                };
                let finding = Finding::error("mapping::not_decided", message);
                found.push(finding.in_mapping(value.span()).help(help));
            }
        }
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    fn open(text: &str) -> Vec<String> {
        let findings = parse(text).unwrap_err();
        let open = findings.iter().filter(|f| f.code == "mapping::not_decided");
        open.map(|f| text[f.span.as_ref().unwrap().start..f.span.as_ref().unwrap().end].to_owned())
            .collect()
    }

    #[test]
    fn everything_left_open_is_told_together_and_once() {
        let text = "[utility]\nname = \"?\"\ntime_zone = \"?\"\n[cutover]\nextracted_on = \"?\"\non = 2017-03-01\n\
            [account_numbers]\npolicy = \"?\"\n[not_read]\n\"A.csv\" = \"? fits nothing\"\n\
            [account]\nfile = \"B.csv\"\nlegacy_account_number = \"?\"\n\
            status = { column = \"S\", codes = { A = \"open\", F = \"?\" } }\nignore.X = \"? not guessed\"\n";
        let reasons = ["\"? fits nothing\"", "\"? not guessed\""];
        let mut found = open(text);
        assert_eq!(found.iter().filter(|t| *t == "\"?\"").count(), 6);
        found.retain(|t| t != "\"?\"");
        assert_eq!(found, reasons);
        for finding in parse(text).unwrap_err() {
            assert_eq!(finding.code, "mapping::not_decided", "{finding:?}");
        }
    }

    #[test]
    fn a_question_mark_of_the_export_is_none_of_ours() {
        let text = "[format]\nnone = [\"?\"]\ndate = { none = \"?\" }\n[usage]\nfile = \"A?\"\n\
            unit = { column = \"U\", codes = { \"?\" = \"kWh\" } }\n\
            skip = { K = { values = [\"?\"], why = \"why?\" } }\n";
        assert!(open(text).is_empty());
    }
}
