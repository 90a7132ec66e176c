//! What the stack was asked to do, counted: the base of every statement about cost.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

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
}

impl Calls {
    /// What was added after `earlier` was taken.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            dynamodb: added(&self.dynamodb, &earlier.dynamodb),
            connections: added(&self.connections, &earlier.connections),
            invocations: added(&self.invocations, &earlier.invocations),
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
        self.count(|calls| &mut calls.dynamodb, operation);
    }

    pub fn connections(&self, verb: &str) {
        self.count(|calls| &mut calls.connections, verb);
    }

    pub fn invocation(&self, function: &str) {
        self.count(|calls| &mut calls.invocations, function);
    }

    pub fn so_far(&self) -> Calls {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn count(&self, which: fn(&mut Calls) -> &mut Counts, name: &str) {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *which(&mut calls).entry(name.to_owned()).or_default() += 1;
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
}
