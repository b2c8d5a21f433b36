//! A file of rows, Excel or text, read within bounds: bytes, unpacked bytes, rows, columns, characters of a cell.

use std::io::{Cursor, Read};
use std::panic::AssertUnwindSafe;

use calamine::{DataRef, Reader as _, Xlsx};

use super::text;

/// The biggest file.
pub const FILE_BYTES: usize = 8 * 1024 * 1024;
/// The most that a packed file may hold: a small one can unpack to any size.
const UNPACKED_BYTES: u64 = 64 * 1024 * 1024;
/// The most parts of a packed file.
const PARTS: usize = 1_000;
/// The most rows below the headings.
pub const MOST_ROWS: usize = 10_000;
/// The most columns.
pub const MOST_COLUMNS: usize = 64;
/// The longest cell, in characters.
const CELL_CHARS: usize = 1_000;

/// What is wrong with a file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetFault {
    /// Larger than [`FILE_BYTES`].
    #[error("a file has at most 8 MB")]
    TooBig,
    /// It unpacks to more than is read.
    #[error("the file unpacks to more than 64 MB; keep the rows alone and save it anew")]
    Unpacked,
    /// More than [`MOST_ROWS`].
    #[error("a file has at most {MOST_ROWS} rows; split it")]
    TooManyRows,
    /// More than [`MOST_COLUMNS`].
    #[error("a file has at most {MOST_COLUMNS} columns")]
    TooManyColumns,
    /// A cell of more than a thousand characters.
    #[error("row {0}: a cell has more than {CELL_CHARS} characters")]
    LongCell(u32),
    /// No heading, or nothing below it.
    #[error("the first row names the columns, and at least one row follows")]
    Empty,
    /// The format before 2007.
    #[error("this is a file of Excel before 2007; save it as .xlsx or as CSV")]
    OldExcel,
    /// Not a workbook, damaged, or protected by a password.
    #[error("the file cannot be read: save it again as .xlsx without password, or as CSV")]
    Unreadable,
}

/// One row below the headings that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet shows it: the headings are row 1.
    pub number: u32,
    /// Its cells, as many as there are headings.
    pub cells: Vec<String>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The first row.
    pub headings: Vec<String>,
    /// The others.
    pub rows: Vec<Row>,
}

