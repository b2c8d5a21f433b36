//! The shapes of the kernel's words in OpenAPI (feature `schema`).

use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{KnownFormat, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::{Network, PhoneNumber, Timestamp, id};

macro_rules! ids {
    ($($name:ident)+) => {$(
        impl PartialSchema for id::$name {
            fn schema() -> RefOr<Schema> {
                let pattern = format!("^{}_[0-9A-HJKMNP-TV-Z]{{26}}$", id::$name::PREFIX);
                ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).into()
            }
        }
        impl ToSchema for id::$name {}
    )+};
}
ids! {
    ResellerId TenantId UserId SessionId RoleId ApiKeyId SupportGrantId EndpointId ExtensionId DeviceId TrunkId
    NumberId RouteId CallId CdrId AuditId EventId SecurityEventId BanId AllowedAddressId SetupLinkId
    DeskPhoneId PlanId ImportId
}

impl PartialSchema for Timestamp {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::DateTime);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}
impl ToSchema for Timestamp {}

impl PartialSchema for PhoneNumber {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).into()
    }
}
impl ToSchema for PhoneNumber {}

impl PartialSchema for Network {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).max_length(Some(49)).into()
    }
}
impl ToSchema for Network {}
