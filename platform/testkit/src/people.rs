//! A plain authority: people are what the test says they are.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use kernel::id::{SessionId, TenantId, UserId};
use kernel::system::{SystemClock, SystemRng};
use kernel::{Clock as _, rng};
use tenancy::{TenantScope, TenantTx};
use web::{Authority, Client, Credential, Grants, Person, Problem, Proof};

/// The people of a test.
#[derive(Default)]
pub struct People(Mutex<HashMap<String, (TenantId, Person)>>);

impl People {
    /// Somebody of this tenant; answers the value of the session cookie.
    pub fn add(&self, scope: &TenantScope, name: &str, grants: Grants) -> String {
        let secret = rng::draw_text(&SystemRng, b"abcdefghijklmnopqrstuvwxyz", 32);
        let now = SystemClock.now();
        let person = Person {
            user: UserId::new(now, &SystemRng),
            proof: Proof::Session(SessionId::new(now, &SystemRng)),
            name: name.to_owned(),
            grants: Arc::new(grants),
        };
        let mut people = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        people.insert(secret.clone(), (scope.tenant(), person));
        Credential { tenant: scope.tenant(), secret }.to_text()
    }

    /// Gives somebody another name.
    pub fn rename(&self, user: UserId, name: &str) {
        let mut people = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, person) in people.values_mut().filter(|(_, person)| person.user == user) {
            name.clone_into(&mut person.name);
        }
    }
}

#[async_trait]
impl Authority for People {
    async fn person(
        &self,
        home: &TenantScope,
        credential: &Credential,
        _: &Client,
    ) -> Result<Option<Person>, Problem> {
        let people = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = people.get(&credential.secret).filter(|(tenant, _)| *tenant == home.tenant());
        Ok(found.map(|(_, person)| person.clone()))
    }
}

#[async_trait]
impl feature::Users for People {
    async fn name_of(&self, tx: &TenantTx, user: UserId) -> web::Result<Option<String>> {
        Ok(self.find(tx, |person| person.user == user).map(|person| person.name))
    }

    async fn named(&self, tx: &TenantTx, name: &str) -> web::Result<Option<UserId>> {
        Ok(self.find(tx, |person| person.name == name).map(|person| person.user))
    }

    async fn shown_name(&self, tx: &TenantTx, user: UserId) -> web::Result<Option<String>> {
        self.name_of(tx, user).await
    }
}

impl People {
    fn find(&self, tx: &TenantTx, fits: impl Fn(&Person) -> bool) -> Option<Person> {
        let people = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut own = people.values().filter(|(tenant, _)| *tenant == tx.tenant());
        own.find(|(_, person)| fits(person)).map(|(_, person)| person.clone())
    }
}
