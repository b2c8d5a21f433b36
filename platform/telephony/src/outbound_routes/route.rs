//! An outbound route: patterns, what is done to the number, the trunks in order, and the class it demands.

use kernel::id::{RouteId, TrunkId};
use kernel::{Fault, FaultKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::class::Class;
use super::pattern::Pattern;
use crate::endpoints::is_label;

/// Most patterns of a route.
const MAX_PATTERNS: usize = 100;
/// Most trunks of a route.
const MAX_TRUNKS: usize = 10;
/// The longest prefix.
const MAX_PREPEND: usize = 16;

/// An outbound route as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Route {
    /// Its id.
    #[schema(example = "rte_01JD3P6V6ZK3W9M6T0RZQ9V0AB")]
    pub id: RouteId,
    /// What people call it; unique in the tenant.
    pub name: String,
    /// Routes are tried from low to high; the first whose pattern matches decides.
    pub position: u32,
    /// It applies where one of these matches: `X` 0–9, `Z` 1–9, `N` 2–9, `[13-5]`, a final `.` for one or more
    /// digits, a final `!` for any number. With `+` in front they are held against the complete international number.
    #[schema(value_type = Vec<String>, example = json!(["+34[67]XXXXXXXX", "+."]))]
    pub patterns: Vec<Pattern>,
    /// Leading characters that are dropped from what matched.
    pub strip: u8,
    /// What is put before the rest.
    pub prepend: String,
    /// The trunks in the order in which they are tried.
    pub trunks: Vec<TrunkId>,
    /// The class it demands; by the number where none is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// Whether it is used at all.
    pub enabled: bool,
}

/// A new outbound route.
#[derive(Debug, Clone, PartialEq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRoute {
    /// What people call it, 1 to 80 characters; unique in the tenant.
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// Its place; after the last where none is given.
    #[serde(default)]
    pub position: Option<u32>,
    /// Its patterns, 1 to 100.
    #[schema(value_type = Vec<String>, example = json!(["+34[67]XXXXXXXX", "+."]))]
    pub patterns: Vec<String>,
    /// Leading characters to drop, 0 to 20.
    #[serde(default)]
    #[schema(maximum = 20)]
    pub strip: u8,
    /// What to put before the rest: up to 16 of 0-9 * # +.
    #[serde(default)]
    #[schema(max_length = 16, pattern = "^[0-9*#+]*$")]
    pub prepend: String,
    /// The trunks in the order in which they are tried, 1 to 10.
    pub trunks: Vec<TrunkId>,
    /// The class it demands; by the number where none is given.
    #[serde(default)]
    pub class: Option<Class>,
    /// Whether it is used at all.
    #[serde(default = "yes")]
    pub enabled: bool,
}

const fn yes() -> bool {
    true
}

/// Changes of an outbound route; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RouteChange {
    /// What people call it.
    #[schema(min_length = 1, max_length = 80)]
    pub name: Option<String>,
    /// Its place.
    pub position: Option<u32>,
    /// Its patterns.
    pub patterns: Option<Vec<String>>,
    /// Leading characters to drop.
    #[schema(maximum = 20)]
    pub strip: Option<u8>,
    /// What to put before the rest.
    #[schema(max_length = 16, pattern = "^[0-9*#+]*$")]
    pub prepend: Option<String>,
    /// The trunks in order.
    pub trunks: Option<Vec<TrunkId>>,
    /// The class it demands; `null` for that of the number.
    #[serde(deserialize_with = "crate::given")]
    #[schema(value_type = Option<Class>)]
    pub class: Option<Option<Class>>,
    /// Whether it is used at all.
    pub enabled: Option<bool>,
}

/// What is wrong with an outbound route.
#[derive(Debug, thiserror::Error)]
pub enum RouteFault {
    /// The name.
    #[error("a name has 1 to 80 characters and no control characters")]
    Name,
    /// None or too many patterns.
    #[error("1 to 100 patterns")]
    Patterns,
    /// A pattern.
    #[error("pattern {text}")]
    Pattern {
        /// Its place in the list.
        place: usize,
        /// As given.
        text: String,
        /// What is wrong with it.
        #[source]
        source: super::NotAPattern,
    },
    /// More than 20.
    #[error("0 to 20 characters are dropped")]
    Strip,
    /// Too long or other characters.
    #[error("a prefix has up to 16 of 0-9 * # +")]
    Prepend,
    /// None, too many, one twice, or one that the tenant does not have.
    #[error("1 to 10 trunks of this tenant, each once")]
    Trunks,
    /// The tenant has a route of this name.
    #[error("an outbound route {0} exists already")]
    Taken(String),
    /// The door to the rows.
    #[error(transparent)]
    Rows(#[from] tenancy::Error),
}

impl Fault for RouteFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Rows(error) => error.kind(),
            Self::Taken(_) => FaultKind::Conflict,
            _ => FaultKind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Name => "outbound_routes.name",
            Self::Patterns => "outbound_routes.patterns",
            Self::Pattern { .. } => "outbound_routes.pattern",
            Self::Strip => "outbound_routes.strip",
            Self::Prepend => "outbound_routes.prepend",
            Self::Trunks => "outbound_routes.trunks",
            Self::Taken(_) => "outbound_routes.name_taken",
            Self::Rows(error) => error.code(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Name | Self::Taken(_) => Some("/name".to_owned()),
            Self::Patterns => Some("/patterns".to_owned()),
            Self::Pattern { place, .. } => Some(format!("/patterns/{place}")),
            Self::Strip => Some("/strip".to_owned()),
            Self::Prepend => Some("/prepend".to_owned()),
            Self::Trunks => Some("/trunks".to_owned()),
            Self::Rows(error) => error.field(),
        }
    }
}

