//! The table of users.

use tenancy::schema::{boolean, tenant_table, text, time};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![
        Migration::new("m20261120_100000_users_create", create),
        Migration::new("m20261120_120400_users_list", list),
        Migration::new("m20261120_210200_users_fewer_indexes", fewer),
    ]
}

/// Each order of the list with the id that breaks ties, so that a page never sorts all users of the same role.
fn list(schema: &mut Schema) {
    for column in ["sort_name", "role", "created_at", "signed_in_at"] {
        schema.index("user", &[column, "id"]);
    }
}

/// The list's own indexes serve what these did.
fn fewer(schema: &mut Schema) {
    for column in ["sort_name", "created_at", "signed_in_at"] {
        schema.drop_index("user", &[column]);
    }
}

fn create(schema: &mut Schema) {
    let mut table = tenant_table("user");
    for name in TEXTS {
        table = table.column(text(name));
    }
    schema.create(
        table
            .column(boolean("enabled"))
            .column(time("created_at"))
            .column(time("updated_at"))
            .column(time("signed_in_at"))
            .unique(&["user_key"])
            .index(&["sort_name"])
            .index(&["role", "sort_name"])
            .index(&["created_at"])
            .index(&["signed_in_at"]),
    );
}

/// `user_key` is the user name in lower case, `sort_name` and `search` are folded: no case, no accents.
const TEXTS: [&str; 20] = [
    "user_name",
    "user_key",
    "first_name",
    "last_name",
    "sort_name",
    "search",
    "role",
    "password_hash",
    "phone",
    "email",
    "address",
    "city",
    "postal_code",
    "country",
    "region",
    "time_zone",
    "language",
    "prompt_language",
    "department",
    "location",
];
