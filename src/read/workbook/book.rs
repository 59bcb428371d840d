//! One workbook of the delivery, held in memory: its bytes and digest, its sheets, and what of it
//! has been parsed. A run reads every sheet several times, so the last few workbooks are kept; one
//! that has changed on disk since is read anew. Nothing of it goes to disk.

use super::cells::Cells;
use super::fault::Fault;
use super::ods::{self, OdsCells, Region};
use super::panics::quietly;
use super::parts::{self, Bytes};
use super::{biff, remarks, xlsb_merged};
use crate::diag::finding::Finding;
use crate::read::FileDigest;
use crate::read::digest::DigestRead;
use crate::record::format::DateSystem;
use calamine::{Dimensions, Reader, SheetVisible, Xls, Xlsb, Xlsx};
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

/// Most bytes of a workbook as it is delivered.
const PACKED: u64 = 512 << 20;
/// Workbooks kept.
const KEPT: usize = 2;
/// Most merged regions of a sheet.
const REGIONS: usize = 1_000_000;

/// What kind of workbook the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
}

/// A workbook in memory.
pub(super) struct Book {
    bytes: Arc<[u8]>,
    digest: FileDigest,
    kind: Kind,
    sheets: Vec<String>,
    hidden: Vec<String>,
    /// None where days are written out.
    system: Option<DateSystem>,
    /// Parsed workbooks that nobody reads at the moment.
    xlsx: Mutex<Vec<Xlsx<Bytes>>>,
    xlsb: Mutex<Vec<Xlsb<Bytes>>>,
    xls: Mutex<Option<Xls<Bytes>>>,
    merged: Mutex<BTreeMap<String, Arc<Vec<Region>>>>,
}

/// A file as it stands on disk.
type Stamp = (PathBuf, u64, Option<Duration>);

