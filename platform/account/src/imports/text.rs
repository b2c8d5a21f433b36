//! Text files of rows: separated by semicolons, commas or tabs; UTF-8, UTF-16 as Excel writes it, or Windows-1252.

use std::borrow::Cow;

use super::sheet::SheetFault;

/// What Windows-1252 has at 0x80 to 0x9f, where Latin-1 has control characters.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Gives each cell with its row and column, both from 0, to `take`.
///
/// # Errors
/// What `take` answers.
pub fn read(
    bytes: &[u8],
    mut take: impl FnMut(u32, usize, &str) -> Result<(), SheetFault>,
) -> Result<(), SheetFault> {
    let text = decoded(bytes);
    let separator = separator(&text);
    let (mut row, mut column, mut cell, mut quoted) = (0, 0, String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            // A quote inside of a cell that did not begin with one is the text's own.
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            '\n' if !quoted => {
                take(row, column, &cell)?;
                cell.clear();
                (row, column) = (row + 1, 0);
            }
            '\r' if !quoted => {}
            _ if char == separator && !quoted => {
                take(row, column, &cell)?;
                cell.clear();
                column += 1;
            }
            _ => cell.push(char),
        }
    }
    take(row, column, &cell)
}

fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        Cow::Owned(char::decode_utf16(units).map(|char| char.unwrap_or('\u{fffd}')).collect())
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(bytes.iter().copied().map(windows).collect()),
        },
    }
}

fn windows(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The separator that the headings have most of.
fn separator(text: &str) -> char {
    let headings = text.lines().next().unwrap_or_default();
    let count = |separator: char| headings.matches(separator).count();
    [';', '\t', ','].into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(u32, usize, String)> {
        let mut cells = Vec::new();
        read(bytes, |row, column, cell| {
            cells.push((row, column, cell.to_owned()));
            Ok(())
        })
        .unwrap();
        cells
    }

    fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for (row, _, cell) in cells(bytes) {
            let row = usize::try_from(row).unwrap();
            rows.resize(rows.len().max(row + 1), Vec::new());
            rows[row].push(cell);
        }
        rows
    }

    #[test]
    fn each_separator_is_recognised() {
        for text in ["a;b\n1,5;2", "a,b\n\"1,5\",2", "a\tb\n1,5\t2"] {
            assert_eq!(rows(text.as_bytes()), [["a", "b"], ["1,5", "2"]], "{text}");
        }
    }

    #[test]
    fn quotes_keep_separators_lines_and_quotes() {
        let text = "a;b\r\n\"x;\r\ny\";\"say \"\"hi\"\"\"\r\n5\" pipe;z";
        assert_eq!(rows(text.as_bytes()), [["a", "b"], ["x;\r\ny", "say \"hi\""], ["5\" pipe", "z"]]);
    }

    #[test]
    fn every_encoding_that_spreadsheets_write_is_read() {
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("Núñez €".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for bytes in [
            "Núñez €".as_bytes(),
            b"\xef\xbb\xbfN\xc3\xba\xc3\xb1ez \xe2\x82\xac",
            b"N\xfa\xf1ez \x80",
            &wide,
        ] {
            assert_eq!(rows(bytes), [["Núñez €"]]);
        }
    }
}
