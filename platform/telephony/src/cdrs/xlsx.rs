//! Excel sheets, written row by row into a file: memory stays the same however many records there are.

use std::fs::File;
use std::io::{Seek as _, SeekFrom};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::columns::{Cell, Column};
use super::record::Cdr;
use super::wording::Wording;

/// The last row of a sheet, counted from 0.
const LAST_ROW: u32 = 1_048_575;

/// An export in the making.
pub struct Sheets {
    columns: Vec<Column>,
    wording: Wording,
    book: Workbook,
    row: u32,
}

/// The export could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The sheet.
    #[error("the sheet could not be written")]
    Sheet(#[from] XlsxError),
    /// The file.
    #[error("the file could not be written")]
    File(#[from] std::io::Error),
}

impl Sheets {
    /// An empty export of these columns.
    pub fn new(columns: Vec<Column>, wording: Wording) -> Self {
        Self { columns, wording, book: Workbook::new(), row: LAST_ROW + 1 }
    }

    /// Adds records; begins another sheet where one is full.
    ///
    /// # Errors
    /// When the temporary files cannot be written.
    pub fn append(&mut self, cdrs: &[Cdr]) -> Result<(), SheetError> {
        for cdr in cdrs {
            if self.row > LAST_ROW {
                self.begin_sheet()?;
            }
            let (row, columns, wording) = (self.row, &self.columns, &self.wording);
            let Some(sheet) = self.book.worksheets_mut().last_mut() else { continue };
            for (place, column) in (0_u16..).zip(columns) {
                write_cell(sheet, row, place, &wording.cell(*column, cdr))?;
            }
            self.row += 1;
        }
        Ok(())
    }

    fn begin_sheet(&mut self) -> Result<(), SheetError> {
        let number = self.book.worksheets().len() + 1;
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(self.wording.sheet(number))?;
        let bold = Format::new().set_bold();
        for (place, column) in (0_u16..).zip(&self.columns) {
            sheet.set_column_width(place, 22)?;
            sheet.write_string_with_format(0, place, self.wording.heading(*column), &bold)?;
        }
        self.row = 1;
        Ok(())
    }

    /// The finished file, at its beginning.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<File, SheetError> {
        if self.book.worksheets().is_empty() {
            self.begin_sheet()?;
        }
        let mut file = tempfile::tempfile()?;
        self.book.save_to_writer(&mut file)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }
}

/// Texts are written as texts: what begins with `=` stays a text and computes nothing.
fn write_cell(sheet: &mut Worksheet, row: u32, place: u16, cell: &Cell<'_>) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => sheet.write_string(row, place, text.as_ref()).map(drop),
        // Seconds and counts are far below 2^53.
        Cell::Number(number) => sheet.write_number(row, place, *number as f64).map(drop),
        // A date that sorts and filters as one; before 1900 Excel knows none.
        Cell::Time(text) => match ExcelDateTime::parse_from_str(&text.replace(' ', "T")) {
            Ok(moment) => {
                let format = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
                sheet.write_datetime_with_format(row, place, &moment, &format).map(drop)
            }
            Err(_) => sheet.write_string(row, place, text).map(drop),
        },
        Cell::Empty => Ok(()),
    }
}
