//! The classic sample's design: one row for each connection, a Scan for each message, and a post to everybody in the
//! room. The Scan is measured once in the same database engine. The other numbers follow from the sample's code.

use anyhow::{Context, Result};
use dynoxide::Database;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::usage::Usage;
use crate::{TEXT, room::NAME};

/// The length of API Gateway's connection ids.
const CONNECTION_ID: usize = 16;

/// The read units of the Scan that finds a room's connections.
pub fn units_of_a_scan(connections: usize) -> Result<f64> {
    let database = Database::memory()?;
    database.create_table(request(json!({
        "TableName": "Connections",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "connectionId", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "connectionId", "KeyType": "HASH"}],
    }))?)?;
    let row =
        |n| request(json!({"connectionId": {"S": format!("{n:0CONNECTION_ID$}")}, "room": {"S": NAME}}));
    let rows = (0..connections).map(row).collect::<Result<_>>()?;
    database.import_items("Connections", rows, Default::default())?;
    let mut units = 0.0;
    let mut start = Value::Null;
    loop {
        let scan = json!({"TableName": "Connections", "ExclusiveStartKey": start, "ReturnConsumedCapacity": "TOTAL"});
        let page = database.scan(request(scan)?)?;
        let consumed = page.consumed_capacity.context("the engine does not report a Scan's capacity")?;
        units += consumed.capacity_units;
        let Some(next) = page.last_evaluated_key else { return Ok(units) };
        start = serde_json::to_value(next)?;
    }
}

/// The usage of one message. The design posts the bare text to everybody, the sender included, and stores nothing.
pub fn usage(connections: usize, read_units: f64, ours: &Usage) -> Usage {
    let posts = connections as f64;
    Usage {
        invocations: 1.0,
        read_units,
        write_units: 0.0,
        posts,
        frames_in: 1.0,
        frames_out: posts,
        bytes_out: posts * TEXT.len() as f64,
        ..*ours
    }
}

/// A request in the JSON of DynamoDB's API.
fn request<T: DeserializeOwned>(json: Value) -> Result<T> {
    serde_json::from_value(json).context("the engine does not understand the request")
}
