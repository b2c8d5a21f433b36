//! Permissions as types: what a handler's signature demands, what a role holds, what OpenAPI shows.

/// One thing a person may do. Declared by a slice as a unit struct, usually with [`permission!`](crate::permission!).
pub trait Permission: Send + Sync + 'static {
    /// The stable name, `slice.verb`, as in roles, OpenAPI (`x-permission`) and the audit log.
    const NAME: &'static str;
    /// Where the person must stand to use it.
    const LEVEL: Level = Level::Tenant;
    /// Which built-in roles hold it besides the administrators, who hold all of their height and below.
    const HELD_BY: &'static [Standing] = &[];
}

/// The built-in roles below the administrators of a customer, and of the operator or a reseller (TEN-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Queues and agents assigned.
    Supervisor,
    /// Takes calls of queues.
    Agent,
    /// The own account only.
    Member,
    /// Support that sees the tenants below and how they are.
    Support1,
    /// Support that looks into a tenant which consents.
    Support2,
    /// Support that mends in a tenant which consents.
    Support3,
    /// Reads and changes nothing; holds whatever [reads](PermissionFacts::reads) without being named.
    Auditor,
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

/// What every signed-in person may do: see and change the own account.
#[derive(Debug, Clone, Copy)]
pub struct SignedIn;

impl Permission for SignedIn {
    const NAME: &'static str = "signed_in";
}

/// What every signed-in person may do even before setting up the second factor that is demanded: see who one is, set it
/// up, sign out.
#[derive(Debug, Clone, Copy)]
pub struct Arriving;

impl Permission for Arriving {
    const NAME: &'static str = "arriving";
}

/// What every signed-in person and every API key may do: hear of events, as far as the other permissions go.
#[derive(Debug, Clone, Copy)]
pub struct Recognised;

impl Permission for Recognised {
    const NAME: &'static str = "recognised";
}

/// Whether everybody who is recognised at all holds the permission of this name, whatever the role says.
pub fn is_for_everybody(name: &str) -> bool {
    [SignedIn::NAME, Arriving::NAME, Recognised::NAME].contains(&name)
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

    /// The slice that declares it: the name up to the dot.
    pub fn slice(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(slice, _)| slice)
    }

    /// What it allows there: the name behind the dot.
    pub fn verb(&self) -> &'static str {
        self.name.split_once('.').map_or("", |(_, verb)| verb)
    }

    /// Whether it only shows, and changes nothing.
    pub fn reads(&self) -> bool {
        matches!(self.verb(), "read" | "read_own" | "export")
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
