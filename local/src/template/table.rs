//! A table: what DynamoDB must be asked for so that it exists as on AWS.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::Scope;

/// An `AWS::DynamoDB::Table`.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its `TableName`, or else its logical id.
    pub name: String,
    /// The body of `CreateTable`.
    pub creation: Value,
    /// The attribute that says when an item expires.
    pub expires: Option<String>,
}

/// What `CreateTable` takes just as the template says it.
const SHARED: [&str; 6] = [
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
        let mut creation = Map::from_iter([("TableName".to_owned(), json!(name))]);
        for key in SHARED {
            if !properties[key].is_null() {
                let value = scope.evaluate(&properties[key]).with_context(|| key.to_owned())?;
                creation.insert(key.to_owned(), value);
            }
        }
        let stream = scope.evaluate(&properties["StreamSpecification"])?;
        if !stream.is_null() {
            let stream = json!({ "StreamEnabled": true, "StreamViewType": stream["StreamViewType"] });
            creation.insert("StreamSpecification".to_owned(), stream);
        }
        let ttl = scope.evaluate(&properties["TimeToLiveSpecification"])?;
        let enabled = scope.evaluate(&ttl["Enabled"])? == json!(true) || ttl["Enabled"] == "true";
        let expires = ttl["AttributeName"].as_str().filter(|_| enabled).map(str::to_owned);
        Ok(Self { name, creation: Value::Object(creation), expires })
    }
}
