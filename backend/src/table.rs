//! The one table. Its rows are read and written as values of Rust types.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, Put, PutRequest, Update, WriteRequest,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_dynamo::{from_item, from_items, to_item};

use crate::failure::Failure;
use crate::key::Key;

mod batch;

/// A row as DynamoDB's attributes.
pub type Item = HashMap<String, AttributeValue>;

/// The table and the client for it.
pub struct Table {
    pub(crate) client: Client,
    name: String,
}

impl Table {
    pub fn new(client: Client, name: String) -> Self {
        Self { client, name }
    }

    /// Reads a row, consistently.
    pub async fn get<T: DeserializeOwned>(&self, key: Key) -> Result<Option<T>, Failure> {
        self.get_item(key).await?.map(parse).transpose()
    }

    /// Reads a row with all its attributes, also those that this program does not know.
    pub async fn get_item(&self, key: Key) -> Result<Option<Item>, Failure> {
        let get = self.client.get_item().table_name(&self.name).set_key(Some(key.attributes()));
        Ok(get.consistent_read(true).send().await?.item)
    }

    /// Writes a row, and replaces the one that is there.
    pub async fn put(&self, key: Key, row: &impl Serialize) -> Result<(), Failure> {
        let put = self.client.put_item().table_name(&self.name).set_item(Some(item(key, row)?));
        put.send().await?;
        Ok(())
    }

    /// Removes a row, if it is there.
    pub async fn delete(&self, key: Key) -> Result<(), Failure> {
        let delete = self.client.delete_item().table_name(&self.name).set_key(Some(key.attributes()));
        delete.send().await?;
        Ok(())
    }

    /// Begins an update of a row: add its expression and condition, then call [`try_update`].
    pub fn update(&self, key: Key) -> UpdateItemFluentBuilder {
        self.client.update_item().table_name(&self.name).set_key(Some(key.attributes()))
    }

    /// Queries the rows of a partition whose sort key begins with `prefix`, consistently.
    pub fn query(&self, pk: String, prefix: &str) -> QueryFluentBuilder {
        self.partition(pk)
            .key_condition_expression("pk = :pk AND begins_with(sk, :start)")
            .expression_attribute_values(":start", text(prefix))
    }

    /// Queries the rows of a partition from one sort key to another, both included, consistently.
    pub fn range(&self, pk: String, from: String, to: String) -> QueryFluentBuilder {
        self.partition(pk)
            .key_condition_expression("pk = :pk AND sk BETWEEN :from AND :to")
            .expression_attribute_values(":from", text(from))
            .expression_attribute_values(":to", text(to))
    }

    fn partition(&self, pk: String) -> QueryFluentBuilder {
        let query = self.client.query().table_name(&self.name).consistent_read(true);
        query.expression_attribute_values(":pk", text(pk))
    }

    /// A transaction's write of a row.
    pub fn build_put(&self, key: Key, row: &impl Serialize) -> Result<Put, Failure> {
        self.build_put_item(item(key, row)?)
    }

    /// A transaction's write of a row that has its key among its attributes.
    pub fn build_put_item(&self, item: Item) -> Result<Put, Failure> {
        let put = Put::builder().table_name(&self.name).set_item(Some(item));
        put.build().map_err(internal)
    }

    /// A transaction's removal of a row.
    pub fn build_delete(&self, key: Key) -> Result<Delete, Failure> {
        let delete = Delete::builder().table_name(&self.name).set_key(Some(key.attributes()));
        delete.build().map_err(internal)
    }

    /// A transaction's condition on a row.
    pub fn build_check(&self, key: Key, condition: &str) -> Result<ConditionCheck, Failure> {
        let check = ConditionCheck::builder().table_name(&self.name).set_key(Some(key.attributes()));
        check.condition_expression(condition).build().map_err(internal)
    }

    /// A transaction's update of a row that must be there. The expression names its value `:value`.
    pub fn build_update(&self, key: Key, expression: &str, value: AttributeValue) -> Result<Update, Failure> {
        let update = Update::builder().table_name(&self.name).set_key(Some(key.attributes()));
        let update = update.update_expression(expression).expression_attribute_values(":value", value);
        update.condition_expression("attribute_exists(pk)").build().map_err(internal)
    }

    /// A transaction's removal of an attribute from a row that must be there.
    pub fn build_removal(&self, key: Key, attribute: &str) -> Result<Update, Failure> {
        let update = Update::builder().table_name(&self.name).set_key(Some(key.attributes()));
        let update = update.update_expression("REMOVE #name").expression_attribute_names("#name", attribute);
        update.condition_expression("attribute_exists(pk)").build().map_err(internal)
    }

