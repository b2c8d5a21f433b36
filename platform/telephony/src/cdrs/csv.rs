//! Comma-separated values (RFC 4180) that no spreadsheet takes for a formula.

/// Appends one row.
///
/// A cell that begins as a formula (`=`, `+`, `-`, `@`, tab, carriage return) gets an apostrophe before it, unless it is a
/// telephone number: a plus and digits alone compute to nothing.
pub fn append_row<'a>(out: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        append_cell(out, cell);
    }
    out.push_str("\r\n");
}

fn append_cell(out: &mut String, cell: &str) {
    let guarded = is_formula(cell);
    let quoted = cell.contains([',', '"', '\r', '\n']);
    if quoted {
        out.push('"');
    }
    if guarded {
        out.push('\'');
    }
    if quoted {
        for part in cell.split_inclusive('"') {
            out.push_str(part);
            if part.ends_with('"') {
                out.push('"');
            }
        }
        out.push('"');
    } else {
        out.push_str(cell);
    }
}

fn is_formula(cell: &str) -> bool {
    let is_number = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    match cell.as_bytes().first() {
        Some(b'+' | b'-') => !is_number(&cell[1..]),
        Some(b'=' | b'@' | b'\t' | b'\r') => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> String {
        let mut out = String::new();
        append_row(&mut out, cells.iter().copied());
        out
    }

    #[test]
    fn separators_and_quotes_are_quoted() {
        assert_eq!(row(&["a", "b,c", "d\"e", "f\ng", ""]), "a,\"b,c\",\"d\"\"e\",\"f\ng\",\r\n");
    }

    #[test]
    fn formulas_are_defused_and_numbers_left_alone() {
        assert_eq!(
            row(&["=1+1", "@SUM(A1)", "+34910000001", "-5", "-5+cmd|' /C calc'!A0"]),
            "'=1+1,'@SUM(A1),+34910000001,-5,'-5+cmd|' /C calc'!A0\r\n"
        );
        assert_eq!(row(&["=HYPERLINK(\"x\",\"y\")"]), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"\r\n");
    }
}
