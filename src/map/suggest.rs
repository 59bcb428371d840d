//! "Did you mean": the nearest known word to one that is not known.

/// Returns the candidate nearest to `word`, where one is near enough to be a slip of the finger.
#[must_use]
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded = word.to_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Returns words as a person lists them: `` `a`, `b` or `c` ``.
#[must_use]
pub(super) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_and_another_word_is_not() {
        assert_eq!(nearest("BIL_DT", ["DUE_DT", "BILL_DT"]), Some("BILL_DT"));
        assert_eq!(nearest("bill_dt", ["DUE_DT", "BILL_DT"]), Some("BILL_DT"));
        assert_eq!(nearest("RATE", ["DUE_DT", "BILL_DT"]), None);
        assert_eq!(nearest("", ["DUE_DT"]), None);
    }

    #[test]
    fn lists_read_as_spoken() {
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