/// Reads Excel (`.xlsx`) or text separated by semicolons, commas or tabs.
///
/// # Errors
/// [`SheetFault`].
pub fn read(bytes: &[u8]) -> Result<Sheet, SheetFault> {
    if bytes.len() > FILE_BYTES {
        return Err(SheetFault::TooBig);
    }
    let mut gathered = Gathered::default();
    match bytes {
        [b'P', b'K', 3, 4, ..] => {
            // A reader of foreign files that stumbles over a hostile one must not take more with it than the file.
            let read = std::panic::catch_unwind(AssertUnwindSafe(|| read_excel(bytes, &mut gathered)));
            read.unwrap_or(Err(SheetFault::Unreadable))?;
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(SheetFault::OldExcel),
        _ => text::read(bytes, |row, column, cell| gathered.add(row, column, cell))?,
    }
    gathered.finish()
}

/// Cells on their way into rows; they come row by row.
#[derive(Default)]
struct Gathered {
    headings: Vec<String>,
    rows: Vec<Row>,
}

impl Gathered {
    /// Takes a cell; rows and columns count from 0.
    fn add(&mut self, row: u32, column: usize, cell: &str) -> Result<(), SheetFault> {
        let cell = cell.trim();
        if cell.is_empty() {
            return Ok(());
        }
        let number = row.saturating_add(1);
        if column >= MOST_COLUMNS {
            return Err(SheetFault::TooManyColumns);
        }
        if cell.chars().count() > CELL_CHARS {
            return Err(SheetFault::LongCell(number));
        }
        if row == 0 {
            place(&mut self.headings, column, cell);
            return Ok(());
        }
        if self.rows.last().is_none_or(|last| last.number != number) {
            if self.rows.len() == MOST_ROWS {
                return Err(SheetFault::TooManyRows);
            }
            self.rows.push(Row { number, cells: Vec::new() });
        }
        // A file may give its cells in any order; what does not go on is another row of the same number.
        if let Some(last) = self.rows.last_mut() {
            place(&mut last.cells, column, cell);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Sheet, SheetFault> {
        if self.headings.is_empty() || self.rows.is_empty() {
            return Err(SheetFault::Empty);
        }
        let width = self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0).max(self.headings.len());
        self.headings.resize(width, String::new());
        for row in &mut self.rows {
            row.cells.resize(width, String::new());
        }
        Ok(Sheet { headings: self.headings, rows: self.rows })
    }
}

fn place(cells: &mut Vec<String>, column: usize, cell: &str) {
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    cell.clone_into(&mut cells[column]);
}

/// The first sheet. Cells are taken one by one: a sheet that claims a million columns is not laid out in memory.
fn read_excel(bytes: &[u8], gathered: &mut Gathered) -> Result<(), SheetFault> {
    fits_unpacked(bytes)?;
    let unreadable = |_| SheetFault::Unreadable;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let first = book.sheet_names().into_iter().next().ok_or(SheetFault::Empty)?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(unreadable)?;
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        gathered.add(row, usize::try_from(column).unwrap_or(usize::MAX), &shown(cell.get_value()))?;
    }
    Ok(())
}

/// Unpacks everything once and counts: what a file says of its own size is not believed.
fn fits_unpacked(bytes: &[u8]) -> Result<(), SheetFault> {
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetFault::Unreadable)?;
    if packed.len() > PARTS {
        return Err(SheetFault::Unreadable);
    }
    let mut left = UNPACKED_BYTES;
    for part in 0..packed.len() {
        let part = packed.by_index(part).map_err(|_| SheetFault::Unreadable)?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        let read = read.map_err(|_| SheetFault::Unreadable)?;
        left = left.checked_sub(read).ok_or(SheetFault::Unpacked)?;
    }
    Ok(())
}

