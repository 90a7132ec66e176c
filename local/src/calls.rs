//! Counts the calls that the stack serves. Every statement about cost, and about the rights that a function needs, is
//! based on these counts.

pub(crate) mod access;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use access::Access;

/// A number for each operation, verb or function, by its name.
pub type Counts = BTreeMap<String, u64>;

/// Calls since the stack started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// DynamoDB operations: `GetItem`, `TransactWriteItems`, …
    pub dynamodb: Counts,
    /// Calls to `@connections`, by verb: `POST`, `GET`, `DELETE`.
    pub connections: Counts,
    /// Invocations by the function's logical id.
    pub invocations: Counts,
    /// Capacity that DynamoDB reports as consumed, by operation, in halves of a unit, because an eventually
    /// consistent read of 4 kB consumes one half.
    pub half_units: Counts,
    /// Billed milliseconds by the function's logical id. An invocation lasts from the time when the process takes
    /// the event to its response; each is rounded up, as on AWS.
    pub billed_ms: Counts,
    /// The rights that the functions have used.
    pub accesses: BTreeMap<Access, u64>,
}

impl Calls {
    /// The calls since `earlier`.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            dynamodb: difference(&self.dynamodb, &earlier.dynamodb),
            connections: difference(&self.connections, &earlier.connections),
            invocations: difference(&self.invocations, &earlier.invocations),
            half_units: difference(&self.half_units, &earlier.half_units),
            billed_ms: difference(&self.billed_ms, &earlier.billed_ms),
            accesses: difference(&self.accesses, &earlier.accesses),
        }
    }
}

fn difference<K: Clone + Ord>(now: &BTreeMap<K, u64>, before: &BTreeMap<K, u64>) -> BTreeMap<K, u64> {
    let added = |(name, count): (&K, &u64)| (name.clone(), count - before.get(name).unwrap_or(&0));
    now.iter().map(added).filter(|(_, count)| *count > 0).collect()
}

/// The counter that every part of the stack reports its calls to.
#[derive(Debug, Default)]
pub(crate) struct Counter(Mutex<Calls>);

impl Counter {
    pub fn dynamodb(&self, operation: &str) {
        self.add(|calls| &mut calls.dynamodb, operation, 1);
    }

    pub fn connections(&self, verb: &str) {
        self.add(|calls| &mut calls.connections, verb, 1);
    }

    pub fn invocation(&self, function: &str) {
        self.add(|calls| &mut calls.invocations, function, 1);
    }

    pub fn consumed(&self, operation: &str, half_units: u64) {
        self.add(|calls| &mut calls.half_units, operation, half_units);
    }

    pub fn billed(&self, function: &str, duration: Duration) {
        let ms = duration.as_nanos().div_ceil(1_000_000);
        self.add(|calls| &mut calls.billed_ms, function, u64::try_from(ms).unwrap_or(u64::MAX));
    }

    pub fn access(&self, access: Access) {
        *self.lock().accesses.entry(access).or_default() += 1;
    }

    pub fn calls(&self) -> Calls {
        self.lock().clone()
    }

    fn add(&self, which: fn(&mut Calls) -> &mut Counts, name: &str, amount: u64) {
        *which(&mut self.lock()).entry(name.to_owned()).or_default() += amount;
    }

    fn lock(&self) -> MutexGuard<'_, Calls> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_counts_only_the_calls_after_the_earlier_snapshot() {
        let counter = Counter::default();
        counter.dynamodb("GetItem");
        counter.invocation("MessageFunction");
        let earlier = counter.calls();
        counter.dynamodb("GetItem");
        counter.dynamodb("Query");
        let added = counter.calls().since(&earlier);
        assert_eq!(added.dynamodb, Counts::from([("GetItem".into(), 1), ("Query".into(), 1)]));
        assert_eq!(added.invocations, Counts::new());
    }

    #[test]
    fn every_invocation_is_rounded_up_to_a_full_millisecond() {
        let counter = Counter::default();
        counter.billed("MessageFunction", Duration::from_micros(2_001));
        counter.billed("MessageFunction", Duration::from_micros(1));
        assert_eq!(counter.calls().billed_ms, Counts::from([("MessageFunction".into(), 4)]));
    }
}
