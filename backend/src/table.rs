//! The one table: its rows as values of our types.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, PutRequest, Update, WriteRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_dynamo::{from_item, from_items, to_item};

use crate::failure::Failure;
use crate::key::Key;

mod batch;

/// A row as DynamoDB has it.
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

    /// One row, as of now.
    pub async fn get<T: DeserializeOwned>(&self, key: Key) -> Result<Option<T>, Failure> {
        self.get_item(key).await?.map(parse).transpose()
    }

    /// One row with all its attributes, those of newer programs too.
    pub async fn get_item(&self, key: Key) -> Result<Option<Item>, Failure> {
        let get = self.client.get_item().table_name(&self.name).set_key(Some(key.attributes()));
        Ok(get.consistent_read(true).send().await?.item)
    }

    /// Writes a row, whatever was there.
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

    /// Changes a row: add expression and condition, then [`try_update`].
    pub fn update(&self, key: Key) -> UpdateItemFluentBuilder {
        self.client.update_item().table_name(&self.name).set_key(Some(key.attributes()))
    }

    /// The rows of a partition whose sort key starts with `start`, as of now.
    pub fn query(&self, pk: String, start: &str) -> QueryFluentBuilder {
        self.partition(pk)
            .key_condition_expression("pk = :pk AND begins_with(sk, :start)")
            .expression_attribute_values(":start", text(start))
    }

    /// The rows of a partition from one sort key to another, both included, as of now.
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

    /// Part of a transaction: write a row.
    pub fn putting(&self, key: Key, row: &impl Serialize) -> Result<Put, Failure> {
        self.putting_item(item(key, row)?)
    }

    /// Part of a transaction: write a row as it is.
    pub fn putting_item(&self, item: Item) -> Result<Put, Failure> {
        let put = Put::builder().table_name(&self.name).set_item(Some(item));
        put.build().map_err(broken)
    }

    /// Part of a transaction: remove a row.
    pub fn deleting(&self, key: Key) -> Result<Delete, Failure> {
        let delete = Delete::builder().table_name(&self.name).set_key(Some(key.attributes()));
        delete.build().map_err(broken)
    }

    /// Part of a transaction: change a row that is there.
    pub fn updating(&self, key: Key, expression: &str, value: AttributeValue) -> Result<Update, Failure> {
        let update = Update::builder().table_name(&self.name).set_key(Some(key.attributes()));
        let update = update.update_expression(expression).expression_attribute_values(":value", value);
        update.condition_expression("attribute_exists(pk)").build().map_err(broken)
    }

    /// Part of a transaction: count up, from none, unless it is `most` already.
    pub fn counting(&self, key: Key, counter: &str, most: u64) -> Result<Update, Failure> {
        let update = Update::builder().table_name(&self.name).set_key(Some(key.attributes()));
        let update = update
            .update_expression("ADD #counter :one")
            .condition_expression("attribute_not_exists(#counter) OR #counter < :most")
            .expression_attribute_names("#counter", counter)
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":most", number(most));
        update.build().map_err(broken)
    }

    fn writing(&self, key: Key, row: &impl Serialize) -> Result<WriteRequest, Failure> {
        let put = PutRequest::builder().set_item(Some(item(key, row)?)).build().map_err(broken)?;
        Ok(WriteRequest::builder().put_request(put).build())
    }
}

/// Sends an update; false if its condition did not hold.
pub async fn try_update(update: UpdateItemFluentBuilder) -> Result<bool, Failure> {
    try_replace(update).await.map(|old| old.is_some())
}

/// Sends an update; the row as it was before if that was asked for, nothing if its condition did not hold.
pub async fn try_replace(update: UpdateItemFluentBuilder) -> Result<Option<Item>, Failure> {
    match update.send().await {
        Ok(answer) => Ok(Some(answer.attributes.unwrap_or_default())),
        Err(e) if e.as_service_error().is_some_and(|e| e.is_conditional_check_failed_exception()) => Ok(None),
        Err(e) => Err(e.into()),
    }
}

/// A query's rows, all its pages.
pub async fn all<T: DeserializeOwned>(query: QueryFluentBuilder) -> Result<Vec<T>, Failure> {
    let items: Result<Vec<Item>, _> = query.into_paginator().items().send().collect().await;
    parse_all(items?)
}

/// A query's first rows; no more than its limit.
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
    to_item(row).map_err(broken)
}

/// A row as a value of its type.
pub fn parse<T: DeserializeOwned>(item: Item) -> Result<T, Failure> {
    from_item(item).map_err(broken)
}

fn parse_all<T: DeserializeOwned>(items: Vec<Item>) -> Result<Vec<T>, Failure> {
    from_items(items).map_err(broken)
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

fn broken(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::Broken(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::{Event, Kind};

    #[test]
    fn an_event_comes_back_as_it_went_in_with_its_key_ignored() {
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
