//! Files that imports give: the template to fill in, and the passwords that were drawn.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::columns::{Field, Language};
use super::job::Secret;

/// What an example row says, by field; others stay empty.
fn example(field: Field, language: Language) -> &'static str {
    match (field, language) {
        (Field::UserName, _) => "ana.nunez",
        (Field::FirstName, _) => "Ana",
        (Field::LastName, _) => "Núñez",
        (Field::Email, _) => "ana.nunez@example.com",
        (Field::Role, Language::En) => "member",
        (Field::Role, Language::Es) => "miembro",
        (Field::Extension, _) => "1001",
        (Field::Department, Language::En) => "Sales",
        (Field::Department, Language::Es) => "Ventas",
        _ => "",
    }
}

/// The template as Excel. Every column is text, so that an extension keeps its leading zeros.
///
/// # Errors
/// What the writer answers.
pub fn template_excel(language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (head, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    for (column, field) in (0_u16..).zip(Field::ALL) {
        sheet.set_column_format(column, &text)?;
        sheet.set_column_width(column, 20)?;
        sheet.write_string_with_format(0, column, field.heading(language), &head)?;
        sheet.write_string_with_format(1, column, example(*field, language), &text)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

/// The template as text, separated by semicolons as spreadsheets in most of Europe read it.
pub fn template_text(language: Language) -> String {
    let line = |cell: &dyn Fn(Field) -> &'static str| {
        let cells: Vec<&str> = Field::ALL.iter().map(|field| cell(*field)).collect();
        format!("{}\r\n", cells.join(";"))
    };
    format!("\u{feff}{}{}", line(&|field| field.heading(language)), line(&|field| example(field, language)))
}

/// The drawn passwords as text for a spreadsheet.
pub fn secrets(secrets: &[Secret]) -> String {
    let mut text = "\u{feff}row;user_name;password;extension;sip_user;sip_password\r\n".to_owned();
    for it in secrets {
        // None of these can hold a separator, a quote or a formula: all are drawn or checked to be plain characters.
        let cells =
            [&it.row.to_string(), &it.user_name, &it.password, &it.extension, &it.terminal_user, &it.secret];
        text.push_str(&cells.map(|cell| guarded(cell)).join(";"));
        text.push_str("\r\n");
    }
    text
}

/// A user name may begin with a sign that a spreadsheet takes for a formula.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['-', '=', '+', '@']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::columns::recognised;
    use crate::imports::sheet;

    #[test]
    fn both_templates_are_read_back_with_every_column() {
        for language in [Language::En, Language::Es] {
            for bytes in [template_excel(language).unwrap(), template_text(language).into_bytes()] {
                let sheet = sheet::read(&bytes).unwrap();
                assert!(recognised(&sheet.headings).iter().all(Option::is_some), "{:?}", sheet.headings);
                assert_eq!((sheet.rows.len(), sheet.rows[0].cells[0].as_str()), (1, "ana.nunez"));
            }
        }
    }
}