    /// A transaction's addition of one to a counter, which begins at zero and must be below `most`.
    pub fn build_count(&self, key: Key, counter: &str, most: u64) -> Result<Update, Failure> {
        let update = Update::builder().table_name(&self.name).set_key(Some(key.attributes()));
        let update = update
            .update_expression("ADD #counter :one")
            .condition_expression("attribute_not_exists(#counter) OR #counter < :most")
            .expression_attribute_names("#counter", counter)
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":most", number(most));
        update.build().map_err(internal)
    }

    /// A transaction's change of a counter by one, up (`+`) or down (`-`). It begins at `start`, and must be below `most`.
    pub fn build_step(
        &self,
        key: Key,
        counter: &str,
        sign: char,
        start: u64,
        most: Option<u64>,
    ) -> Result<Update, Failure> {
        let mut update = Update::builder()
            .table_name(&self.name)
            .set_key(Some(key.attributes()))
            .update_expression(format!("SET #counter = if_not_exists(#counter, :start) {sign} :one"))
            .expression_attribute_names("#counter", counter)
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":start", number(start));
        if let Some(most) = most {
            update = update
                .condition_expression("attribute_not_exists(#counter) OR #counter < :most")
                .expression_attribute_values(":most", number(most));
        }
        update.build().map_err(internal)
    }

    fn build_write(&self, key: Key, row: &impl Serialize) -> Result<WriteRequest, Failure> {
        let put = PutRequest::builder().set_item(Some(item(key, row)?)).build().map_err(internal)?;
        Ok(WriteRequest::builder().put_request(put).build())
    }
}

/// Sends an update. Returns false if its condition does not hold.
pub async fn try_update(update: UpdateItemFluentBuilder) -> Result<bool, Failure> {
    try_update_returning(update).await.map(|old| old.is_some())
}

/// Sends an update. Returns what its `ReturnValues` name, or nothing if its condition does not hold.
pub async fn try_update_returning(update: UpdateItemFluentBuilder) -> Result<Option<Item>, Failure> {
    match update.send().await {
        Ok(answer) => Ok(Some(answer.attributes.unwrap_or_default())),
        Err(error) if is_condition_failed(&error) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn is_condition_failed(error: &SdkError<UpdateItemError>) -> bool {
    error.as_service_error().is_some_and(UpdateItemError::is_conditional_check_failed_exception)
}

/// Reads all rows of a query, page by page.
pub async fn all<T: DeserializeOwned>(query: QueryFluentBuilder) -> Result<Vec<T>, Failure> {
    let items: Result<Vec<Item>, _> = query.into_paginator().items().send().collect().await;
    parse_all(items?)
}

/// Reads the first rows of a query, at most `limit`.
pub async fn first<T: DeserializeOwned>(query: QueryFluentBuilder, limit: u32) -> Result<Vec<T>, Failure> {
    let limit = i32::try_from(limit).unwrap_or(i32::MAX);
    parse_all(query.limit(limit).send().await?.items.unwrap_or_default())
}

/// A row with its key.
fn item(key: Key, row: &impl Serialize) -> Result<Item, Failure> {
    let mut item = attributes(row)?;
    item.extend(key.attributes());
    Ok(item)
}

/// A row without its key.
pub fn attributes(row: &impl Serialize) -> Result<Item, Failure> {
    to_item(row).map_err(internal)
}

/// Reads a row into its type.
pub fn parse<T: DeserializeOwned>(item: Item) -> Result<T, Failure> {
    from_item(item).map_err(internal)
}

fn parse_all<T: DeserializeOwned>(items: Vec<Item>) -> Result<Vec<T>, Failure> {
    from_items(items).map_err(internal)
}

/// A string attribute.
pub fn text(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

/// A set of strings; DynamoDB has no empty ones.
pub fn set(members: impl IntoIterator<Item = impl ToString>) -> AttributeValue {
    AttributeValue::Ss(members.into_iter().map(|member| member.to_string()).collect())
}

/// A number attribute.
pub fn number(number: u64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

fn internal(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::Internal(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::{Event, Kind};

    #[test]
    fn an_event_is_read_as_it_was_written_without_its_key() {
        let json = r#"{"seq":3,"at":1700000000000,"by":"u-1","name":"Ada","kind":"message","clientId":"c-1",
            "text":"Hi","replyTo":2,"edited":5,"reactions":{"👍":["u-1","u-2"]},"rev":9}"#;
        let event: Event = serde_json::from_str(json).unwrap();
        let item = item(Key::event(&"lobby".parse().unwrap(), 3), &event).unwrap();
        assert_eq!((item["pk"].clone(), item["sk"].clone()), (text("ROOM#lobby"), text("LOG#000000000003")));
        assert_eq!(parse::<Event>(item).unwrap(), event);
    }

    #[test]
    fn an_event_of_an_unknown_kind_keeps_its_place() {
        let newer = [("seq", number(3)), ("at", number(1)), ("by", text("u-1")), ("name", text("Ada"))];
        let mut item: Item = newer.map(|(name, value)| (name.to_owned(), value)).into();
        item.insert("kind".to_owned(), text("poll"));
        assert_eq!(parse::<Event>(item).unwrap().kind, Kind::Unknown);
    }
}
