//! Sheets of an OpenDocument workbook, cell by cell.
//!
//! The library that reads the other types builds a full table of every sheet here, with all the
//! cells that a repeated row or column stands for, so this type is read by itself: a repetition of
//! nothing costs nothing, and one of something is bounded.

use super::fault::Fault;
use super::parts;
use super::value::{Found, day_cell, flag_cell, number_cell, text_cell};
use crate::record::format::DateSystem;
use crate::record::raw::Cell;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::VecDeque;
use std::io::{BufReader, Read};
use std::sync::Arc;

/// Columns of the widest sheet of any type.
pub(super) const COLUMNS: u32 = 16_384;
/// Rows of the longest sheet of any type.
pub(super) const ROWS: u32 = 1_048_576;
/// Cells with something in them that one element may stand for.
const REPEATED: u64 = 65_536;
/// Longest text of a cell, in bytes.
const TEXT: usize = 1 << 20;

const BROKEN: Fault = Fault::Damaged("its content is not as the format wants it");

/// A region of merged cells: first row and column, last row.
pub(super) type Region = ((u32, u32), u32);

/// Reads the cells of one sheet.
pub(super) struct OdsCells {
    xml: Reader<BufReader<Box<dyn Read + Send>>>,
    system: DateSystem,
    buffer: Vec<u8>,
    ready: VecDeque<Found>,
    /// Regions that begin at cells read so far.
    pub(super) merged: Vec<Region>,
    row: u32,
    at_end: bool,
}

/// Returns the names of the sheets, each with whether it is hidden; refuses an encrypted workbook.
pub(super) fn sheets(bytes: &Arc<[u8]>) -> Result<Vec<(String, bool)>, Fault> {
    let mut manifest = String::new();
    parts::part(bytes, "META-INF/manifest.xml")?
        .take(1 << 20)
        .read_to_string(&mut manifest)
        .map_err(|_| BROKEN)?;
    if manifest.contains("encryption-data") {
        return Err(Fault::Encrypted);
    }
    let mut xml = content(bytes)?;
    let (mut buffer, mut names) = (Vec::new(), Vec::new());
    let (mut style, mut hidden) = (None, Vec::new());
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(e) | Event::Empty(e)) => match e.name().as_ref() {
                "style:style" => style = attribute(&e, "style:name"),
                "style:table-properties" => {
                    let display = attribute(&e, "table:display");
                    let none = display.as_deref() == Some("false");
                    hidden.extend(style.take().filter(|_| none));
                }
                "table:table" => {
                    let style = attribute(&e, "table:style-name");
                    let is_hidden = style.is_some_and(|style| hidden.contains(&style));
                    names.extend(attribute(&e, "table:name").map(|name| (name, is_hidden)));
                }
                _ => {}
            },
            Ok(Event::Eof) => return Ok(names),
            Ok(_) => {}
            Err(_) => return Err(BROKEN),
        }
    }
}

fn content(bytes: &Arc<[u8]>) -> Result<Reader<BufReader<Box<dyn Read + Send>>>, Fault> {
    let part = parts::part(bytes, "content.xml")?;
    Ok(Reader::from_reader(BufReader::new(part)))
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    let version = quick_xml::XmlVersion::Implicit1_0;
    found.normalized_value(version).ok().map(|v| v.into_owned())
}

fn count(element: &BytesStart<'_>, name: &str) -> u32 {
    let found = attribute(element, name).and_then(|text| text.parse().ok());
    found.unwrap_or(1)
}

impl OdsCells {
    /// Opens the sheet called `name`.
    pub(super) fn open(bytes: &Arc<[u8]>, name: &str, system: DateSystem) -> Result<Self, Fault> {
        let mut this = Self {
            xml: content(bytes)?,
            system,
            buffer: Vec::new(),
            ready: VecDeque::new(),
            merged: Vec::new(),
            row: 0,
            at_end: false,
        };
        loop {
            this.buffer.clear();
            match this.xml.read_event_into(&mut this.buffer) {
                Ok(Event::Start(e)) if is(&e, "table:table", name) => return Ok(this),
                Ok(Event::Empty(e)) if is(&e, "table:table", name) => {
                    this.at_end = true;
                    return Ok(this);
                }
                Ok(Event::Eof) | Err(_) => return Err(BROKEN),
                Ok(_) => {}
            }
        }
    }