/// A cell as a person reads it; an extension's number is no fraction.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::Workbook;

    fn excel(fill: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
        let mut book = Workbook::new();
        fill(book.add_worksheet());
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn a_workbook_is_read_with_its_numbers_as_typed() {
        let bytes = excel(|sheet| {
            sheet.write(0, 0, "User name").unwrap();
            sheet.write(0, 1, "Extension").unwrap();
            sheet.write(2, 0, " ana ").unwrap();
            sheet.write(2, 1, 1001).unwrap();
        });
        let sheet = read(&bytes).unwrap();
        assert_eq!(sheet.headings, ["User name", "Extension"]);
        assert_eq!(sheet.rows, [Row { number: 3, cells: vec!["ana".into(), "1001".into()] }]);
    }

    #[test]
    fn rows_columns_and_cells_are_bounded() {
        let rows = u32::try_from(MOST_ROWS).unwrap();
        let many = |last: u32| {
            let lines: String = (0..last).map(|n| format!("u{n}\n")).collect();
            read(format!("user name\n{lines}").as_bytes())
        };
        assert_eq!(many(rows).unwrap().rows.len(), MOST_ROWS);
        assert_eq!(many(rows + 1), Err(SheetFault::TooManyRows));
        let wide = excel(|sheet| {
            sheet.write(0, 16_383, "far").unwrap();
        });
        assert_eq!(read(&wide), Err(SheetFault::TooManyColumns));
        let long = format!("user name\n{}", "x".repeat(CELL_CHARS + 1));
        assert_eq!(read(long.as_bytes()), Err(SheetFault::LongCell(2)));
        assert_eq!(read(&vec![b'x'; FILE_BYTES + 1]), Err(SheetFault::TooBig));
    }

    #[test]
    fn a_small_file_that_unpacks_to_much_is_refused() {
        let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        packed.start_file("xl/worksheets/sheet1.xml", options).unwrap();
        let zeros = vec![b' '; 1024 * 1024];
        for _ in 0..65 {
            std::io::Write::write_all(&mut packed, &zeros).unwrap();
        }
        let bytes = packed.finish().unwrap().into_inner();
        assert!(bytes.len() < 1024 * 1024, "{}", bytes.len());
        assert_eq!(read(&bytes), Err(SheetFault::Unpacked));
    }

    /// A packed file with this as the sheet of a sound workbook.
    fn with_sheet(xml: &[u8]) -> Vec<u8> {
        let sound = excel(|sheet| {
            sheet.write(0, 0, "user name").unwrap();
        });
        let mut parts = zip::ZipArchive::new(Cursor::new(sound)).unwrap();
        let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..parts.len() {
            let mut part = parts.by_index(number).unwrap();
            let (name, mut bytes) = (part.name().unwrap().into_owned(), Vec::new());
            part.read_to_end(&mut bytes).unwrap();
            let bytes = if name.ends_with("sheet1.xml") { xml } else { &bytes };
            packed.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut packed, bytes).unwrap();
        }
        packed.finish().unwrap().into_inner()
    }

    #[test]
    fn hostile_sheets_are_refused_or_read_and_never_laid_out_whole() {
        let sheet = |rows: &str| format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        let cell = |place: &str, kind: &str, value: &str| {
            sheet(&format!("<row r=\"1\"><c r=\"{place}\" t=\"{kind}\"><v>{value}</v></c></row>"))
        };
        for xml in [
            cell("XFD1048576", "str", "far"),
            cell("ZZZZZZZZZ99999999999999", "str", "beyond"),
            cell("A1", "s", "4294967295"),
            cell("A1", "n", "1e999999"),
            cell("", "str", "nowhere"),
            cell("A1", "str", &"x".repeat(100_000)),
            "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><worksheet>&c;</worksheet>".to_owned(),
            "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"4294967296\"/>".to_owned(),
            "<worksheet>".repeat(20_000),
            String::new(),
        ] {
            let outcome = read(&with_sheet(xml.as_bytes()));
            assert!(outcome.is_err(), "{} became {outcome:?}", xml.chars().take(80).collect::<String>());
        }
    }

    #[test]
    fn whatever_is_changed_in_a_file_it_is_read_or_refused() {
        use kernel::Rng as _;
        let sound = excel(|sheet| {
            for row in 0..20 {
                sheet.write(row, 0, format!("user{row}")).unwrap();
                sheet.write(row, 1, 1000 + row).unwrap();
            }
        });
        let text = b"user name;extension\n\"ana \"\"x\";1001\n\xc3\xb1;2\n".to_vec();
        let rng = kernel::rng::Seeded::new(11);
        for round in 0..600 {
            let mut bytes = if round % 2 == 0 { sound.clone() } else { text.clone() };
            let mut drawn = [0; 32];
            rng.fill(&mut drawn);
            for change in drawn.chunks_exact(4).take(1 + round % 8) {
                let place = usize::from(u16::from_le_bytes([change[0], change[1]])) % bytes.len();
                bytes[place] = change[2];
                if change[3] < 16 {
                    bytes.truncate(place.max(1));
                }
            }
            if let Ok(sheet) = read(&bytes) {
                assert!(sheet.rows.len() <= MOST_ROWS && sheet.headings.len() <= MOST_COLUMNS);
                assert!(sheet.rows.iter().all(|row| row.cells.len() == sheet.headings.len()));
            }
        }
    }

    #[test]
    fn what_is_no_table_is_refused_with_a_reason() {
        assert_eq!(read(b"PK\x03\x04 nothing of that"), Err(SheetFault::Unreadable));
        assert_eq!(read(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]), Err(SheetFault::OldExcel));
        assert_eq!(read(b""), Err(SheetFault::Empty));
        assert_eq!(read(b"user name\n\n\n"), Err(SheetFault::Empty));
    }
}
