//! Which rights each operation needs.

use super::*;
use serde_json::json;

/// The action, the part of the resource after `table/`, and the leading key of every access.
fn accesses(operation: &str, request: Value) -> Vec<(String, String, Option<String>)> {
    let index =
        json!([{ "IndexName": "ByUser", "KeySchema": [{ "AttributeName": "user", "KeyType": "HASH" }] }]);
    let create_request = json!({
        "KeySchema": [{ "AttributeName": "sk", "KeyType": "RANGE" }, { "AttributeName": "pk", "KeyType": "HASH" }],
        "GlobalSecondaryIndexes": index,
    });
    let keys = PartitionKeys::of(&[Table { name: "T".into(), create_request, ttl_attribute: None }]);
    let accesses = keys.accesses("Function", operation, request.to_string().as_bytes());
    let shown = |access: Access| {
        assert_eq!(access.function, "Function");
        let resource = access.resource.split_once("table/").unwrap().1.to_owned();
        (access.action, resource, access.leading_key)
    };
    accesses.into_iter().map(shown).collect()
}

fn expected(action: &str, resource: &str, key: Option<&str>) -> (String, String, Option<String>) {
    (format!("dynamodb:{action}"), resource.to_owned(), key.map(str::to_owned))
}

fn key(pk: &str) -> Value {
    json!({ "pk": { "S": pk }, "sk": { "S": "x" } })
}

#[test]
fn an_item_is_accessed_by_its_partition() {
    let get = json!({ "TableName": "T", "Key": key("USER#ada") });
    assert_eq!(accesses("GetItem", get), [expected("GetItem", "T", Some("USER#*"))]);
    let put = json!({ "TableName": "T", "Item": key("CONFIG") });
    assert_eq!(accesses("PutItem", put), [expected("PutItem", "T", Some("CONFIG"))]);
    assert_eq!(accesses("Scan", json!({ "TableName": "T" })), [expected("Scan", "T", None)]);
    assert_eq!(accesses("ListTables", json!({})), [expected("ListTables", "", None)]);
}

#[test]
fn batches_and_transactions_access_each_of_their_items() {
    let batch = json!({ "RequestItems": { "T": { "Keys": [key("A#1"), key("B")] } } });
    let action = "BatchGetItem";
    assert_eq!(
        accesses(action, batch),
        [expected(action, "T", Some("A#*")), expected(action, "T", Some("B"))]
    );
    let writes = json!([{ "PutRequest": { "Item": key("A#1") } }, { "DeleteRequest": { "Key": key("B") } }]);
    let action = "BatchWriteItem";
    let found = accesses(action, json!({ "RequestItems": { "T": writes } }));
    assert_eq!(found, [expected(action, "T", Some("A#*")), expected(action, "T", Some("B"))]);
    let parts = json!([
        { "Put": { "TableName": "T", "Item": key("A#1") } },
        { "ConditionCheck": { "TableName": "T", "Key": key("B") } },
    ]);
    let found = accesses("TransactWriteItems", json!({ "TransactItems": parts }));
    let check = expected("ConditionCheckItem", "T", Some("B"));
    assert_eq!(found, [expected("PutItem", "T", Some("A#*")), check]);
}

#[test]
fn a_query_accesses_the_partition_of_its_condition() {
    let values = json!({ ":a": { "S": "ROOM#tea" }, ":b": { "S": "x" } });
    let query = |expression: &str| {
        let names = json!({ "#p": "pk" });
        json!({ "TableName": "T", "KeyConditionExpression": expression, "ExpressionAttributeValues": values, "ExpressionAttributeNames": names })
    };
    for expression in
        ["pk = :a AND begins_with(sk, :b)", "(sk=:b) AND (#p=:a)", ":a = pk", "sk = :b and pk=:a"]
    {
        let found = accesses("Query", query(expression));
        assert_eq!(found, [expected("Query", "T", Some("ROOM#*"))], "{expression}");
    }
    let mut by_index = query("user = :a");
    by_index["IndexName"] = json!("ByUser");
    assert_eq!(accesses("Query", by_index), [expected("Query", "T/index/ByUser", Some("ROOM#*"))]);
}
