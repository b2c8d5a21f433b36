//! What is stored of a second factor: at the user the app's sealed secret, apart the hashes of recovery codes.

use tenancy::schema::{OnDelete, integer, tenant_table, text, time, uuid};
use tenancy::{Migration, Schema};

pub(super) fn all() -> Vec<Migration> {
    vec![Migration::new("m20261120_130000_second_factor_create", create)]
}

fn create(schema: &mut Schema) {
    schema.add_column("user", text("factor_secret").default(""));
    // Since when it is on; 0 while it is not.
    schema.add_column("user", time("factor_at").default(0));
    // The step of the code that was used last.
    schema.add_column("user", integer("factor_step").default(0));
    schema.create(
        tenant_table("recovery_code")
            .column(uuid("user_id"))
            .column(text("code_hash"))
            .index(&["user_id"])
            .foreign("user_id", "user", OnDelete::Cascade),
    );
}
