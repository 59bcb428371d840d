//! A file of an invented delivery, written piece by piece: as it is, or as a workbook.
//!
//! In: bytes that are already in the form of the file. Out: the same bytes for the same pieces: no
//! time of making, no name of a maker. Nothing is kept in memory but a piece.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A file that is being written.
pub enum ExportFile {
    /// As it is.
    Plain(File),
    /// The sheet of a workbook.
    Book(Box<ZipWriter<File>>),
}

const PREFIX: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
    <Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\
    <Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>\
    </Types>";
const PACKAGE: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>\
    </Relationships>";
const BOOK: &str = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
    <sheets><sheet name=\"{sheet}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
const PARTS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
    <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
    </Relationships>";
/// Style 0 is plain, style 1 a day.
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
    <fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>\
    <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>\
    </styleSheet>";

impl ExportFile {
    /// Makes a file; with the name of a sheet it is a workbook.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn create(path: &Path, sheet: Option<&str>) -> io::Result<Self> {
        let file = File::create(path)?;
        let Some(sheet) = sheet else {
            return Ok(Self::Plain(file));
        };
        // A fixed time: the same rows make the same bytes.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1))
            .last_modified_time(DateTime::default());
        let mut book = ZipWriter::new(file);
        for (name, text) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", PACKAGE),
            ("xl/workbook.xml", &BOOK.replace("{sheet}", sheet)),
            ("xl/_rels/workbook.xml.rels", PARTS),
            ("xl/styles.xml", STYLES),
        ] {
            book.start_file(name, options)?;
            book.write_all(PREFIX.as_bytes())?;
            book.write_all(text.as_bytes())?;
        }
        // No sheet comes near four gigabytes, and not every program reads archives made for more.
        book.start_file("xl/worksheets/sheet1.xml", options)?;
        Ok(Self::Book(Box::new(book)))
    }

    /// Adds a piece.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.write_all(bytes),
            Self::Book(book) => book.write_all(bytes),
        }
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.sync_all(),
            Self::Book(book) => book.finish()?.sync_all(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_same_pieces_make_the_same_bytes_in_both_forms() {
        let folder = tempfile::tempdir().unwrap();
        for sheet in [None, Some("BILL")] {
            let made = |name: &str| {
                let path = folder.path().join(name);
                let mut file = ExportFile::create(&path, sheet).unwrap();
                file.add(b"<worksheet>").unwrap();
                file.add(b"</worksheet>").unwrap();
                file.finish().unwrap();
                fs::read(path).unwrap()
            };
            let one = made("one");
            assert!(!one.is_empty() && one == made("two"));
        }
    }
}
