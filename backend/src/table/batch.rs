//! Reads and writes many rows at once.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use anyhow::anyhow;
use aws_sdk_dynamodb::types::{KeysAndAttributes, WriteRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Item, Table, internal, parse};
use crate::failure::Failure;
use crate::key::Key;

/// The most rows that DynamoDB takes in one BatchWriteItem.
const WRITES: usize = 25;
/// The most keys that DynamoDB takes in one BatchGetItem.
const READS: usize = 100;
/// How often a batch is sent: DynamoDB may leave part of it undone. Each wait is longer than the one before.
const ROUNDS: u32 = 6;

impl Table {
    /// Writes rows, and replaces those that are there. The batch is not a transaction: returns the partitions of the rows
    /// that DynamoDB has left unwritten, for example because one partition is too busy.
    pub async fn put_all<T: Serialize>(&self, rows: &[(Key, T)]) -> Result<BTreeSet<String>, Failure> {
        let mut unwritten = BTreeSet::new();
        for chunk in rows.chunks(WRITES) {
            let writes: Result<_, _> =
                chunk.iter().map(|(key, row)| self.build_write(key.clone(), row)).collect();
            unwritten.extend(self.write(writes?).await?.iter().filter_map(partition));
        }
        Ok(unwritten)
    }

    async fn write(&self, writes: Vec<WriteRequest>) -> Result<Vec<WriteRequest>, Failure> {
        let mut left = HashMap::from([(self.name.clone(), writes)]);
        for round in 0..ROUNDS {
            let answer = self.client.batch_write_item().set_request_items(Some(left)).send().await?;
            left = answer.unprocessed_items.unwrap_or_default();
            if left.is_empty() {
                break;
            }
            pause(round).await;
        }
        Ok(left.into_values().flatten().collect())
    }

    /// Reads the rows with these keys, consistently. They come in any order. Missing ones are left out, and so are those
    /// that cannot be read, which are logged.
    pub async fn get_all<T: DeserializeOwned>(&self, keys: Vec<Key>) -> Result<Vec<T>, Failure> {
        let mut items = Vec::new();
        for chunk in keys.chunks(READS) {
            let keys = chunk.iter().cloned().map(Key::attributes).collect();
            self.read(keys, &mut items).await?;
        }
        Ok(items.into_iter().filter_map(parse_or_log).collect())
    }

    async fn read(&self, keys: Vec<Item>, items: &mut Vec<Item>) -> Result<(), Failure> {
        let keys = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true);
        let mut left = HashMap::from([(self.name.clone(), keys.build().map_err(internal)?)]);
        for round in 0..ROUNDS {
            let answer = self.client.batch_get_item().set_request_items(Some(left)).send().await?;
            items.extend(answer.responses.unwrap_or_default().into_values().flatten());
            left = answer.unprocessed_keys.unwrap_or_default();
            if left.is_empty() {
                return Ok(());
            }
            pause(round).await;
        }
        Err(anyhow!("DynamoDB left part of a batch unread").into())
    }
}

fn partition(write: &WriteRequest) -> Option<String> {
    write.put_request()?.item().get("pk")?.as_s().ok().cloned()
}

fn parse_or_log<T: DeserializeOwned>(item: Item) -> Option<T> {
    let key = format!("{:?} {:?}", item.get("pk"), item.get("sk"));
    let row = parse(item).inspect_err(|error| tracing::error!(key, error = format!("{error:#}"), "a row"));
    row.ok()
}

async fn pause(round: u32) {
    tokio::time::sleep(Duration::from_millis(20 << round)).await;
}