static BOOKS: Mutex<Vec<(Stamp, Arc<Book>)>> = Mutex::new(Vec::new());

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Book {
    /// Returns the workbook at `path`; `name` is how findings call it.
    pub(super) fn open(path: &Path, name: &str) -> Result<Arc<Self>, Finding> {
        let mut file =
            std::fs::File::open(path).map_err(|error| crate::read::cannot_open(name, &error))?;
        let meta = file
            .metadata()
            .map_err(|error| crate::read::cannot_open(name, &error))?;
        let stamp = stamp(path, &meta);
        if let Some(book) = find(&stamp) {
            return Ok(book);
        }
        let refuse = |fault: Fault| fault.finding(name, None);
        if meta.len() > PACKED {
            return Err(refuse(Fault::TooLarge("bytes", meta.len(), PACKED)));
        }
        let mut bytes = Vec::new();
        Read::by_ref(&mut file)
            .take(PACKED + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| crate::read::cannot_open(name, &error))?;
        let book = Arc::new(Self::parse(bytes.into()).map_err(refuse)?);
        let mut books = lock(&BOOKS);
        books.retain(|(other, _)| other.0 != stamp.0);
        books.push((stamp, Arc::clone(&book)));
        let surplus = books.len().saturating_sub(KEPT);
        books.drain(..surplus);
        Ok(book)
    }

    /// Looks at the bytes, then parses them.
    fn parse(bytes: Arc<[u8]>) -> Result<Self, Fault> {
        let kind = kind(&bytes)?;
        let digest = DigestRead::new(Cursor::new(Arc::clone(&bytes))).finish();
        let mut book = Self {
            bytes,
            digest,
            kind,
            sheets: Vec::new(),
            hidden: Vec::new(),
            system: None,
            xlsx: Mutex::default(),
            xlsb: Mutex::default(),
            xls: Mutex::default(),
            merged: Mutex::default(),
        };
        let system = |is_1904| {
            Some(if is_1904 {
                DateSystem::From1904
            } else {
                DateSystem::From1900
            })
        };
        match kind {
            Kind::Xlsx => {
                let xlsx = book.take_xlsx()?;
                book.name_sheets(xlsx.sheets_metadata());
                book.system = system(xlsx.has_1904_epoch());
                book.give_xlsx(xlsx);
            }
            Kind::Xlsb => {
                let xlsb = book.take_xlsb()?;
                book.name_sheets(xlsb.sheets_metadata());
                book.system = system(xlsb.has_1904_epoch());
                lock(&book.xlsb).push(xlsb);
            }
            Kind::Xls => {
                let xls: Xls<Bytes> = book.library()?;
                book.name_sheets(xls.sheets_metadata());
                book.system = system(xls.has_1904_epoch());
                *lock(&book.xls) = Some(xls);
            }
            Kind::Ods => {
                let sheets = ods::sheets(&book.bytes)?;
                let hidden = sheets.iter().filter(|(_, hidden)| *hidden);
                book.hidden = hidden.map(|(name, _)| name.clone()).collect();
                book.sheets = sheets.into_iter().map(|(name, _)| name).collect();
            }
        }
        Ok(book)
    }

    fn name_sheets(&mut self, sheets: &[calamine::Sheet]) {
        let hidden = sheets.iter().filter(|s| s.visible != SheetVisible::Visible);
        self.hidden = hidden.map(|sheet| sheet.name.clone()).collect();
        self.sheets = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    }

    /// Parses the workbook with the library. What it says of a fault may quote a cell.
    fn library<T: Reader<Bytes>>(&self) -> Result<T, Fault> {
        let read = || T::new(Cursor::new(Arc::clone(&self.bytes)));
        let parsed = quietly(read).and_then(Result::ok);
        parsed.ok_or(Fault::Damaged("the library that reads workbooks gives up"))
    }

    fn take_xlsx(&self) -> Result<Xlsx<Bytes>, Fault> {
        let idle = lock(&self.xlsx).pop();
        idle.map_or_else(|| self.library(), Ok)
    }

    fn give_xlsx(&self, xlsx: Xlsx<Bytes>) {
        lock(&self.xlsx).push(xlsx);
    }

    fn take_xlsb(&self) -> Result<Xlsb<Bytes>, Fault> {
        let idle = lock(&self.xlsb).pop();
        idle.map_or_else(|| self.library(), Ok)
    }

    /// Takes back what was parsed, for the next reader.
    pub(super) fn give_back(&self, cells: Cells) {
        match cells {
            Cells::Xlsx(cells) => self.give_xlsx(cells.into_owner().into_inner()),
            Cells::Xlsb(cells) => lock(&self.xlsb).push(cells.into_owner().into_inner()),
            Cells::Xls(..) | Cells::Ods(_) => {}
        }
    }

    /// Returns the names of the sheets, hidden ones too.
    pub(super) fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// Returns true where people do not see the sheet.
    pub(super) fn is_hidden(&self, sheet: &str) -> bool {
        self.hidden.iter().any(|hidden| hidden == sheet)
    }

    /// Returns the rows and columns that a sheet declares; none where it declares nothing.
    pub(super) fn declared(&self, sheet: &str) -> Option<(u64, u64)> {
        let found = match self.kind {
            Kind::Xlsx => {
                let mut xlsx = self.take_xlsx().ok()?;
                let open = || Some(xlsx.worksheet_cells_reader(sheet).ok()?.dimensions());
                let found = quietly(open)??;
                self.give_xlsx(xlsx);
                found
            }
            Kind::Xlsb => {
                let mut xlsb = self.take_xlsb().ok()?;
                let open = || Some(xlsb.worksheet_cells_reader(sheet).ok()?.dimensions());
                let found = quietly(open)??;
                lock(&self.xlsb).push(xlsb);
                found
            }
            Kind::Xls | Kind::Ods => return None,
        };
        let rows = u64::from(found.end.0.checked_sub(found.start.0)?) + 1;
        let columns = u64::from(found.end.1.checked_sub(found.start.1)?) + 1;
        // Some programs leave it out, or write one cell for whatever there is.
        (rows * columns > 1).then_some((rows, columns))
    }

    /// Returns how many comments a sheet has; none where they are not looked for.
    pub(super) fn comments(&self, sheet: &str) -> Option<u64> {
        match self.kind {
            Kind::Xlsx => remarks::count(&self.bytes, sheet),
            Kind::Xlsb | Kind::Xls | Kind::Ods => None,
        }
    }

    /// Returns what the comments on a sheet say; nothing where they are not looked for.
    pub(super) fn comment_texts(&self, sheet: &str) -> Vec<String> {
        let texts = match self.kind {
            Kind::Xlsx => remarks::texts(&self.bytes, sheet),
            Kind::Xlsb | Kind::Xls | Kind::Ods => None,
        };
        texts.unwrap_or_default()
    }

    /// Returns the system that the workbook itself states; none where days are written out.
    pub(super) fn own_system(&self) -> Option<DateSystem> {
        self.system
    }

    /// Returns the digest of the workbook's bytes.
    pub(super) fn digest(&self) -> &FileDigest {
        &self.digest
    }

    /// Returns the system by which the days of the sheets are counted.
    pub(super) fn system(&self, declared: Option<DateSystem>) -> Result<DateSystem, Fault> {
        match (self.system, declared) {
            (Some(own), Some(declared)) if own != declared => {
                Err(Fault::DateSystem(own.name(), declared.name()))
            }
            (Some(system), _) | (None, Some(system)) => Ok(system),
            (None, None) => Ok(DateSystem::From1900),
        }
    }

    /// Opens a sheet: its cells, and its merged regions where they are known before.
    pub(super) fn cells(
        &self,
        sheet: &str,
        system: DateSystem,
    ) -> Result<(Cells, Arc<Vec<Region>>), Fault> {
        if !self.sheets.iter().any(|name| name == sheet) {
            return Err(Fault::NoSheet(self.sheets.clone()));
        }
        let merged = self.merged(sheet)?;
        let cells = match self.kind {
            Kind::Xlsx => Cells::xlsx(self.take_xlsx()?, sheet, system)?,
            Kind::Xlsb => Cells::xlsb(self.take_xlsb()?, sheet, system)?,
            Kind::Xls => {
                let range = lock(&self.xls)
                    .as_mut()
                    .map(|xls| xls.worksheet_range(sheet));
                let damaged = Fault::Damaged("a sheet is damaged");
                let range = range.and_then(Result::ok).ok_or(damaged)?;
                Cells::Xls(Box::new(range), system, 0, 0)
            }
            Kind::Ods => Cells::Ods(Box::new(OdsCells::open(&self.bytes, sheet, system)?)),
        };
        Ok((cells, merged))
    }

    /// Returns the merged regions of a sheet that reach over several rows.
    fn merged(&self, sheet: &str) -> Result<Arc<Vec<Region>>, Fault> {
        if let Some(known) = lock(&self.merged).get(sheet) {
            return Ok(Arc::clone(known));
        }
        let damaged = Fault::Damaged("its merged cells are not as the format wants them");
        let found: Vec<Dimensions> = match self.kind {
            Kind::Xlsx => {
                let mut xlsx = self.take_xlsx()?;
                let found = quietly(|| xlsx.merge_cells_by_sheet_name(sheet));
                let found = found.and_then(Result::ok).ok_or(damaged)?;
                self.give_xlsx(xlsx);
                found
            }
            Kind::Xls => {
                let xls = lock(&self.xls);
                let found = xls.as_ref().map(|xls| xls.merge_cells_by_sheet_name(sheet));
                found.and_then(Result::ok).ok_or(damaged)?
            }
            // An .xlsb keeps them where the library does not look, an .ods tells them with the cell.
            Kind::Xlsb | Kind::Ods => Vec::new(),
        };
        if found.len() > REGIONS {
            let (found, most) = (found.len() as u64, REGIONS as u64);
            return Err(Fault::TooLarge("merged regions", found, most));
        }
        let tall = found.iter().filter(|region| region.end.0 > region.start.0);
        let mut merged: Vec<Region> = tall.map(|region| (region.start, region.end.0)).collect();
        if self.kind == Kind::Xlsb {
            merged = xlsb_merged::regions(&self.bytes, sheet)?;
        }
        let merged = Arc::new(merged);
        lock(&self.merged).insert(sheet.to_owned(), Arc::clone(&merged));
        Ok(merged)
    }
}

