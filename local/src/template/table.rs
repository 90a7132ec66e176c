//! A table, as the request that creates it in DynamoDB.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::Scope;

/// An `AWS::DynamoDB::Table`.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its `TableName`, or else its logical id.
    pub name: String,
    /// The body of the `CreateTable` request.
    pub create_request: Value,
    /// The attribute that holds the time when an item expires.
    pub ttl_attribute: Option<String>,
}

/// The properties that `CreateTable` takes unchanged from the template.
const COPIED_PROPERTIES: [&str; 6] = [
    "AttributeDefinitions",
    "KeySchema",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
    "BillingMode",
    "ProvisionedThroughput",
];

impl Table {
    pub(super) fn read(id: &str, resource: &Value, scope: &Scope) -> Result<Self> {
        let properties = &resource["Properties"];
        let name = scope.text(&json!({ "Ref": id }))?;
        let mut create_request = Map::from_iter([("TableName".to_owned(), json!(name))]);
        for key in COPIED_PROPERTIES {
            if !properties[key].is_null() {
                let value = scope.evaluate(&properties[key]).with_context(|| key.to_owned())?;
                if !value.is_null() {
                    create_request.insert(key.to_owned(), value);
                }
            }
        }
        let stream = scope.evaluate(&properties["StreamSpecification"])?;
        if !stream.is_null() {
            let stream = json!({ "StreamEnabled": true, "StreamViewType": stream["StreamViewType"] });
            create_request.insert("StreamSpecification".to_owned(), stream);
        }
        let ttl = scope.evaluate(&properties["TimeToLiveSpecification"])?;
        let enabled = scope.evaluate(&ttl["Enabled"])? == json!(true) || ttl["Enabled"] == "true";
        let ttl_attribute = ttl["AttributeName"].as_str().filter(|_| enabled).map(str::to_owned);
        Ok(Self { name, create_request: Value::Object(create_request), ttl_attribute })
    }
}
