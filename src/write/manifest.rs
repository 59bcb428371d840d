//! `notices/manifest.csv`: which letter is where, for the print and mail house.

use super::csv_text::CsvText;
use crate::record::portal::NoticeRow;
use std::io::{self, Write};

const HEADER: &[&str] = &[
    "notice_id",
    "customer_id",
    "kind",
    "language",
    "channel",
    "file",
    "account_numbers",
    "first_page",
    "last_page",
];

/// A letter, and the new numbers of the accounts that it is about.
#[derive(Clone, Debug)]
pub struct ManifestLine {
    /// The portal's row; `file` is relative to OUT.
    pub notice: NoticeRow,
    /// The portal's account numbers, in the letter's order.
    pub account_numbers: Vec<String>,
}

/// Writes the manifest in printing order: by file, then by first page. Account numbers are
/// joined by `;`.
pub fn write(lines: &[ManifestLine], out: impl Write) -> io::Result<()> {
    let mut ordered: Vec<&ManifestLine> = lines.iter().collect();
    ordered.sort_by(|a, b| {
        let key = |line: &ManifestLine| line.notice.first_page;
        (&a.notice.file, key(a), &a.notice.notice_id).cmp(&(
            &b.notice.file,
            key(b),
            &b.notice.notice_id,
        ))
    });
    let mut text = CsvText::new(out, HEADER)?;
    for ManifestLine {
        notice,
        account_numbers,
    } in ordered
    {
        text.row(&[
            notice.notice_id.as_str(),
            &notice.customer_id,
            &notice.kind,
            &notice.language,
            &notice.channel,
            &notice.file,
            &account_numbers.join(";"),
            &notice.first_page.to_string(),
            &notice.last_page.to_string(),
        ])?;
    }
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_in_printing_order_with_all_their_accounts() {
        let line = |id: &str, page: u32, accounts: &[&str]| ManifestLine {
            notice: NoticeRow {
                notice_id: id.into(),
                customer_id: "C-1".into(),
                kind: "new_account_number+re_register".into(),
                language: "es".into(),
                channel: "mail".into(),
                file: "notices/letters-0001.pdf".into(),
                first_page: page,
                last_page: page + 1,
            },
            account_numbers: accounts.iter().map(|&a| a.to_owned()).collect(),
        };
        let mut out = Vec::new();
        let lines = [
            line("N-a", 11, &["4083117265"]),
            line("N-b", 3, &["5120448817", "6010552380"]),
        ];
        write(&lines, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "notice_id,customer_id,kind,language,channel,file,account_numbers,first_page,last_page\n\
             N-b,C-1,new_account_number+re_register,es,mail,notices/letters-0001.pdf,5120448817;6010552380,3,4\n\
             N-a,C-1,new_account_number+re_register,es,mail,notices/letters-0001.pdf,4083117265,11,12\n"
        );
    }
}
