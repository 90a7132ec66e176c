//! What an operation costs, as DynamoDB itself says: it is asked to tell, whether or not the caller wants to know.

use serde::Deserialize;
use serde_json::{Map, Value};

/// The request with the wish to hear what it consumes; as it was if it has no such wish to make.
pub fn asking(operation: &str, request: Vec<u8>) -> Vec<u8> {
    if !is_metered(operation) {
        return request;
    }
    let Ok(mut wishes) = serde_json::from_slice::<Map<String, Value>>(&request) else { return request };
    wishes.entry("ReturnConsumedCapacity").or_insert_with(|| "TOTAL".into());
    serde_json::to_vec(&wishes).unwrap_or(request)
}

/// Whether an operation reads or writes items.
fn is_metered(operation: &str) -> bool {
    operation.ends_with("Item") || operation.ends_with("Items") || matches!(operation, "Query" | "Scan")
}

/// The consumed capacity that an answer tells, in halves of a unit.
pub fn half_units(answer: &[u8]) -> u64 {
    let answer: Answer = serde_json::from_slice(answer).unwrap_or_default();
    let units: f64 = match answer.consumed {
        Consumed::None => 0.0,
        Consumed::One(table) => table.units,
        Consumed::Each(tables) => tables.iter().map(|table| table.units).sum(),
    };
    (units * 2.0) as u64
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    #[serde(rename = "ConsumedCapacity")]
    consumed: Consumed,
}

/// Batches and transactions tell it for each table.
#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Consumed {
    One(Table),
    Each(Vec<Table>),
    #[default]
    None,
}

#[derive(Deserialize)]
struct Table {
    #[serde(rename = "CapacityUnits")]
    units: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_operations_on_items_are_asked_what_they_consume() {
        let asked = asking("GetItem", br#"{"TableName":"Table"}"#.to_vec());
        let expected = json!({"TableName": "Table", "ReturnConsumedCapacity": "TOTAL"});
        assert_eq!(serde_json::from_slice::<Value>(&asked).unwrap(), expected);
        let own = br#"{"ReturnConsumedCapacity":"INDEXES"}"#.to_vec();
        assert_eq!(asking("Query", own.clone()), own);
        assert_eq!(asking("ListTables", b"{}".to_vec()), b"{}");
        assert_eq!(asking("GetItem", b"not JSON".to_vec()), b"not JSON");
    }

    #[test]
    fn units_are_read_from_one_table_or_from_each() {
        assert_eq!(half_units(br#"{"ConsumedCapacity":{"TableName":"Table","CapacityUnits":0.5}}"#), 1);
        assert_eq!(half_units(br#"{"ConsumedCapacity":[{"CapacityUnits":4.0},{"CapacityUnits":2}]}"#), 12);
        assert_eq!(half_units(br#"{"Items":[]}"#), 0);
        assert_eq!(half_units(b""), 0);
    }
}
