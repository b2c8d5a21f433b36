//! All features of an installation, collected once: refuses doubles, hands each list to its owner.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use bus::Handler;
use tenancy::Migration;
use web::{PermissionFacts, Routes, Shown};

use crate::blueprint::AnySection;
use crate::{Counter, Feature};

/// Two features bring the same thing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {name} is brought by {first} and by {second}")]
pub struct Clash {
    /// What kind of thing.
    pub what: &'static str,
    /// Its name.
    pub name: String,
    /// Who brought it first.
    pub first: &'static str,
    /// Who brought it again.
    pub second: &'static str,
}

/// The collected features.
#[derive(Clone)]
pub struct Catalogue {
    features: Arc<[Feature]>,
    routes: Routes,
    sections: Arc<[Arc<dyn AnySection>]>,
}

impl Catalogue {
    /// Collects features.
    ///
    /// # Errors
    /// [`Clash`] for a doubled feature, permission, migration, operation, route or section, and for a schema name
    /// that stands for two shapes.
    pub fn new(features: Vec<Feature>) -> Result<Self, Clash> {
        let mut seen = Seen::default();
        let mut routes = Routes::new("");
        let mut sections: Vec<Arc<dyn AnySection>> = Vec::new();
        for feature in &features {
            let mut see = |what, name: String| seen.add(what, name, feature.name);
            see("feature", feature.name.to_owned())?;
            for permission in &feature.permissions {
                see("permission", permission.name.to_owned())?;
            }
            for migration in &feature.migrations {
                see("migration", migration.name().to_owned())?;
            }
            for operation in feature.routes.operations() {
                see("operation", operation.id.to_owned())?;
                see("route", format!("{} {}", operation.method, operation.path))?;
            }
            for section in &feature.sections {
                see("section", section.name().to_owned())?;
                sections.push(Arc::clone(section));
            }
            routes.merge(feature.routes.clone());
        }
        if let Some((name, first, second)) = routes.schema_clash() {
            return Err(Clash { what: "schema", name, first: first.id, second: second.id });
        }
        sections.sort_by_key(|section| (section.order(), section.name()));
        Ok(Self { features: features.into(), routes, sections: sections.into() })
    }

    /// All routes.
    pub const fn routes(&self) -> &Routes {
        &self.routes
    }

    /// All migrations, sorted by name.
    pub fn migrations(&self) -> Vec<Migration> {
        let mut all: Vec<_> = self.features.iter().flat_map(|feature| feature.migrations.clone()).collect();
        all.sort_by_key(Migration::name);
        all
    }

    /// All handlers of durable events.
    pub fn handlers(&self) -> Vec<Handler> {
        self.features.iter().flat_map(|feature| feature.handlers.clone()).collect()
    }

    /// Who sees which events, by the beginning of their name.
    pub fn shown(&self) -> Vec<Shown> {
        self.features.iter().flat_map(|feature| feature.shown.clone()).collect()
    }

    /// Blueprint sections in the order they are applied.
    pub fn sections(&self) -> &[Arc<dyn AnySection>] {
        &self.sections
    }

    /// What is counted of a tenant.
    pub fn counters(&self) -> Vec<Arc<dyn Counter>> {
        self.features.iter().flat_map(|feature| feature.counters.clone()).collect()
    }

    /// All permissions, sorted.
    pub fn permissions(&self) -> Vec<PermissionFacts> {
        let mut all: Vec<_> = self.features.iter().flat_map(|feature| feature.permissions.clone()).collect();
        all.sort();
        all
    }

    /// Hands every feature's own state to an application in the making.
    pub fn provide(&self, config: &mut actix_web::web::ServiceConfig) {
        for provide in self.features.iter().flat_map(|feature| &feature.provisions) {
            provide(config);
        }
    }

