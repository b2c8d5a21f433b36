//! Durable events: handed over after the commit, at least once, to their tenant's listeners alone.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bus::{Delivery, DomainEvent, DurableHeard, DurableSubscription, Handler, Outbox, Publish};
use kernel::Clock;
use kernel::system::SystemClock;
use serde::{Deserialize, Serialize};
use tenancy::testkit::{Backend, TestDatabase, two_tenants};
use tenancy::{Directory, TenantScope};
use tokio::sync::mpsc;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Painted {
    colour: String,
}

impl DomainEvent for Painted {
    const NAME: &'static str = "test.painted";
}

#[derive(Debug, Serialize, Deserialize)]
struct Unheard;

impl DomainEvent for Unheard {
    const NAME: &'static str = "test.unheard";
}

fn painted(colour: &str) -> Painted {
    Painted { colour: colour.to_owned() }
}

async fn publish(scope: &TenantScope, colour: &str) {
    let tx = scope.begin().await.unwrap();
    tx.publish(painted(colour)).await.unwrap();
    tx.commit().await.unwrap();
}

struct World {
    _base: TestDatabase,
    directory: Directory,
    acme: TenantScope,
    bravo: TenantScope,
}

impl World {
    async fn new(backend: Backend) -> Self {
        let base = TestDatabase::new(backend, &bus::migrations()).await;
        assert_eq!(base.breaches().await.unwrap(), Vec::<String>::new());
        let directory = base.directory().await;
        let [acme, bravo] = two_tenants(&directory).await;
        Self { _base: base, directory, acme, bravo }
    }
}

/// A handler that tells what it hears.
fn telling() -> (Handler, mpsc::UnboundedReceiver<Delivery<Painted>>) {
    let (tell, heard) = mpsc::unbounded_channel();
    let handler = Handler::on("test.tell", move |delivery: Delivery<Painted>| {
        let told = tell.send(delivery);
        async move { told.map_err(Into::into) }
    });
    (handler, heard)
}

#[tokio::test]
async fn a_committed_event_reaches_its_handler_and_a_rolled_back_one_does_not() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let (handler, mut heard) = telling();
        let outbox = Outbox::start(&world.directory, vec![handler]);
        let tx = world.acme.begin().await.unwrap();
        tx.publish(painted("never")).await.unwrap();
        tx.rollback().await.unwrap();
        publish(&world.acme, "red").await;
        publish(&world.bravo, "blue").await;
        let mut deliveries = [heard.recv().await.unwrap(), heard.recv().await.unwrap()];
        deliveries.sort_by_key(|delivery| delivery.event.colour.clone());
        assert_eq!(deliveries[0].scope, world.bravo);
        assert_eq!(deliveries[1].scope, world.acme);
        assert_eq!((deliveries[1].number, &deliveries[1].event), (1, &painted("red")));
        outbox.settled().await;
        assert!(heard.try_recv().is_err());
        outbox.stop().await;
    }
}

#[tokio::test]
async fn what_was_left_over_is_handed_over_at_the_next_start() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        publish(&world.acme, "early").await;
        let (handler, mut heard) = telling();
        let outbox = Outbox::start(&world.directory, vec![handler]);
        assert_eq!(heard.recv().await.unwrap().event, painted("early"));
        outbox.settled().await;
        outbox.stop().await;
        let (handler, mut heard) = telling();
        let again = Outbox::start(&world.directory, vec![handler]);
        again.settled().await;
        assert!(heard.try_recv().is_err(), "it was taken already");
        again.stop().await;
    }
}

#[tokio::test]
async fn a_handler_that_fails_or_panics_hears_the_event_again_and_others_do_not_wait() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (tell, mut heard) = mpsc::unbounded_channel();
        let log = seen.clone();
        let handler = Handler::on("test.stumble", move |delivery: Delivery<Painted>| {
            let colour = delivery.event.colour;
            log.lock().unwrap().push(colour.clone());
            let first = log.lock().unwrap().iter().filter(|other| **other == colour).count() == 1;
            let tell = tell.clone();
            async move {
                assert!(!(colour == "panics" && first), "as the test wants it");
                if colour == "fails" && first {
                    return Err("not yet".into());
                }
                tell.send(colour).map_err(Into::into)
            }
        });
        let outbox = Outbox::start(&world.directory, vec![handler]);
        for colour in ["fails", "panics", "works"] {
            publish(&world.acme, colour).await;
        }
        let mut order = Vec::new();
        for _ in 0..3 {
            order.push(heard.recv().await.unwrap());
        }
        assert_eq!(order[0], "works");
        order.sort();
        assert_eq!(order, ["fails", "panics", "works"]);
        outbox.stop().await;
    }
}

