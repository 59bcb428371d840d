//! Bytes to raw rows: one reader interface, one file a format.
//!
//! A reader knows columns by position and by what the mapping wants of them; it knows no business
//! word. Cells of dropped columns never leave it. A fault in a file's structure refuses the file.

mod characters;
mod crosswalk;
mod delimited;
#[cfg(test)]
mod delimited_properties;
#[cfg(test)]
mod delimited_tests;
mod digest;
mod encoding;
mod fixed;
mod guard;
pub mod keys;
mod letter_text;
mod own_form;
mod record_types;
mod records;
mod transcode;
pub mod unknown;
pub mod unpacked;
mod workbook;
mod writing;

use crate::diag::finding::Finding;
use crate::record::format::Format;
use crate::record::origin::Origin;
use crate::record::raw::{ColumnUse, RawRow};
use std::path::Path;

pub use crosswalk::crosswalk;
pub use digest::FileDigest;
pub use letter_text::letter_text;
pub use own_form::{Frame, Framed, Mask, Room};
pub use records::{each_record, records};
pub use workbook::{HeadRow, SheetLook, comments, looked_rows, looks, sheets, workbook_parts};

/// What a trailer says that an amount column of its rows sums to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailerSum {
    /// The line it stands on.
    pub line: u64,
    /// The sum as it is written; blank where the trailer has none.
    pub text: String,
}

/// Reads the rows of one file, in the file's order.
pub trait RowReader: Send {
    /// Returns the names of the columns as the file has them.
    fn header(&self) -> &[String];

    /// Says which columns are wanted; until then every cell is absent.
    fn select(&mut self, uses: Vec<ColumnUse>);

    /// Reads the next row into `row`; false at the end of the file.
    ///
    /// # Errors
    /// A finding that refuses the file: its structure cannot be trusted from here on.
    fn next(&mut self, row: &mut RawRow) -> Result<bool, Finding>;

    /// Returns the sum that the file's trailer states of its rows, once every row has been read;
    /// none where the mapping declares none.
    fn trailer_sum(&self) -> Option<&TrailerSum> {
        None
    }

    /// Returns the row read last as the file has it, but for the cells that `mask` replaces, with
    /// its line end. None where files of this format cannot be put together from rows.
    fn own_row(&self, mask: Mask<'_>) -> Option<Vec<u8>> {
        let _ = mask;
        None
    }

    /// Returns what stands around the rows of a file of this format with these rows in it.
    fn own_frame(&self, rows: &Framed) -> Frame {
        let _ = rows;
        Frame::default()
    }

    /// Returns what a column has room for, in a row that is written anew by `own_row`.
    fn room(&self, column: usize) -> Room {
        let _ = column;
        Room::Any
    }

    /// Returns the layout that lies beside the file and is needed to read it; none where the file
    /// stands alone.
    fn layout(&self) -> Option<&Path> {
        None
    }

    /// Returns how many bytes of the file have been read, for progress.
    fn bytes_read(&self) -> u64;

    /// Returns the digest of the whole file, once every row has been read.
    fn digest(&mut self) -> FileDigest;
}

/// Opens a file of the delivery. `name` is how findings call it.
///
/// # Errors
/// `read::missing_file` or `read::unreadable_file` where it cannot be opened, and every structural
/// fault that shows in its header.
pub fn open(path: &Path, name: &str, format: &Format) -> Result<Box<dyn RowReader>, Finding> {
    let file = std::fs::File::open(path).map_err(|error| cannot_open(name, &error))?;
    if file.metadata().is_ok_and(|meta| meta.is_dir()) {
        return Err(
            Finding::error("read::unreadable_file", "is a folder, expected a file")
                .at(Origin::file(name))
                .help("put the file itself in its place, or correct `file` in the mapping"),
        );
    }
    match format {
        Format::Delimited(format) => Ok(Box::new(delimited::Delimited::open(file, name, format)?)),
        Format::Fixed { copybook, coding } => Ok(Box::new(fixed::Fixed::open(
            file, path, name, copybook, *coding,
        )?)),
        Format::Workbook(format) => workbook::open(path, name, format),
    }
}

fn cannot_open(name: &str, error: &std::io::Error) -> Finding {
    let at = Origin::file(name);
    if error.kind() == std::io::ErrorKind::NotFound {
        Finding::error("read::missing_file", "is not in the delivery")
            .at(at)
            .help("the delivery is refused as a whole; ask for the file, or name the folder with `--exports DIR`")
    } else {
        Finding::error(
            "read::unreadable_file",
            format!("cannot be opened: {error}"),
        )
        .at(at)
        .help("see whether you may read it and whether its disk is well, then start again")
    }
}