fn stamp(path: &Path, meta: &Metadata) -> Stamp {
    let changed = meta
        .modified()
        .ok()
        .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    (path.to_owned(), meta.len(), changed)
}

fn find(stamp: &Stamp) -> Option<Arc<Book>> {
    let books = lock(&BOOKS);
    let found = books.iter().find(|(other, _)| other == stamp);
    found.map(|(_, book)| Arc::clone(book))
}

/// Returns what the bytes are, after they have been looked at.
fn kind(bytes: &Arc<[u8]>) -> Result<Kind, Fault> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        quietly(|| biff::check(bytes)).unwrap_or(Err(Fault::NoWorkbook))?;
        return Ok(Kind::Xls);
    }
    if !bytes.starts_with(b"PK") {
        return Err(Fault::NoWorkbook);
    }
    quietly(|| parts::check(bytes)).unwrap_or(Err(Fault::NoWorkbook))?;
    let archive = parts::archive(bytes)?;
    let mut names = archive.file_names().flatten();
    let names: Vec<String> = names
        .by_ref()
        .map(|name| name.to_ascii_lowercase())
        .collect();
    let has = |name: &str| names.iter().any(|part| part == name);
    if has("content.xml") {
        Ok(Kind::Ods)
    } else if has("xl/workbook.bin") {
        Ok(Kind::Xlsb)
    } else if has("[content_types].xml") {
        Ok(Kind::Xlsx)
    } else {
        Err(Fault::NoWorkbook)
    }
}
