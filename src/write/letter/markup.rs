//! The few marks that letter texts use, read into blocks. In: a rendered text. Out: headings,
//! paragraphs, bullets and tables. It knows nothing of fonts or pages.
//!
//! `# heading`, `- bullet`, `| cell | cell |` with a second row of `---` (`---:` sets a column to
//! the right), a blank line between paragraphs, `**bold**`. A backslash takes a mark's meaning
//! away; [`escape`] puts it before every mark in a customer's own words.

use std::ops::Range;

/// Text with the byte ranges that are bold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Rich {
    /// The text, without marks.
    pub(super) text: String,
    /// Bold ranges, in order, apart from each other.
    pub(super) bold: Vec<Range<usize>>,
}

impl Rich {
    /// Returns text without any mark.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            bold: Vec::new(),
        }
    }
}

/// One block of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Heading of a section.
    Heading(Rich),
    /// A paragraph.
    Paragraph(Rich),
    /// One item of a list.
    Bullet(Rich),
    /// A table.
    Table(Table),
}

/// A table: every row has as many cells as the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// The column headings.
    pub(super) head: Vec<Rich>,
    /// True for a column that is set to the right.
    pub(super) right: Vec<bool>,
    /// The rows.
    pub(super) rows: Vec<Vec<Rich>>,
}

/// Returns `value` with a backslash before every mark and line breaks as spaces.
pub(super) fn escape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        if matches!(c, '\\' | '*' | '|' | '#' | '-') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// Reads a rendered text into blocks.
pub(super) fn blocks(text: &str) -> Result<Vec<Block>, String> {
    let mut out = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut table: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        let line = line.trim();
        if !line.starts_with('|') && !table.is_empty() {
            out.push(Block::Table(read_table(&std::mem::take(&mut table))?));
        }
        let starts = ["# ", "- ", "|"].iter().any(|mark| line.starts_with(mark));
        if (line.is_empty() || starts) && !open.is_empty() {
            out.push(prose(&std::mem::take(&mut open).join(" "))?);
        }
        if line.starts_with('|') {
            table.push(line);
        } else if line.starts_with("# ") {
            out.push(prose(line)?);
        } else if !line.is_empty() {
            open.push(line);
        }
    }
    Ok(out)
}

/// Reads one heading, bullet or paragraph.
fn prose(text: &str) -> Result<Block, String> {
    Ok(if let Some(rest) = text.strip_prefix("# ") {
        Block::Heading(rich(rest)?)
    } else if let Some(rest) = text.strip_prefix("- ") {
        Block::Bullet(rich(rest)?)
    } else {
        Block::Paragraph(rich(text)?)
    })
}

fn read_table(lines: &[&str]) -> Result<Table, String> {
    let [head, rule, rows @ ..] = lines else {
        return Err("a table needs a head, a row of dashes, and rows".to_owned());
    };
    let head = cells(head)?;
    let rule = cells(rule)?;
    if rule.iter().any(|cell| !cell.text.starts_with("---")) || rule.len() != head.len() {
        return Err("the second row of a table needs `---` in each column".to_owned());
    }
    let rows = rows
        .iter()
        .map(|row| cells(row))
        .collect::<Result<Vec<_>, _>>()?;
    if rows.iter().any(|row| row.len() != head.len()) {
        return Err(format!("a table row has not {} cells", head.len()));
    }
    Ok(Table {
        right: rule.iter().map(|cell| cell.text.ends_with(':')).collect(),
        head,
        rows,
    })
}

/// Splits a row at the bars that no backslash precedes.
fn cells(row: &str) -> Result<Vec<Rich>, String> {
    let mut out = Vec::new();
    let mut cell = String::new();
    let mut escaped = false;
    for c in row.chars().skip(1) {
        if c == '|' && !escaped {
            out.push(rich(cell.trim())?);
            cell.clear();
        } else {
            cell.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    if cell.trim().is_empty() {
        Ok(out)
    } else {
        Err("a table row needs a bar at its end".to_owned())
    }
}

/// Reads bold marks and backslashes; runs of blanks become one.
fn rich(text: &str) -> Result<Rich, String> {
    let mut out = Rich::default();
    let mut bold_from = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.text.extend(chars.next()),
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
                match bold_from.take() {
                    Some(from) => out.bold.push(from..out.text.len()),
                    None => bold_from = Some(out.text.len()),
                }
            }
            ' ' if out.text.is_empty() || out.text.ends_with(' ') => {}
            _ => out.text.push(c),
        }
    }
    if bold_from.is_some() {
        return Err("a `**` is never closed".to_owned());
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Rich {
        Rich::plain(text)
    }

    #[test]
    fn marks_make_blocks() {
        let text = "# Head\nOne\ntwo.\n\n- first\n- second\n  goes on\n\n| A | B |\n| --- | ---: |\n| x | **y** |\nEnd";
        let bold = Rich {
            text: "y".to_owned(),
            bold: std::iter::once(0..1).collect(),
        };
        assert_eq!(
            blocks(text).unwrap(),
            [
                Block::Heading(plain("Head")),
                Block::Paragraph(plain("One two.")),
                Block::Bullet(plain("first")),
                Block::Bullet(plain("second goes on")),
                Block::Table(Table {
                    head: vec![plain("A"), plain("B")],
                    right: vec![false, true],
                    rows: vec![vec![plain("x"), bold]],
                }),
                Block::Paragraph(plain("End")),
            ]
        );
    }

    #[test]
    fn a_customers_own_words_are_never_marks() {
        let name = "# A|B **C** \\ - D\nE";
        for (text, wanted) in [
            (escape(name), "# A|B **C** \\ - D E".to_owned()),
            (
                format!("before {}", escape(name)),
                format!("before {}", "# A|B **C** \\ - D E"),
            ),
        ] {
            assert_eq!(blocks(&text).unwrap(), [Block::Paragraph(plain(&wanted))]);
        }
        let row = format!("| A |\n| --- |\n| {} |", escape(name));
        let Some(Block::Table(table)) = blocks(&row).unwrap().into_iter().next() else {
            panic!("a table was expected");
        };
        assert_eq!(table.rows, [[plain("# A|B **C** \\ - D E")]]);
    }

    #[test]
    fn broken_marks_are_refused() {
        for text in [
            "**never closed",
            "| A |",
            "| A |\n| x |",
            "| A | B |\n| --- |",
            "| A |\n| --- |\n| x | y |",
            "| A |\n| --- |\n| x",
        ] {
            assert!(blocks(text).is_err(), "{text}");
        }
    }
}
