//! The comments on a sheet of an .xlsx: how many, and what they say.

use super::parts;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::BufReader;
use std::sync::Arc;

/// Returns how many comments the sheet called `sheet` has; none where they cannot be found.
pub(super) fn count(bytes: &Arc<[u8]>, sheet: &str) -> Option<u64> {
    let mut comments = 0;
    for part in parts_of(bytes, sheet)? {
        elements(bytes, &part, |e| {
            comments += u64::from(is_comment(e));
        })?;
    }
    Some(comments)
}

/// Returns what each comment on the sheet called `sheet` says; none where they cannot be found.
pub(super) fn texts(bytes: &Arc<[u8]>, sheet: &str) -> Option<Vec<String>> {
    let mut texts: Vec<String> = Vec::new();
    for part in parts_of(bytes, sheet)? {
        each(bytes, &part, |event| {
            if let Event::Start(e) = event {
                if is_comment(&e) {
                    texts.push(String::new());
                }
            } else if let Event::Text(text) = event {
                say(&mut texts, &text.xml10_content());
            } else if let Event::CData(text) = event {
                say(&mut texts, &text.xml10_content());
            } else if let Event::GeneralRef(entity) = event {
                // Named ones are signs that no number has.
                let sign = entity.resolve_char_ref().ok().flatten().unwrap_or('&');
                say(&mut texts, sign.encode_utf8(&mut [0; 4]));
            }
        })?;
    }
    Some(texts)
}

fn say(texts: &mut [String], more: &str) {
    if let Some(text) = texts.last_mut() {
        text.push_str(more);
    }
}

/// Returns true for a comment. What is said in a thread stands in the comment's text too.
fn is_comment(element: &BytesStart<'_>) -> bool {
    local(element) == "comment"
}

/// Returns the parts that hold the comments on a sheet.
fn parts_of(bytes: &Arc<[u8]>, sheet: &str) -> Option<Vec<String>> {
    let mut id = None;
    elements(bytes, "xl/workbook.xml", |e| {
        if local(e) == "sheet" && value(e, "name").as_deref() == Some(sheet) {
            id = value(e, "r:id").or_else(|| value(e, "relationships:id"));
        }
    })?;
    let id = id?;
    let mut path = None;
    elements(bytes, "xl/_rels/workbook.xml.rels", |e| {
        if value(e, "Id").as_deref() == Some(&id) {
            path = value(e, "Target").map(|target| resolved("xl", &target));
        }
    })?;
    let path = path?;
    let (folder, file) = path.rsplit_once('/')?;
    let mut targets = Vec::new();
    // A sheet that refers to nothing has no such part.
    let _ = elements(bytes, &format!("{folder}/_rels/{file}.rels"), |e| {
        if value(e, "Type").is_some_and(|kind| kind.ends_with("/comments")) {
            targets.extend(value(e, "Target").map(|target| resolved(folder, &target)));
        }
    });
    Some(targets)
}

/// Hands on every element of a part; none where it cannot be read.
fn elements(bytes: &Arc<[u8]>, part: &str, mut take: impl FnMut(&BytesStart<'_>)) -> Option<()> {
    each(bytes, part, |event| {
        if let Event::Start(e) | Event::Empty(e) = event {
            take(&e);
        }
    })
}

/// Hands on everything in a part; none where it cannot be read.
fn each(bytes: &Arc<[u8]>, part: &str, mut take: impl FnMut(Event<'_>)) -> Option<()> {
    let part = parts::part(bytes, part).ok()?;
    let mut xml = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return Some(()),
            Ok(event) => take(event),
            Err(_) => return None,
        }
    }
}

fn local(element: &BytesStart<'_>) -> String {
    element.local_name().as_ref().to_owned()
}

fn value(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    let version = quick_xml::XmlVersion::Implicit1_0;
    found.normalized_value(version).ok().map(|v| v.into_owned())
}

/// Returns the path of a part that another one in `folder` refers to.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').collect();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_from_where_they_are_named() {
        for (folder, target, path) in [
            ("xl/worksheets", "../comments1.xml", "xl/comments1.xml"),
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            (
                "xl",
                "/xl/worksheets/sheet1.xml",
                "xl/worksheets/sheet1.xml",
            ),
        ] {
            assert_eq!(resolved(folder, target), path);
        }
    }
}