async fn colour(subscription: &mut DurableSubscription) -> (u64, String) {
    match subscription.next().await.unwrap() {
        DurableHeard::Event(event) => {
            (event.number, event.body["colour"].as_str().unwrap_or(&event.name).to_owned())
        }
        DurableHeard::Resync(number) => (number, "resync".to_owned()),
    }
}

#[tokio::test]
async fn listeners_hear_their_tenants_events_in_order_and_go_on_after_a_number() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let outbox = Outbox::start(&world.directory, Vec::new());
        publish(&world.acme, "before").await;
        let mut acme = outbox.subscribe(&world.acme, None).await.unwrap();
        let mut bravo = outbox.subscribe(&world.bravo, None).await.unwrap();
        let publisher = world.acme.clone();
        let publishing = tokio::spawn(async move {
            for number in 0..5 {
                publish(&publisher, &number.to_string()).await;
            }
            let tx = publisher.begin().await.unwrap();
            tx.publish(Unheard).await.unwrap();
            tx.commit().await.unwrap();
        });
        for number in 0..5 {
            assert_eq!(colour(&mut acme).await, (number + 2, number.to_string()));
        }
        assert_eq!(colour(&mut acme).await, (7, "test.unheard".to_owned()));
        publishing.await.unwrap();
        assert_eq!(acme.number(), 7);
        assert_eq!(
            colour(&mut outbox.subscribe(&world.acme, Some(4)).await.unwrap()).await,
            (5, "3".to_owned())
        );
        assert_eq!(
            colour(&mut outbox.subscribe(&world.acme, Some(99)).await.unwrap()).await,
            (7, "resync".to_owned())
        );
        publish(&world.bravo, "own").await;
        assert_eq!(colour(&mut bravo).await, (1, "own".to_owned()));
        outbox.stop().await;
    }
}

#[tokio::test]
async fn after_a_day_events_are_pruned_and_an_older_cursor_asks_for_a_resync() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let outbox = Outbox::start(&world.directory, Vec::new());
        publish(&world.acme, "old").await;
        publish(&world.acme, "older").await;
        let mut sleeper = outbox.subscribe(&world.acme, Some(0)).await.unwrap();
        assert_eq!(outbox.prune(SystemClock.now() + Duration::from_hours(23)).await.unwrap(), 0);
        assert_eq!(outbox.prune(SystemClock.now() + Duration::from_hours(25)).await.unwrap(), 2);
        assert_eq!(colour(&mut sleeper).await, (2, "resync".to_owned()));
        let mut stale = outbox.subscribe(&world.acme, Some(1)).await.unwrap();
        assert_eq!(colour(&mut stale).await, (2, "resync".to_owned()));
        publish(&world.acme, "new").await;
        for listener in [&mut sleeper, &mut stale, &mut outbox.subscribe(&world.acme, Some(2)).await.unwrap()]
        {
            assert_eq!(colour(listener).await, (3, "new".to_owned()));
        }
        outbox.stop().await;
    }
}

#[tokio::test]
async fn numbers_stand_in_the_order_of_the_commits_under_contention() {
    for backend in Backend::ALL {
        let world = World::new(backend).await;
        let outbox = Outbox::start(&world.directory, Vec::new());
        let mut listener = outbox.subscribe(&world.acme, None).await.unwrap();
        let writers: Vec<_> = (0..8)
            .map(|_| {
                let scope = world.acme.clone();
                tokio::spawn(async move {
                    for _ in 0..5 {
                        publish(&scope, "x").await;
                    }
                })
            })
            .collect();
        for number in 1..=40 {
            assert_eq!(colour(&mut listener).await.0, number);
        }
        for writer in writers {
            writer.await.unwrap();
        }
        outbox.stop().await;
    }
}
