//! The auction's function for the route `bid`: it stores a bid that is high enough, answers it, and posts to the bidder
//! who had the highest bid before.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::types::AttributeValue::{self, N, S};
use aws_sdk_dynamodb::types::ReturnValue;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};
use std::collections::HashMap;

type Item = HashMap<String, AttributeValue>;

struct Auction {
    dynamodb: aws_sdk_dynamodb::Client,
    gateway: aws_sdk_apigatewaymanagement::Client,
    table: String,
    house: String,
    increment: i64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let auction = Auction {
        dynamodb: aws_sdk_dynamodb::Client::new(&config),
        gateway: aws_sdk_apigatewaymanagement::Client::new(&config),
        table: std::env::var("BIDS")?,
        house: std::env::var("HOUSE")?,
        increment: std::env::var("INCREMENT")?.parse()?,
    };
    run(service_fn(|event| auction.respond(event))).await
}

impl Auction {
    async fn respond(&self, event: LambdaEvent<Value>) -> Result<Value, Error> {
        let connection = event.payload["requestContext"]["connectionId"].as_str().ok_or("no connection")?;
        let frame: Value = serde_json::from_str(event.payload["body"].as_str().unwrap_or_default())?;
        let (Some(lot), Some(amount)) = (frame["lot"].as_str(), frame["amount"].as_i64()) else {
            return Ok(json!({ "statusCode": 200, "body": "a bid needs a lot and an amount" }));
        };
        let before = self.bid(lot, amount, connection).await?;
        let answer = match before {
            Ok(before) => {
                self.tell(&before, lot, amount).await?;
                json!({ "house": self.house, "lot": lot, "highest": amount, "accepted": true })
            }
            Err(highest) => json!({ "house": self.house, "lot": lot, "highest": highest, "accepted": false }),
        };
        Ok(json!({ "statusCode": 200, "body": answer.to_string() }))
    }

    /// Stores a bid and returns the highest bid before it, or else the amount that was too much for this bid.
    async fn bid(&self, lot: &str, amount: i64, connection: &str) -> Result<Result<Item, i64>, Error> {
        let update = self.dynamodb.update_item().table_name(&self.table);
        let update = update.key("lot", S(lot.to_owned())).key("entry", S("highest".to_owned()));
        let update = update.update_expression("SET amount = :amount, #by = :by");
        let update = update.condition_expression("attribute_not_exists(lot) OR amount <= :limit");
        let update = update
            .expression_attribute_names("#by", "connection")
            .expression_attribute_values(":amount", N(amount.to_string()))
            .expression_attribute_values(":limit", N((amount - self.increment).to_string()))
            .expression_attribute_values(":by", S(connection.to_owned()));
        match update.return_values(ReturnValue::AllOld).send().await {
            Ok(output) => Ok(Ok(output.attributes.unwrap_or_default())),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| error.is_conditional_check_failed_exception()) =>
            {
                Ok(Err(self.highest(lot).await?))
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn highest(&self, lot: &str) -> Result<i64, Error> {
        let get = self.dynamodb.get_item().table_name(&self.table).consistent_read(true);
        let get = get.key("lot", S(lot.to_owned())).key("entry", S("highest".to_owned()));
        let item = get.send().await?.item.ok_or("no bid")?;
        let amount = item.get("amount").and_then(|amount| amount.as_n().ok()).ok_or("no amount")?;
        Ok(amount.parse()?)
    }

    /// Tells the bidder of the bid before that there is a higher one. The bidder may be gone.
    async fn tell(&self, before: &Item, lot: &str, amount: i64) -> Result<(), Error> {
        let Some(connection) = before.get("connection").and_then(|connection| connection.as_s().ok()) else {
            return Ok(());
        };
        let news = json!({ "lot": lot, "outbid": amount }).to_string();
        let post = self.gateway.post_to_connection().connection_id(connection);
        match post.data(news.into_bytes().into()).send().await {
            Err(error) if !error.as_service_error().is_some_and(|error| error.is_gone_exception()) => {
                Err(error.into())
            }
            _ => Ok(()),
        }
    }
}
