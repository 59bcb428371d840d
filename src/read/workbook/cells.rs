//! The cells of one sheet, one after the other, whatever the workbook's type.

use super::fault::Fault;
use super::ods::OdsCells;
use super::panics::quietly;
use super::parts::Bytes;
use super::value::{Found, is_day, of_kept, of_ref};
use crate::record::format::DateSystem;
use calamine::{Cell, Data, DataRef, Range, Xlsb, XlsbError, Xlsx, XlsxError};
use self_cell::{MutBorrow, self_cell};

/// Yields the cells of a sheet that have something in them.
type Stream<'a> = Box<dyn FnMut() -> Result<Option<Found>, Fault> + Send + 'a>;

self_cell!(
    /// A sheet of an .xlsx, streamed out of its workbook.
    pub(super) struct XlsxCells {
        owner: MutBorrow<Xlsx<Bytes>>,
        #[not_covariant]
        dependent: Stream,
    }
);

self_cell!(
    /// A sheet of an .xlsb, streamed out of its workbook.
    pub(super) struct XlsbCells {
        owner: MutBorrow<Xlsb<Bytes>>,
        #[not_covariant]
        dependent: Stream,
    }
);

/// The cells of a sheet.
pub(super) enum Cells {
    Xlsx(Box<XlsxCells>),
    Xlsb(Box<XlsbCells>),
    /// The sheet as a rectangle, the next row and column in it.
    Xls(Box<Range<Data>>, DateSystem, usize, usize),
    Ods(Box<OdsCells>),
}

const BROKEN: Fault = Fault::Damaged("a sheet is damaged");

impl Cells {
    /// Streams a sheet of an .xlsx.
    pub(super) fn xlsx(
        workbook: Xlsx<Bytes>,
        sheet: &str,
        system: DateSystem,
    ) -> Result<Self, Fault> {
        let open = || {
            XlsxCells::try_new(MutBorrow::new(workbook), |owner| {
                let mut reader = owner.borrow_mut().worksheet_cells_reader(sheet)?;
                let next = move || filled(|| reader.next_cell().map_err(|e| fault(&e)), system);
                Ok::<Stream<'_>, XlsxError>(Box::new(next))
            })
        };
        let cells = quietly(open).and_then(Result::ok).ok_or(BROKEN)?;
        Ok(Self::Xlsx(Box::new(cells)))
    }

    /// Streams a sheet of an .xlsb.
    pub(super) fn xlsb(
        workbook: Xlsb<Bytes>,
        sheet: &str,
        system: DateSystem,
    ) -> Result<Self, Fault> {
        let open = || {
            XlsbCells::try_new(MutBorrow::new(workbook), |owner| {
                let mut reader = owner.borrow_mut().worksheet_cells_reader(sheet)?;
                let next = move || filled(|| reader.next_cell().map_err(|_| BROKEN), system);
                Ok::<Stream<'_>, XlsbError>(Box::new(next))
            })
        };
        let cells = quietly(open).and_then(Result::ok).ok_or(BROKEN)?;
        Ok(Self::Xlsb(Box::new(cells)))
    }

    /// Returns the next cell with something in it.
    pub(super) fn next(&mut self) -> Result<Option<Found>, Fault> {
        match self {
            Self::Xlsx(cells) => {
                quietly(|| cells.with_dependent_mut(|_, next| next())).unwrap_or(Err(BROKEN))
            }
            Self::Xlsb(cells) => {
                quietly(|| cells.with_dependent_mut(|_, next| next())).unwrap_or(Err(BROKEN))
            }
            Self::Xls(range, system, row, column) => Ok(kept(range, row, column, *system)),
            Self::Ods(cells) => cells.next(),
        }
    }
}

/// The library knows the errors of older programs alone, and cannot read on behind another one.
fn fault(error: &XlsxError) -> Fault {
    if matches!(error, XlsxError::CellError(_)) {
        Fault::Damaged("a cell near this row holds an error of a newer kind, such as #SPILL!")
    } else {
        BROKEN
    }
}

/// Reads on until a cell has something in it.
fn filled<'a>(
    mut next: impl FnMut() -> Result<Option<Cell<DataRef<'a>>>, Fault>,
    system: DateSystem,
) -> Result<Option<Found>, Fault> {
    loop {
        let Some(cell) = next()? else {
            return Ok(None);
        };
        let (row, column) = cell.get_position();
        let value = cell.get_value();
        if let Some(cell) = of_ref(value.clone(), system) {
            let day = is_day(value);
            return Ok(Some(Found {
                row,
                column,
                cell,
                day,
            }));
        }
    }
}

/// Walks the rectangle on to a cell with something in it.
fn kept(
    range: &Range<Data>,
    row: &mut usize,
    column: &mut usize,
    system: DateSystem,
) -> Option<Found> {
    let (first_row, first_column) = range.start()?;
    while *row < range.height() {
        while *column < range.width() {
            let at = (*row, *column);
            *column += 1;
            let Some(data) = range.get(at) else { continue };
            if let Some(cell) = of_kept(data, system) {
                return Some(Found {
                    day: matches!(data, Data::DateTime(_) | Data::DateTimeIso(_)),
                    row: first_row + u32::try_from(at.0).ok()?,
                    column: first_column + u32::try_from(at.1).ok()?,
                    cell,
                });
            }
        }
        (*row, *column) = (*row + 1, 0);
    }
    None
}
