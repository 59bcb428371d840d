//! A file of a delivery, written anew: packed where its name says so, as it is read.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// A file that is being written.
pub enum OwnFile {
    /// As it is.
    Plain(BufWriter<File>),
    /// Through gzip.
    Packed(Box<GzEncoder<BufWriter<File>>>),
}

/// Makes the file; one whose name ends in `.gz` is packed.
///
/// # Errors
/// Where it cannot be made.
pub fn create(path: &Path) -> io::Result<OwnFile> {
    let file = BufWriter::new(File::create(path)?);
    let packed = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("gz"));
    Ok(if packed {
        OwnFile::Packed(Box::new(GzEncoder::new(file, Compression::fast())))
    } else {
        OwnFile::Plain(file)
    })
}

impl OwnFile {
    /// Writes what is left.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Plain(mut file) => file.flush(),
            Self::Packed(file) => file.finish()?.flush(),
        }
    }
}

impl Write for OwnFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Packed(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Packed(file) => file.flush(),
        }
    }
}
