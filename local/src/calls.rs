//! What the stack was asked to do, counted: the base of every statement about cost.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often each thing was asked for, by name.
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
    /// Capacity that DynamoDB reports as consumed, by operation and in halves of a unit: an eventually
    /// consistent read of 4 kB takes one half.
    pub half_units: Counts,
    /// Milliseconds from taking an event to its end, each invocation rounded up as AWS bills it, by the
    /// function's logical id.
    pub billed_ms: Counts,
}

impl Calls {
    /// What was added after `earlier` was taken.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            dynamodb: added(&self.dynamodb, &earlier.dynamodb),
            connections: added(&self.connections, &earlier.connections),
            invocations: added(&self.invocations, &earlier.invocations),
            half_units: added(&self.half_units, &earlier.half_units),
            billed_ms: added(&self.billed_ms, &earlier.billed_ms),
        }
    }
}

fn added(now: &Counts, before: &Counts) -> Counts {
    let growth = |(name, count): (&String, &u64)| (name.clone(), count - before.get(name).unwrap_or(&0));
    now.iter().map(growth).filter(|(_, count)| *count > 0).collect()
}

/// Where every part of the stack reports what it was asked to do.
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

    pub fn took(&self, function: &str, time: Duration) {
        let ms = time.as_nanos().div_ceil(1_000_000);
        self.add(|calls| &mut calls.billed_ms, function, u64::try_from(ms).unwrap_or(u64::MAX));
    }

    pub fn so_far(&self) -> Calls {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn add(&self, which: fn(&mut Calls) -> &mut Counts, name: &str, amount: u64) {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *which(&mut calls).entry(name.to_owned()).or_default() += amount;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_added_counts() {
        let counter = Counter::default();
        counter.dynamodb("GetItem");
        counter.invocation("MessageFunction");
        let earlier = counter.so_far();
        counter.dynamodb("GetItem");
        counter.dynamodb("Query");
        let added = counter.so_far().since(&earlier);
        assert_eq!(added.dynamodb, Counts::from([("GetItem".into(), 1), ("Query".into(), 1)]));
        assert_eq!(added.invocations, Counts::new());
    }

    #[test]
    fn every_invocation_is_billed_by_the_full_millisecond() {
        let counter = Counter::default();
        counter.took("MessageFunction", Duration::from_micros(2_001));
        counter.took("MessageFunction", Duration::from_micros(1));
        assert_eq!(counter.so_far().billed_ms, Counts::from([("MessageFunction".into(), 4)]));
    }
}
