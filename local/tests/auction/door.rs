//! The auction's function for `$connect` and `$disconnect`: it stores the name of each connected bidder.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue::S;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);
    let table = std::env::var("BIDS")?;
    run(service_fn(|event| respond(&client, &table, event))).await
}

async fn respond(client: &Client, table: &str, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let context = &event.payload["requestContext"];
    let connection = S(context["connectionId"].as_str().ok_or("no connection")?.to_owned());
    let bidders = S("bidders".to_owned());
    if context["eventType"] == "DISCONNECT" {
        let delete = client.delete_item().table_name(table);
        delete.key("lot", bidders).key("entry", connection).send().await?;
        return Ok(json!({ "statusCode": 200 }));
    }
    let Some(name) = event.payload["queryStringParameters"]["name"].as_str() else {
        return Ok(json!({ "statusCode": 400 }));
    };
    let put = client.put_item().table_name(table).item("lot", bidders).item("entry", connection);
    put.item("bidder", S(name.to_owned())).send().await?;
    Ok(json!({ "statusCode": 200 }))
}
