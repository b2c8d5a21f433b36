//! Parsers under hostile input: each test run replays the corpus, `cargo xtask fuzz` mutates it.

#![cfg(test)]

mod corpus;
mod mutator;
mod targets;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use mutator::Mutator;
use targets::{TARGETS, Target};

/// Mutations per corpus file in an ordinary test run: few, always the same, to keep the loop itself tested.
const REPLAY_MUTATIONS: u64 = 40;

#[test]
fn the_corpus_is_replayed() {
    for target in TARGETS {
        let corpus = corpus::read(target.corpus);
        assert!(!corpus.is_empty(), "no corpus in fuzz/corpus/{}", target.corpus);
        for entry in &corpus {
            (target.run)(entry);
        }
        let mut mutator = Mutator::new(1, corpus.clone(), target.words);
        for _ in 0..corpus.len() as u64 * REPLAY_MUTATIONS {
            (target.run)(&mutator.next_input());
        }
    }
}

/// By hand: `cargo xtask fuzz [target] [secs]`, or with `CONMUTA_FUZZ_TARGET`, `CONMUTA_FUZZ_SECS`, `CONMUTA_FUZZ_SEED`.
#[test]
#[ignore = "runs for as long as it is asked to"]
fn mutate() {
    let wanted = std::env::var("CONMUTA_FUZZ_TARGET").unwrap_or_else(|_| "all".to_owned());
    let number =
        |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let secs = number("CONMUTA_FUZZ_SECS", 60);
    let seed = number("CONMUTA_FUZZ_SEED", 0x5eed);
    let chosen: Vec<_> = TARGETS.iter().filter(|target| wanted == "all" || wanted == target.name).collect();
    assert!(!chosen.is_empty(), "no target {wanted}; there are {:?}", TARGETS.map(|target| target.name));
    let failures: usize =
        chosen.iter().map(|target| mutate_one(target, Duration::from_secs(secs), seed)).sum();
    assert_eq!(failures, 0, "the inputs that broke a target are named above");
}

/// Runs one target until the time is up; inputs that make it answer in a way not seen before join the corpus in memory.
fn mutate_one(target: &Target, time: Duration, seed: u64) -> usize {
    let mut mutator = Mutator::new(seed, corpus::read(target.corpus), target.words);
    let mut seen = HashSet::new();
    let (mut runs, mut failures) = (0_u64, 0_usize);
    let start = Instant::now();
    while start.elapsed() < time && failures < 10 {
        for _ in 0..256 {
            let input = mutator.next_input();
            runs += 1;
            match catch_unwind(AssertUnwindSafe(|| (target.run)(&input))) {
                Ok(outcome) if seen.insert(outcome) => mutator.keep(input),
                Ok(_) => {}
                Err(_) => {
                    failures += 1;
                    println!("{}: broken by {}", target.name, corpus::keep_failure(target.name, &input));
                }
            }
        }
    }
    println!(
        "{}: {runs} runs, {} kinds of outcome, {failures} failures (seed {seed})",
        target.name,
        seen.len()
    );
    failures
}
