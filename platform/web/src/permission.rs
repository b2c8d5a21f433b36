//! Permissions as types: what a handler's signature demands, what a role holds, what OpenAPI shows.

/// One thing a person may do. Declared by a slice as a unit struct, usually with [`permission!`](crate::permission!).
pub trait Permission: Send + Sync + 'static {
    /// The stable name, `slice.verb`, as in roles, OpenAPI (`x-permission`) and the audit log.
    const NAME: &'static str;
    /// Where the person must stand to use it.
    const LEVEL: Level = Level::Tenant;
    /// Which of a tenant's built-in roles hold it besides the administrator, who holds all of a tenant's.
    const HELD_BY: &'static [Standing] = &[];
}

/// The built-in roles of a tenant below its administrator (TEN-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Queues and agents assigned.
    Supervisor,
    /// Takes calls of queues.
    Agent,
    /// The own account only.
    Member,
}

/// From which height of the tree a permission is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Inside one tenant (the own one, or one stepped down into).
    Tenant,
    /// Over the tenants of a reseller: the session's home tenant is a reseller's or the operator's.
    Reseller,
    /// Over all resellers: the session's home tenant is the operator's.
    Operator,
}

/// What every signed-in person may do: see and change the own account, read events.
#[derive(Debug, Clone, Copy)]
pub struct SignedIn;

impl Permission for SignedIn {
    const NAME: &'static str = "signed_in";
}

/// The facts of a permission, as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PermissionFacts {
    /// [`Permission::NAME`].
    pub name: &'static str,
    /// [`Permission::LEVEL`].
    pub level: Level,
    /// [`Permission::HELD_BY`].
    pub held_by: &'static [Standing],
}

impl PermissionFacts {
    /// The facts of `P`.
    pub const fn of<P: Permission>() -> Self {
        Self { name: P::NAME, level: P::LEVEL, held_by: P::HELD_BY }
    }
}

/// A tuple of permissions, as a slice lists its own.
pub trait Permissions {
    /// The facts of each.
    fn facts() -> Vec<PermissionFacts>;
}

macro_rules! tuple {
    ($($name:ident)*) => {
        impl<$($name: Permission),*> Permissions for ($($name,)*) {
            fn facts() -> Vec<PermissionFacts> {
                vec![$(PermissionFacts::of::<$name>()),*]
            }
        }
    };
}
tuple! {}
tuple! { A }
tuple! { A B }
tuple! { A B C }
tuple! { A B C D }
tuple! { A B C D E }
tuple! { A B C D E F }

/// Declares permissions of a slice: `permission! { /// Sees users.  Read = "users.read" }`, with an optional
/// level, `Write = "tenants.write" at Reseller`, or further roles, `Read = "calls.read" for Supervisor Agent`.
#[macro_export]
macro_rules! permission {
    ($($(#[$doc:meta])* $name:ident = $text:literal $(at $level:ident)? $(for $($role:ident)+)?);+ $(;)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl $crate::Permission for $name {
            const NAME: &'static str = $text;
            $(const LEVEL: $crate::Level = $crate::Level::$level;)?
            $(const HELD_BY: &'static [$crate::Standing] = &[$($crate::Standing::$role),+];)?
        }
    )+};
}
