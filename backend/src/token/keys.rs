//! The keys that sign the server's own tokens. The newest one signs; the others still verify.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::anyhow;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::clock;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::{self, Key};
use crate::row::TokenKey;
use crate::table::all;
use crate::transaction::Transaction;

/// How long a process signs with the keys that it has read.
const FRESH: Duration = Duration::from_secs(300);

/// The id of a table's first key.
const FIRST: &str = "1";

/// The keys that this process has read last, and when.
pub type Cache = Mutex<Option<(Instant, Arc<Keys>)>>;

/// The keys of the table, at least one.
pub struct Keys(Vec<TokenKey>);

impl Keys {
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

/// The keys. Each process reads them now and then, so that it finds a new one.
pub async fn keys(cx: &Context) -> Result<Arc<Keys>, Failure> {
    let mut cache = cx.token_keys.lock().await;
    if let Some((read_at, keys)) = &*cache
        && read_at.elapsed() < FRESH
    {
        return Ok(keys.clone());
    }
    let keys = Arc::new(read_or_make(cx).await?);
    *cache = Some((Instant::now(), keys.clone()));
    Ok(keys)
}

/// The keys, with the one of this id if it exists. Another process may sign with a key that this one has not read yet.
pub async fn keys_with(cx: &Context, kid: Option<&str>) -> Result<Arc<Keys>, Failure> {
    let keys = keys(cx).await?;
    if keys.get(kid).is_some() {
        return Ok(keys);
    }
    *cx.token_keys.lock().await = None;
    self::keys(cx).await
}

async fn read_or_make(cx: &Context) -> Result<Keys, Failure> {
    let keys = read(cx).await?;
    if keys.signing().is_ok() {
        return Ok(keys);
    }
    let key = [(); 3].map(|()| Uuid::new_v4().simple().to_string()).concat();
    let new = TokenKey { key, kid: Some(FIRST.to_owned()), since: clock::seconds() };
    let mut write = Transaction::default();
    write.create(cx.table.build_put(Key::token_key(FIRST), &new)?);
    // Another process may have made it meanwhile: what is in the table counts.
    write.write(&cx.table).await?;
    read(cx).await
}

async fn read(cx: &Context) -> Result<Keys, Failure> {
    all(cx.table.query(key::CONFIG.to_owned(), key::TOKEN_KEY)).await.map(Keys)
}

#[cfg(test)]
mod tests {
    use super::*;

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