/// Reads patterns; the first that is none is told with its place.
///
/// # Errors
/// [`RouteFault::Patterns`], [`RouteFault::Pattern`].
pub fn read_patterns(texts: &[String]) -> Result<Vec<Pattern>, RouteFault> {
    if texts.is_empty() || texts.len() > MAX_PATTERNS {
        return Err(RouteFault::Patterns);
    }
    let read = |(place, text): (usize, &String)| {
        text.parse().map_err(|source| RouteFault::Pattern { place, text: text.clone(), source })
    };
    texts.iter().enumerate().map(read).collect()
}

impl Route {
    /// Checks everything that needs no database.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self) -> Result<(), RouteFault> {
        let each_once = |t: &[TrunkId]| t.iter().enumerate().all(|(n, trunk)| !t[..n].contains(trunk));
        if !is_label(&self.name, 80) {
            return Err(RouteFault::Name);
        }
        if self.strip > 20 {
            return Err(RouteFault::Strip);
        }
        if self.prepend.len() > MAX_PREPEND || !self.prepend.bytes().all(|b| b"0123456789*#+".contains(&b)) {
            return Err(RouteFault::Prepend);
        }
        if self.trunks.is_empty() || self.trunks.len() > MAX_TRUNKS || !each_once(&self.trunks) {
            return Err(RouteFault::Trunks);
        }
        Ok(())
    }
}

impl RouteChange {
    /// Applies the change.
    ///
    /// # Errors
    /// The first fault.
    pub fn apply(self, route: &mut Route) -> Result<(), RouteFault> {
        if let Some(patterns) = self.patterns {
            route.patterns = read_patterns(&patterns)?;
        }
        route.name = self.name.unwrap_or_else(|| std::mem::take(&mut route.name));
        route.position = self.position.unwrap_or(route.position);
        route.strip = self.strip.unwrap_or(route.strip);
        route.prepend = self.prepend.unwrap_or_else(|| std::mem::take(&mut route.prepend));
        route.trunks = self.trunks.unwrap_or_else(|| std::mem::take(&mut route.trunks));
        route.class = self.class.unwrap_or(route.class);
        route.enabled = self.enabled.unwrap_or(route.enabled);
        route.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::id::Uuid;

    fn route() -> Route {
        Route {
            id: RouteId(Uuid::nil()),
            name: "out".into(),
            position: 1,
            patterns: vec!["+.".parse().unwrap()],
            strip: 1,
            prepend: String::new(),
            trunks: vec![TrunkId(Uuid::from_u128(1))],
            class: None,
            enabled: true,
        }
    }

    #[test]
    fn changes_touch_what_they_name() {
        let mut changed = route();
        let change: RouteChange =
            serde_json::from_str(r#"{"class": "premium", "patterns": ["112"]}"#).unwrap();
        change.apply(&mut changed).unwrap();
        assert_eq!((changed.class, changed.patterns[0].as_str()), (Some(Class::Premium), "112"));
        assert_eq!((changed.name.as_str(), changed.strip), ("out", 1));
        let back: RouteChange = serde_json::from_str(r#"{"class": null}"#).unwrap();
        back.apply(&mut changed).unwrap();
        assert_eq!(changed.class, None);
    }

    #[test]
    fn faults_name_their_field() {
        let fault = |text: &str| {
            let change: RouteChange = serde_json::from_str(text).unwrap();
            change.apply(&mut route()).unwrap_err().field().unwrap()
        };
        assert_eq!(fault(r#"{"patterns": ["1", "x."  , "a"]}"#), "/patterns/2");
        assert_eq!(fault(r#"{"patterns": []}"#), "/patterns");
        assert_eq!(fault(r#"{"prepend": "abc"}"#), "/prepend");
        assert_eq!(fault(r#"{"trunks": []}"#), "/trunks");
        assert_eq!(fault(r#"{"strip": 21}"#), "/strip");
        assert_eq!(fault(r#"{"name": ""}"#), "/name");
    }
}