    /// Returns the next cell with something in it.
    pub(super) fn next(&mut self) -> Result<Option<Found>, Fault> {
        while self.ready.is_empty() && !self.at_end {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer) {
                Ok(Event::Start(e)) if e.name().as_ref() == "table:table-row" => {
                    let repeated = count(&e, "table:number-rows-repeated");
                    self.read_row(repeated)?;
                }
                Ok(Event::Empty(e)) if e.name().as_ref() == "table:table-row" => {
                    let repeated = count(&e, "table:number-rows-repeated");
                    self.row = self.row.saturating_add(repeated);
                }
                Ok(Event::End(e)) if e.name().as_ref() == "table:table" => self.at_end = true,
                Ok(Event::Eof) | Err(_) => return Err(BROKEN),
                Ok(_) => {}
            }
        }
        Ok(self.ready.pop_front())
    }

    fn read_row(&mut self, repeated: u32) -> Result<(), Fault> {
        let (mut column, mut cells) = (0_u32, Vec::new());
        loop {
            self.buffer.clear();
            let (element, closed) = match self.xml.read_event_into(&mut self.buffer) {
                Ok(Event::Start(e)) => (e.into_owned(), false),
                Ok(Event::Empty(e)) => (e.into_owned(), true),
                Ok(Event::End(e)) if e.name().as_ref() == "table:table-row" => break,
                Ok(Event::Eof) | Err(_) => return Err(BROKEN),
                Ok(_) => continue,
            };
            let covered = element.name().as_ref() == "table:covered-table-cell";
            if !covered && element.name().as_ref() != "table:table-cell" {
                continue;
            }
            let text = if closed {
                String::new()
            } else {
                self.text(&element)?
            };
            let times = count(&element, "table:number-columns-repeated");
            let rows = count(&element, "table:number-rows-spanned");
            let day = attribute(&element, "office:value-type").as_deref() == Some("date");
            let cell = cell(&element, text, self.system);
            if let Some(cell) = cell.filter(|_| column < COLUMNS) {
                let many = u64::from(times.min(COLUMNS)) + cells.len() as u64;
                if many * u64::from(repeated) > REPEATED {
                    return Err(Fault::TooLarge("cells in one element", many, REPEATED));
                }
                for at in column..column.saturating_add(times).min(COLUMNS) {
                    cells.push((at, cell.clone(), day));
                }
                if rows > 1 {
                    let last = self.row.saturating_add(rows - 1);
                    self.merged.push(((self.row, column), last));
                }
            }
            column = column.saturating_add(times);
        }
        if self.row >= ROWS {
            cells.clear();
        }
        if !cells.is_empty() {
            for row in self.row..self.row.saturating_add(repeated) {
                let found = |(column, cell, day): &(u32, Cell, bool)| Found {
                    row,
                    day: *day,
                    column: *column,
                    cell: cell.clone(),
                };
                self.ready.extend(cells.iter().map(found));
            }
        }
        self.row = self.row.saturating_add(repeated);
        Ok(())
    }

    /// Reads to the end of a cell, and returns the text that it shows.
    fn text(&mut self, cell: &BytesStart<'_>) -> Result<String, Fault> {
        let (mut text, mut first, mut remark) = (String::new(), true, 0_u32);
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer) {
                Ok(Event::End(e)) if e.name() == cell.name() => return Ok(text),
                Ok(Event::Start(e)) if e.name().as_ref() == "office:annotation" => remark += 1,
                Ok(Event::End(e)) if e.name().as_ref() == "office:annotation" => {
                    remark = remark.saturating_sub(1);
                }
                Ok(Event::Eof) | Err(_) => return Err(BROKEN),
                Ok(_) if remark > 0 => {}
                Ok(Event::Start(e) | Event::Empty(e)) => match e.name().as_ref() {
                    "text:p" if first => first = false,
                    "text:p" | "text:line-break" => text.push('\n'),
                    "text:tab" => text.push('\t'),
                    "text:s" => {
                        let blanks = count(&e, "text:c").min(1024);
                        text.extend((0..blanks).map(|_| ' '));
                    }
                    _ => {}
                },
                Ok(Event::Text(t)) => text.push_str(&t.xml10_content()),
                Ok(Event::CData(t)) => text.push_str(&t.xml10_content()),
                Ok(Event::GeneralRef(entity)) => text.push(sign(&entity)?),
                Ok(_) => {}
            }
            if text.len() > TEXT {
                let (found, most) = (text.len() as u64, TEXT as u64);
                return Err(Fault::TooLarge("bytes in one cell", found, most));
            }
        }
    }
}

fn is(element: &BytesStart<'_>, kind: &str, name: &str) -> bool {
    element.name().as_ref() == kind && attribute(element, "table:name").as_deref() == Some(name)
}

/// Returns the sign that an entity stands for.
fn sign(entity: &quick_xml::events::BytesRef<'_>) -> Result<char, Fault> {
    if let Ok(Some(sign)) = entity.resolve_char_ref() {
        return Ok(sign);
    }
    let name: &str = entity;
    match name {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "apos" => Ok('\''),
        "quot" => Ok('"'),
        _ => Err(BROKEN),
    }
}

fn cell(element: &BytesStart<'_>, text: String, system: DateSystem) -> Option<Cell> {
    if attribute(element, "calcext:value-type").as_deref() == Some("error") {
        return Some(Cell::Error(error(&text)));
    }
    let value = |name| attribute(element, name);
    match value("office:value-type")?.as_str() {
        "float" | "currency" | "percentage" => {
            let number = value("office:value")?.parse();
            Some(number.map_or(Cell::Unreadable, number_cell))
        }
        "date" => Some(day_cell(value("office:date-value")?, system)),
        "boolean" => Some(flag_cell(value("office:boolean-value")? == "true")),
        "string" => text_cell(value("office:string-value").unwrap_or(text)),
        _ => text_cell(text),
    }
}

/// Returns the name of an error, by what the cell shows.
fn error(text: &str) -> &'static str {
    let names = [
        "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!",
    ];
    let found = names.iter().find(|name| **name == text);
    found.copied().unwrap_or("#ERROR")
}
