//! What the columns of a file mean: recognised by their headings, in either language, and changed by the person.

use kernel::text::fold;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Writes the fields down once: word, heading in English and Spanish, and other headings that mean the same.
macro_rules! fields {
    ($($name:ident: $word:literal, $en:literal, $es:literal, [$($other:literal),*];)+) => {
        /// What a column of the file is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Field {
            $(#[doc = $en] $name,)+
        }

        impl Field {
            /// All, in the order of the template.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The word in requests and answers.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// The template's heading.
            pub const fn heading(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::En) => $en, (Self::$name, Language::Es) => $es,)+
                }
            }

            /// Folded headings that mean it.
            const fn known(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($other),*],)+ }
            }
        }
    };
}

fields! {
    UserName: "user_name", "User name", "Nombre de usuario", ["user", "username", "login", "usuario"];
    FirstName: "first_name", "First name", "Nombre", ["given name", "nombre de pila", "name"];
    LastName: "last_name", "Last name", "Apellidos", ["surname", "family name", "apellido"];
    Email: "email", "E-mail", "Correo electrónico", ["email", "mail", "e-mail address", "correo", "email address"];
    Role: "role", "Role", "Rol", ["perfil", "profile"];
    Password: "password", "Password", "Contraseña", ["clave", "pass"];
    Extension: "extension", "Extension", "Extensión", ["ext", "ext.", "internal number", "numero interno", "interno"];
    Department: "department", "Department", "Departamento", ["dept", "dpto", "area"];
    Location: "location", "Location", "Ubicación", ["office", "oficina", "sede"];
    Phone: "phone", "Phone", "Teléfono", ["telephone", "mobile", "movil", "telefono movil"];
    Address: "address", "Address", "Dirección", ["street", "calle", "domicilio"];
    PostalCode: "postal_code", "Postal code", "Código postal", ["zip", "cp", "c.p."];
    City: "city", "City", "Ciudad", ["town", "poblacion", "localidad"];
    Region: "region", "Region", "Provincia", ["state", "province"];
    Country: "country", "Country", "País", [];
    TimeZone: "time_zone", "Time zone", "Zona horaria", ["timezone"];
    Language: "language", "Language", "Idioma", ["lang"];
}

/// The languages of the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

/// What each heading means; each field once, at its first column.
pub fn recognised(headings: &[String]) -> Vec<Option<Field>> {
    let mut taken: Vec<Field> = Vec::new();
    let mut meant = |heading: &String| {
        let field = meaning(heading).filter(|field| !taken.contains(field))?;
        taken.push(field);
        Some(field)
    };
    headings.iter().map(&mut meant).collect()
}

fn meaning(heading: &str) -> Option<Field> {
    let heading = fold(heading).replace('_', " ");
    let heading = heading.trim().trim_end_matches(['*', ':']).trim_end();
    let is = |field: &Field| {
        let languages = [Language::En, Language::Es].map(|language| fold(field.heading(language)));
        languages.iter().any(|own| own == heading) || field.known().contains(&heading)
    };
    Field::ALL.iter().copied().find(is)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_both_languages_are_recognised_whatever_their_case_and_accents() {
        let headings =
            ["USUARIO", "nombre", "Apellidos *", "Correo electronico", "EXTENSION", "Shoe size", "Usuario"];
        let known = recognised(&headings.map(str::to_owned));
        let expected = [Field::UserName, Field::FirstName, Field::LastName, Field::Email, Field::Extension];
        assert_eq!(known[..5], expected.map(Some));
        assert_eq!(known[5..], [None, None], "the second of the same is left out");
    }

    #[test]
    fn the_templates_own_headings_and_the_words_of_the_api_are_recognised() {
        for language in [Language::En, Language::Es] {
            let headings: Vec<_> =
                Field::ALL.iter().map(|field| field.heading(language).to_owned()).collect();
            assert!(recognised(&headings).iter().copied().eq(Field::ALL.iter().copied().map(Some)));
        }
        let words: Vec<_> = Field::ALL.iter().map(|field| field.word().to_owned()).collect();
        assert!(recognised(&words).iter().all(Option::is_some));
    }
}
