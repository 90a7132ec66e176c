//! Reads the keys that sign the server's own tokens, and makes the first one.

use std::sync::Arc;
use std::time::Instant;

use uuid::Uuid;

use crate::clock;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::{self, Key};
use crate::row::TokenKey;
use crate::signing_keys::{Cached, Keys};
use crate::table::all;
use crate::transaction::Transaction;

/// The id of a table's first key.
const FIRST: &str = "1";

/// The keys. Each process reads them now and then, so that it finds a new one.
pub async fn keys(cx: &Context) -> Result<Arc<Keys>, Failure> {
    let mut cache = cx.token_keys.lock().await;
    let now = Instant::now();
    if let Some(keys) = cache.as_ref().and_then(|cached| cached.fresh(now)) {
        return Ok(keys);
    }
    let keys = Arc::new(read_or_make(cx).await?);
    *cache = Some(Cached::new(keys.clone(), now));
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
    all(cx.table.query(key::CONFIG.to_owned(), key::TOKEN_KEY)).await.map(Keys::new)
}
