//! A row of the file as a new user, and what is wrong with it, cell by cell.

use std::collections::HashMap;

use kernel::Fault;
use kernel::text::fold;
use kernel::{Timestamp, id::UserId};
use serde::Serialize;
use utoipa::ToSchema;

use super::columns::Field;
use super::sheet::Row;
use crate::password;
use crate::roles::Role;
use crate::users::{NewUser, User};

/// One thing that is wrong with a row, and with it what must be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RowProblem {
    /// The row, as a spreadsheet numbers it.
    pub row: u32,
    /// The column's heading; absent where it is the whole row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What the column is taken for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// What stands there; passwords are never shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The stable code of the refusal.
    pub code: String,
    /// What is wrong, in English.
    pub detail: String,
}

/// A row that can be a user.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The row in the file.
    pub row: u32,
    /// The user.
    pub user: NewUser,
    /// The internal number of the user's phone.
    pub extension: Option<String>,
}

/// Reads rows by what their columns mean.
pub struct Reading<'a> {
    /// The headings.
    pub headings: &'a [String],
    /// What each means.
    pub columns: &'a [Option<Field>],
}

impl Reading<'_> {
    /// The row as a draft, and all that is wrong with it on its own.
    pub fn draft(&self, row: &Row) -> (Draft, Vec<RowProblem>) {
        let cells: HashMap<Field, &str> = self
            .columns
            .iter()
            .zip(&row.cells)
            .filter_map(|(field, cell)| Some(((*field)?, cell.as_str())))
            .collect();
        let cell = |field| cells.get(&field).copied().unwrap_or_default();
        let mut problems = Vec::new();
        let role = role(cell(Field::Role)).unwrap_or_else(|| {
            let detail = "the roles are member, agent, supervisor and administrator";
            problems.push(self.problem(row, Field::Role, "imports.role", detail));
            Role::Member
        });
        let user = user(role, &cell);
        for (field, fault) in faults(&user) {
            problems.push(self.problem(row, field, fault.0, &fault.1));
        }
        let extension = Some(cell(Field::Extension)).filter(|text| !text.is_empty()).map(str::to_owned);
        (Draft { row: row.number, user, extension }, problems)
    }

    /// A problem of one cell.
    pub fn problem(&self, row: &Row, field: Field, code: &str, detail: &str) -> RowProblem {
        let column = self.columns.iter().position(|known| *known == Some(field));
        let value = column.and_then(|column| row.cells.get(column)).filter(|_| field != Field::Password);
        RowProblem {
            row: row.number,
            column: column.and_then(|column| self.headings.get(column).cloned()),
            field: Some(field),
            value: value.filter(|value| !value.is_empty()).cloned(),
            code: code.to_owned(),
            detail: detail.to_owned(),
        }
    }
}

fn user<'c>(role: Role, cell: &impl Fn(Field) -> &'c str) -> NewUser {
    let text = |field| cell(field).to_owned();
    NewUser {
        password: Some(text(Field::Password)).filter(|password| !password.is_empty()),
        first_name: text(Field::FirstName),
        last_name: text(Field::LastName),
        email: text(Field::Email),
        department: text(Field::Department),
        location: text(Field::Location),
        phone: text(Field::Phone),
        address: text(Field::Address),
        postal_code: text(Field::PostalCode),
        city: text(Field::City),
        region: text(Field::Region),
        country: text(Field::Country).to_uppercase(),
        time_zone: text(Field::TimeZone),
        language: text(Field::Language),
        ..NewUser::named(cell(Field::UserName), role)
    }
}

/// Every rule that the user breaks: the field, and its code and words.
fn faults(user: &NewUser) -> Vec<(Field, (&'static str, String))> {
    let mut found = Vec::new();
    let mut tried = User::of(user, UserId(kernel::id::Uuid::nil()), Timestamp::EPOCH);
    // Each fault found is taken away, so that the next one shows.
    while let Err(fault) = tried.check() {
        let pointer = fault.field().unwrap_or_default();
        let name = pointer.trim_start_matches('/');
        let Some(field) = Field::ALL.iter().copied().find(|field| field.word() == name) else { break };
        if found.iter().any(|(known, _)| *known == field) {
            break;
        }
        found.push((field, (fault.code(), fault.to_string())));
        mend(&mut tried, field);
    }
    if let Some(Err(fault)) = user.password.as_ref().map(|chosen| password::check(chosen, &user.user_name)) {
        found.push((Field::Password, (fault.code(), fault.to_string())));
    }
    found
}

fn mend(user: &mut User, field: Field) {
    let text = match field {
        Field::UserName => {
            "sound".clone_into(&mut user.user_name);
            return;
        }
        Field::FirstName => &mut user.first_name,
        Field::LastName => &mut user.last_name,
        Field::Email => &mut user.email,
        Field::Department => &mut user.department,
        Field::Location => &mut user.location,
        Field::Phone => &mut user.phone,
        Field::Address => &mut user.address,
        Field::PostalCode => &mut user.postal_code,
        Field::City => &mut user.city,
        Field::Region => &mut user.region,
        Field::Country => &mut user.country,
        Field::TimeZone => &mut user.time_zone,
        Field::Language => &mut user.language,
        Field::Role | Field::Password | Field::Extension => return,
    };
    text.clear();
}

/// The role of a word in either language; a member where none is given. Staff of reseller and operator are not imported.
fn role(word: &str) -> Option<Role> {
    Some(match fold(word).trim() {
        "" | "member" | "miembro" | "user" | "usuario" => Role::Member,
        "agent" | "agente" => Role::Agent,
        "supervisor" | "supervisora" => Role::Supervisor,
        "administrator" | "admin" | "administrador" | "administradora" => Role::Administrator,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(columns: &[Field], cells: &[&str]) -> (Draft, Vec<RowProblem>) {
        let headings: Vec<String> = columns.iter().map(|field| field.word().to_owned()).collect();
        let columns: Vec<_> = columns.iter().copied().map(Some).collect();
        let row = Row { number: 7, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() };
        Reading { headings: &headings, columns: &columns }.draft(&row)
    }

    #[test]
    fn a_sound_row_becomes_a_user_with_a_phone() {
        let columns = [Field::UserName, Field::LastName, Field::Role, Field::Extension, Field::Country];
        let (draft, problems) = read(&columns, &["ana", "Núñez", "Supervisora", "1001", "es"]);
        assert_eq!(problems, []);
        assert_eq!((draft.user.user_name.as_str(), draft.user.role), ("ana", Role::Supervisor));
        assert_eq!((draft.extension.as_deref(), draft.user.country.as_str()), (Some("1001"), "ES"));
    }

    #[test]
    fn every_wrong_cell_is_named_and_no_password_shown() {
        let columns = [Field::UserName, Field::Email, Field::Role, Field::Password, Field::Country];
        let (_, problems) = read(&columns, &["a b", "nobody", "boss", "short", "Spain"]);
        let named: Vec<_> = problems.iter().filter_map(|problem| problem.field).collect();
        assert_eq!(named, [Field::Role, Field::UserName, Field::Email, Field::Country, Field::Password]);
        assert!(problems.iter().all(|problem| problem.row == 7 && problem.value.as_deref() != Some("short")));
        assert_eq!(problems[2].value.as_deref(), Some("nobody"));
    }
}
