//! The rights that a request to DynamoDB needs: for each item or partition, IAM's action, the table and the partition.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

use crate::calls::access::{Access, key_pattern};
use crate::template::{Table, table_arn};

/// The partition keys' attributes, by the resource's ARN: of each table and of each of its indexes.
#[derive(Clone, Debug, Default)]
pub struct PartitionKeys(BTreeMap<String, String>);

impl PartitionKeys {
    pub fn of(tables: &[Table]) -> Self {
        let mut keys = BTreeMap::new();
        for table in tables {
            let request = &table.create_request;
            keys.insert(table_arn(&table.name), partition_key(request));
            let indexes = ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"].map(|kind| &request[kind]);
            for index in indexes.into_iter().filter_map(Value::as_array).flatten() {
                keys.insert(index_arn(&table.name, &index["IndexName"]), partition_key(index));
            }
        }
        Self(keys)
    }

    /// What `function` needs for this request.
    pub fn accesses(&self, function: &str, operation: &str, request: &[u8]) -> Vec<Access> {
        let request: Value = serde_json::from_slice(request).unwrap_or_default();
        let access = |call: Call| {
            let resource = call.resource();
            let leading_key = self.0.get(&resource).and_then(|name| call.partition(name));
            let action = format!("dynamodb:{}", call.action);
            Access { function: function.to_owned(), action, resource, leading_key }
        };
        calls(operation, &request).into_iter().map(access).collect()
    }
}

fn partition_key(definition: &Value) -> String {
    let keys = definition["KeySchema"].as_array().into_iter().flatten();
    let mut names =
        keys.filter(|key| key["KeyType"] == "HASH").filter_map(|key| key["AttributeName"].as_str());
    names.next().unwrap_or_default().to_owned()
}

fn index_arn(table: &str, index: &Value) -> String {
    format!("{}/index/{}", table_arn(table), index.as_str().unwrap_or_default())
}

/// One action of a request. A batch or a transaction has several.
struct Call<'a> {
    action: &'a str,
    table: &'a str,
    parameters: &'a Value,
}

/// Splits a request into its actions.
fn calls<'a>(operation: &'a str, request: &'a Value) -> Vec<Call<'a>> {
    let items = |value: &'a Value| value.as_array().into_iter().flatten();
    let call = |action, parameters: &'a Value| Call {
        action,
        table: parameters["TableName"].as_str().unwrap_or_default(),
        parameters,
    };
    let tables = || request["RequestItems"].as_object().into_iter().flatten();
    match operation {
        "BatchGetItem" => tables()
            .flat_map(|(table, keys)| {
                items(&keys["Keys"]).map(move |key| Call { action: operation, table, parameters: key })
            })
            .collect(),
        "BatchWriteItem" => tables()
            .flat_map(|(table, writes)| {
                let parts = items(writes).filter_map(Value::as_object).flat_map(Map::values);
                parts.map(move |write| Call { action: operation, table, parameters: write })
            })
            .collect(),
        "TransactGetItems" | "TransactWriteItems" => items(&request["TransactItems"])
            .filter_map(Value::as_object)
            .flatten()
            .map(|(part, parameters)| call(action_of_part(part), parameters))
            .collect(),
        _ => vec![call(operation, request)],
    }
}

/// The action that a part of a transaction needs. A transaction has no action of its own.
fn action_of_part(part: &str) -> &str {
    match part {
        "Get" => "GetItem",
        "Put" => "PutItem",
        "Update" => "UpdateItem",
        "Delete" => "DeleteItem",
        "ConditionCheck" => "ConditionCheckItem",
        other => other,
    }
}

impl Call<'_> {
    fn resource(&self) -> String {
        match &self.parameters["IndexName"] {
            Value::Null => table_arn(self.table),
            index => index_arn(self.table, index),
        }
    }

    /// The pattern of the partition that the action names, if the partition key has this name.
    fn partition(&self, name: &str) -> Option<String> {
        let places = [&self.parameters["Item"], &self.parameters["Key"], self.parameters];
        let value = places.into_iter().find_map(|item| item.get(name));
        let value = value.or_else(|| self.queried_partition(name))?;
        value.as_object()?.values().next()?.as_str().map(key_pattern)
    }

    /// The value that a `KeyConditionExpression` compares the partition key with.
    fn queried_partition(&self, name: &str) -> Option<&Value> {
        let expression = self.parameters["KeyConditionExpression"].as_str()?.replace('=', " = ");
        let words: Vec<&str> = expression
            .split(|c: char| c.is_whitespace() || "()".contains(c))
            .filter(|word| !word.is_empty())
            .collect();
        let is_name = |word: &str| {
            let alias = self.parameters["ExpressionAttributeNames"].get(word);
            alias.and_then(Value::as_str).unwrap_or(word) == name
        };
        let placeholder = words.windows(3).find_map(|window| match window {
            [left, "=", right] if is_name(left) => Some(*right),
            [left, "=", right] if is_name(right) => Some(*left),
            _ => None,
        })?;
        self.parameters["ExpressionAttributeValues"].get(placeholder)
    }
}

#[cfg(test)]
mod tests;
