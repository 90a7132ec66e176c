//! The keys that sign the server's own tokens, as a process keeps them. The newest one signs; the others still verify.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::anyhow;
use tokio::sync::Mutex;

use crate::failure::Failure;
use crate::row::TokenKey;

/// How long a process signs with the keys that it has read.
const FRESH: Duration = Duration::from_secs(300);

/// The keys that this process has read last.
pub type Cache = Mutex<Option<Cached>>;

/// Keys, and when they were read.
pub struct Cached {
    keys: Arc<Keys>,
    read_at: Instant,
}

impl Cached {
    pub fn new(keys: Arc<Keys>, now: Instant) -> Self {
        Self { keys, read_at: now }
    }

    /// The keys, unless they have to be read again: a new one signs soon, and a deleted one is soon forgotten.
    pub fn fresh(&self, now: Instant) -> Option<Arc<Keys>> {
        (now.duration_since(self.read_at) < FRESH).then(|| self.keys.clone())
    }
}

/// The keys of the table, at least one.
pub struct Keys(Vec<TokenKey>);

impl Keys {
    pub fn new(keys: Vec<TokenKey>) -> Self {
        Self(keys)
    }

    /// The key that signs: the newest.
    pub fn signing(&self) -> Result<&TokenKey, Failure> {
        let newest = self.0.iter().filter(|key| key.kid.is_some()).max_by_key(|key| key.since);
        newest.ok_or_else(|| anyhow!("there is no token key").into())
    }

    /// The key that has signed a token with this id in its header. Tokens of the first release have none.
    pub fn get(&self, kid: Option<&str>) -> Option<&TokenKey> {
        self.0.iter().find(|key| key.kid.as_deref() == kid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_again_after_five_minutes() {
        let now = Instant::now();
        let cached = Cached::new(Arc::new(Keys(vec![])), now);
        assert!(cached.fresh(now + Duration::from_secs(299)).is_some());
        assert!(cached.fresh(now + Duration::from_secs(300)).is_none());
    }

    #[test]
    fn the_newest_key_signs_and_the_others_verify() {
        let key = |kid: Option<&str>, since| TokenKey {
            key: format!("{kid:?}"),
            kid: kid.map(str::to_owned),
            since,
        };
        let keys = Keys(vec![key(None, 0), key(Some("1"), 10), key(Some("2026"), 30), key(Some("3"), 20)]);
        assert_eq!(keys.signing().unwrap().kid.as_deref(), Some("2026"));
        assert_eq!(keys.get(None).unwrap().key, "None");
        assert_eq!(keys.get(Some("3")).unwrap().since, 20);
        assert!(keys.get(Some("4")).is_none());
        assert!(Keys(vec![key(None, 0)]).signing().is_err(), "the key of the first release does not sign");
    }
}
