//! The capacity that an operation consumes, as DynamoDB itself reports it. The proxy asks for the report in every
//! request, so that calls are counted whether or not the caller asks.

use serde::Deserialize;
use serde_json::{Map, Value};

/// Adds `ReturnConsumedCapacity` to a request. A request stays as it is if it already has the parameter, or if its
/// operation does not take it.
pub fn add_to_request(operation: &str, request: Vec<u8>) -> Vec<u8> {
    if !is_metered(operation) {
        return request;
    }
    let Ok(mut parameters) = serde_json::from_slice::<Map<String, Value>>(&request) else { return request };
    parameters.entry("ReturnConsumedCapacity").or_insert_with(|| "TOTAL".into());
    serde_json::to_vec(&parameters).unwrap_or(request)
}

/// Whether an operation reads or writes items.
fn is_metered(operation: &str) -> bool {
    operation.ends_with("Item") || operation.ends_with("Items") || matches!(operation, "Query" | "Scan")
}

/// The consumed capacity that a response reports, in halves of a unit.
pub fn half_units(response: &[u8]) -> u64 {
    let response: Response = serde_json::from_slice(response).unwrap_or_default();
    let units: f64 = match response.consumed {
        Consumed::None => 0.0,
        Consumed::One(table) => table.units,
        Consumed::Each(tables) => tables.iter().map(|table| table.units).sum(),
    };
    (units * 2.0) as u64
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Response {
    #[serde(rename = "ConsumedCapacity")]
    consumed: Consumed,
}

/// Batches and transactions report the capacity for each table.
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
    fn only_operations_on_items_get_the_parameter() {
        let request = add_to_request("GetItem", br#"{"TableName":"Table"}"#.to_vec());
        let expected = json!({"TableName": "Table", "ReturnConsumedCapacity": "TOTAL"});
        assert_eq!(serde_json::from_slice::<Value>(&request).unwrap(), expected);
        let own = br#"{"ReturnConsumedCapacity":"INDEXES"}"#.to_vec();
        assert_eq!(add_to_request("Query", own.clone()), own);
        assert_eq!(add_to_request("ListTables", b"{}".to_vec()), b"{}");
        assert_eq!(add_to_request("GetItem", b"not JSON".to_vec()), b"not JSON");
    }

    #[test]
    fn units_are_summed_over_all_tables() {
        assert_eq!(half_units(br#"{"ConsumedCapacity":{"TableName":"Table","CapacityUnits":0.5}}"#), 1);
        assert_eq!(half_units(br#"{"ConsumedCapacity":[{"CapacityUnits":4.0},{"CapacityUnits":2}]}"#), 12);
        assert_eq!(half_units(br#"{"Items":[]}"#), 0);
        assert_eq!(half_units(b""), 0);
    }
}
