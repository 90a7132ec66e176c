//! Reads and writes many rows at once.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::anyhow;
use aws_sdk_dynamodb::types::{KeysAndAttributes, WriteRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Item, Table, internal, parse_all};
use crate::failure::Failure;
use crate::key::Key;

/// The most rows that DynamoDB takes in one BatchWriteItem.
const WRITES: usize = 25;
/// The most keys that DynamoDB takes in one BatchGetItem.
const READS: usize = 100;
/// How often a batch is sent: DynamoDB may leave part of it undone. Each wait is longer than the one before.
const ROUNDS: u32 = 6;

impl Table {
    /// Writes rows, and replaces those that are there. The batch is not a transaction.
    pub async fn put_all<T: Serialize>(&self, rows: &[(Key, T)]) -> Result<(), Failure> {
        for chunk in rows.chunks(WRITES) {
            let writes: Result<_, _> =
                chunk.iter().map(|(key, row)| self.build_write(key.clone(), row)).collect();
            self.write(writes?).await?;
        }
        Ok(())
    }

    async fn write(&self, writes: Vec<WriteRequest>) -> Result<(), Failure> {
        let mut left = HashMap::from([(self.name.clone(), writes)]);
        for round in 0..ROUNDS {
            let answer = self.client.batch_write_item().set_request_items(Some(left)).send().await?;
            left = answer.unprocessed_items.unwrap_or_default();
            if left.is_empty() {
                return Ok(());
            }
            pause(round).await;
        }
        Err(anyhow!("DynamoDB left part of a batch unwritten").into())
    }

    /// Reads the rows with these keys, consistently. They come in any order, and missing ones are left out.
    pub async fn get_all<T: DeserializeOwned>(&self, keys: Vec<Key>) -> Result<Vec<T>, Failure> {
        let mut items = Vec::new();
        for chunk in keys.chunks(READS) {
            let keys = chunk.iter().cloned().map(Key::attributes).collect();
            self.read(keys, &mut items).await?;
        }
        parse_all(items)
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

async fn pause(round: u32) {
    tokio::time::sleep(Duration::from_millis(20 << round)).await;
}
