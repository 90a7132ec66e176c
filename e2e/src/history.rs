//! Long histories, written into the data file of a stack that does not run.

use std::path::Path;

use common::{Event, Kind, Message, Millis, Post};
use dynoxide::Database;
use serde_json::{Value, json};

/// The time between two messages of people who talk.
pub const INTERVAL: Millis = 90_000;
/// Rows that are written at once.
const BATCH: usize = 10_000;

/// Adds messages to a room that has been joined, until the log has so many events. Their texts are as long as those of
/// people, and begin with their numbers: `No. 42: …`. The last one is as old as the
/// interval from each to the next.
pub fn fill(data: &Path, room: &str, events: u64, interval: Millis) {
    let database = Database::new(data.to_str().unwrap()).unwrap();
    let tables = database.list_tables(serde_json::from_value(json!({})).unwrap()).unwrap();
    let table = &tables.table_names[0];
    let (head, messages) = head(&database, table, room);
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis() as Millis;
    let row = |seq| {
        let at = now - (events + 1 - seq) * interval;
        item(room, &message(seq, at, messages + seq - head))
    };
    let rows: Vec<Value> = (head + 1..=events).map(row).collect();
    for batch in rows.chunks(BATCH) {
        let items = batch.iter().map(|row| serde_json::from_value(row.clone()).unwrap()).collect();
        database.import_items(table, items, Default::default()).unwrap();
    }
}

/// The last event of a room, and the number of messages up to it.
fn head(database: &Database, table: &str, room: &str) -> (u64, u64) {
    let query = json!({
        "TableName": table,
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :log)",
        "ExpressionAttributeValues": {":pk": {"S": format!("ROOM#{room}")}, ":log": {"S": "LOG#"}},
        "ScanIndexForward": false,
        "Limit": 1,
    });
    let found = database.query(serde_json::from_value(query).unwrap()).unwrap();
    let found = serde_json::to_value(found).unwrap();
    let number = |name| found["Items"][0][name]["N"].as_str().map_or(0, |number| number.parse().unwrap());
    (number("seq"), number("messages"))
}

/// Three people write in turn, sometimes several messages at once.
fn message(seq: u64, at: Millis, messages: u64) -> Event {
    let author = seq / 3 % 3;
    let words = "Tea is ready whenever you are, and there are biscuits too. ".repeat((seq % 7) as usize);
    let text = format!("No. {seq}: {words}").parse().unwrap();
    let client_id = format!("filled-{seq}").parse().unwrap();
    let kind = Kind::Message(Message::new(client_id, Post { text, reply_to: None }));
    let name = ["Cleo", "Dan", "小明"][author as usize].parse().unwrap();
    Event { seq, at, by: format!("u-filler-{author}").parse().unwrap(), name, messages: Some(messages), kind }
}

/// An event as a row of the table.
fn item(room: &str, event: &Event) -> Value {
    let mut item =
        json!({"pk": {"S": format!("ROOM#{room}")}, "sk": {"S": format!("LOG#{:012}", event.seq)}});
    let fields = serde_json::to_value(event).unwrap();
    for (name, value) in fields.as_object().unwrap() {
        item[name] = match value {
            Value::Number(number) => json!({"N": number.to_string()}),
            text => json!({"S": text.as_str().unwrap()}),
        };
    }
    item
}
