//! What the code and the template have to agree on. The names of the table's keys are not here: with other names,
//! nothing works.

use local::Data;
use local::template::{Document, Template};
use serde_json::json;

use crate::fixture::{binaries, dynamodb, stack, stack_with};
use crate::person::Person;

fn template() -> Template {
    template_with(&[])
}

fn template_with(parameters: &[(&str, &str)]) -> Template {
    let document = Document::read(&e2e::template()).unwrap();
    let given = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    document.evaluate(&document.parameters(0, None, &given).unwrap()).unwrap()
}

#[test]
fn an_existing_table_takes_the_place_of_the_own_one() {
    let template = template_with(&[("ExistingTable", "Before")]);
    assert!(template.tables.is_empty());
    for function in template.functions.into_values() {
        assert_eq!(function.environment["TABLE"], "Before", "{}", function.id);
    }
}

#[test]
fn without_cloudfront_only_the_given_origins_may_connect_and_no_secret_is_known() {
    let origin = "https://chat.example.org";
    let template = template_with(&[("CloudFront", "false"), ("AllowedOrigins", origin)]);
    let environment = &template.functions["ConnectFunction"].environment;
    assert_eq!(
        (environment["ALLOWED_ORIGINS"].as_str(), environment["ORIGIN_SECRET"].as_str()),
        (origin, "")
    );
    assert!(template.site_headers.is_empty());
}

#[tokio::test]
async fn capacity_units_are_the_reads_and_writes_a_second_of_the_table() {
    for units in [0, 25] {
        let stack = stack_with(&[("CapacityUnits", &units.to_string())], Data::Memory).await;
        let table = dynamodb(&stack, "DescribeTable", json!({})).await["Table"].take();
        let capacity = &table["ProvisionedThroughput"];
        let each = [&capacity["ReadCapacityUnits"], &capacity["WriteCapacityUnits"]];
        assert_eq!(each, [&json!(units), &json!(units)], "{table}");
        stack.stop().await;
    }
}

#[tokio::test]
async fn the_server_knows_the_action_of_every_route() {
    let stack = stack().await;
    let mut ada = Person::guest(&stack, "Ada").await;
    let answer = ada.ask("dance", json!({})).await;
    assert_eq!(answer["code"], "unsupported", "an action without a route takes $default");
    for action in template().api.routes.into_keys().filter(|key| !key.starts_with('$')) {
        let answer = ada.ask(&action, json!({})).await;
        assert_ne!(answer["code"], "unsupported", "{action}: {answer}");
    }
    stack.stop().await;
}

#[tokio::test]
async fn rows_expire_by_the_attribute_in_the_template() {
    let stack = stack().await;
    let _ada = Person::in_room(&stack, "Ada", "lobby").await;
    let described = dynamodb(&stack, "DescribeTimeToLive", json!({})).await;
    let attribute = described["TimeToLiveDescription"]["AttributeName"].as_str().unwrap();
    let query = json!({
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :start)",
        "ExpressionAttributeValues": {":pk": {"S": "LISTEN#lobby"}, ":start": {"S": "CONN#"}},
    });
    let row = &dynamodb(&stack, "Query", query).await["Items"][0];
    let expires: u64 = row[attribute]["N"].as_str().unwrap_or_default().parse().expect("a time");
    let hours = (expires - e2e::issuer::now()) / 3600;
    assert!((2..100).contains(&hours), "a connection lives for two hours, its row for {hours}");
    stack.stop().await;
}

/// A variable that is missing fails other tests.
#[tokio::test]
async fn the_functions_read_every_variable_of_their_environment() {
    let binaries = binaries().await;
    let mut code = Vec::new();
    for binary in ["connect", "disconnect", "message"] {
        code.extend(std::fs::read(binaries.join(binary)).unwrap());
    }
    for function in template().functions.into_values() {
        // The SDK itself reads its variables, and composes their names.
        for name in function.environment.keys().filter(|name| !name.starts_with("AWS_")) {
            let is_read = code.windows(name.len()).any(|bytes| bytes == name.as_bytes());
            assert!(is_read, "{} has {name} in its environment, but no function reads it", function.id);
        }
    }
}