    /// The role × operation matrix as text: one line per operation, one column per role.
    pub fn matrix(&self, roles: &[(&str, &web::Grants)]) -> String {
        let mut lines: Vec<String> = self.routes.operations().map(|facts| line(&facts, roles)).collect();
        lines.sort();
        let names: Vec<_> = roles.iter().map(|(name, _)| *name).collect();
        let mut text = format!("{:<34}{:<28}{}\n", "operation", "permission", names.join("  "));
        for line in lines {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

fn line(facts: &web::OperationFacts, roles: &[(&str, &web::Grants)]) -> String {
    let name = facts.permission.map_or("anybody", |permission| permission.name);
    let mut text = format!("{:<34}{name:<28}", facts.id);
    for (role, grants) in roles {
        let allowed = facts.permission.is_none_or(|permission| grants.allow(&permission));
        let mark = if allowed { "x" } else { "." };
        let _ = write!(text, "{mark:<width$}", width = role.len() + 2);
    }
    text
}

#[derive(Default)]
struct Seen(BTreeMap<(&'static str, String), &'static str>);

impl Seen {
    fn add(&mut self, what: &'static str, name: String, by: &'static str) -> Result<(), Clash> {
        match self.0.insert((what, name.clone()), by) {
            None => Ok(()),
            Some(first) => Err(Clash { what, name, first, second: by }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use web::{Allow, Json, Result};

    web::permission! {
        /// Sees.
        Read = "things.read";
    }

    mod other {
        #[derive(serde::Serialize, utoipa::ToSchema)]
        pub(super) struct Thing {
            pub(super) colour: String,
        }
    }

    #[derive(serde::Serialize, utoipa::ToSchema)]
    struct Thing {
        size: u32,
    }

    async fn small(_: Allow<Read>) -> Result<Json<Thing>> {
        Ok(Json(Thing { size: 1 }))
    }

    async fn red(_: Allow<Read>) -> Result<Json<other::Thing>> {
        Ok(Json(other::Thing { colour: "red".to_owned() }))
    }

    fn clash(features: Vec<Feature>) -> Option<(&'static str, String)> {
        Catalogue::new(features).err().map(|clash| (clash.what, clash.name))
    }

    #[test]
    fn doubles_are_refused_and_named() {
        let things = || Feature::new("things").routes(|it| it.get("/things", "list_things", "", small));
        let named = |what, name: &str| Some((what, name.to_owned()));
        assert_eq!(clash(vec![things()]), None);
        assert_eq!(clash(vec![things(), things()]), named("feature", "things"));
        let reader = |name| Feature::new(name).permissions::<(Read,)>();
        assert_eq!(clash(vec![reader("a"), reader("b")]), named("permission", "things.read"));
        let same_route = Feature::new("b").routes(|it| it.get("/things", "other", "", small));
        assert_eq!(clash(vec![things(), same_route]), named("route", "GET /things"));
        let same_id = Feature::new("b").routes(|it| it.get("/b", "list_things", "", small));
        assert_eq!(clash(vec![things(), same_id]), named("operation", "list_things"));
    }

    #[test]
    fn one_schema_name_cannot_mean_two_shapes() {
        let things = Feature::new("things").routes(|it| it.get("/things", "list_things", "", small));
        let reds = Feature::new("reds").routes(|it| it.get("/reds", "list_reds", "", red));
        assert_eq!(clash(vec![things, reds]), Some(("schema", "Thing".to_owned())));
    }

    #[test]
    fn the_matrix_says_who_may_what() {
        let things = Feature::new("things").routes(|it| it.get("/things", "list_things", "", small));
        let (none, some) = (web::Grants::none(), web::Grants::none().with::<Read>());
        let matrix = Catalogue::new(vec![things]).unwrap().matrix(&[("guest", &none), ("owner", &some)]);
        let line = matrix.lines().nth(1).unwrap();
        assert_eq!(line.split_whitespace().collect::<Vec<_>>(), ["list_things", "things.read", ".", "x"]);
    }
}
