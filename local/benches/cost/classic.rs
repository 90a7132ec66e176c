//! The classic sample's design: one row for each connection, a Scan for each message, a post to all in the room.
//! The rows are scanned in the same engine, once; the rest follows from the code.

use anyhow::{Context, Result};
use dynoxide::Database;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::usage::Usage;
use crate::{TEXT, room::NAME};

/// As long as API Gateway's connection ids.
const CONNECTION_ID: usize = 16;

/// The read units that finding a room's connections takes.
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
        let consumed = page.consumed_capacity.context("the engine does not tell what a Scan consumes")?;
        units += consumed.capacity_units;
        let Some(next) = page.last_evaluated_key else { return Ok(units) };
        start = serde_json::to_value(next)?;
    }
}

/// What one message takes there: the sender hears the bare text like everybody else, and nothing is stored.
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

/// A request as DynamoDB's API has it.
fn request<T: DeserializeOwned>(json: Value) -> Result<T> {
    serde_json::from_value(json).context("the engine does not understand the request")
}
