//! The template's table and the file that stores it.

use local::calls::Access;
use local::{Data, Options, Stack};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fixture::{
    call_management_api, client, dynamodb, options, recorded_event, stack, start, template,
};

#[tokio::test]
async fn the_table_has_the_templates_properties() {
    let stack = stack().await;
    let table = dynamodb(&stack, "DescribeTable", &json!({ "TableName": "Table" })).await["Table"].take();
    assert_eq!(table["KeySchema"], json!([{ "AttributeName": "pk", "KeyType": "HASH" }]));
    assert_eq!(table["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST");
    let ttl = dynamodb(&stack, "DescribeTimeToLive", &json!({ "TableName": "Table" })).await;
    assert_eq!(
        ttl["TimeToLiveDescription"],
        json!({ "AttributeName": "expires", "TimeToLiveStatus": "ENABLED" })
    );
    stack.stop().await;
}

#[tokio::test]
async fn operations_are_counted_by_name() {
    let stack = stack().await;
    let before = stack.calls();
    for _ in 0..3 {
        dynamodb(&stack, "GetItem", &json!({ "TableName": "Table", "Key": { "pk": { "S": "x" } } })).await;
    }
    assert_eq!(stack.calls().since(&before).dynamodb, [("GetItem".to_owned(), 3)].into());
    stack.stop().await;
}

#[tokio::test]
async fn calls_are_recorded_with_the_rights_that_they_need() {
    let stack = stack().await;
    dynamodb(&stack, "GetItem", &json!({ "TableName": "Table", "Key": { "pk": { "S": "USER#ada" } } })).await;
    call_management_api(&stack, "DELETE", "nobody", "").await;
    let access = |action: &str, resource: &str, leading_key: Option<&str>| Access {
        function: "local".into(), // the access key of these calls
        action: action.into(),
        resource: resource.into(),
        leading_key: leading_key.map(str::to_owned),
    };
    let (table, connections) = (
        "arn:aws:dynamodb:us-east-1:123456789012:table/Table",
        "arn:aws:execute-api:us-east-1:123456789012:Api/ws/DELETE/@connections/*",
    );
    let expected = [
        access("dynamodb:GetItem", table, Some("USER#*")),
        access("execute-api:ManageConnections", connections, None),
    ];
    assert_eq!(stack.calls().accesses.into_keys().collect::<Vec<_>>(), expected);
    stack.stop().await;
}

#[tokio::test]
async fn data_in_a_file_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = Data::File(folder.path().join("new/folder/data.sqlite"));
    let options = || Options { data: data.clone(), ..options() };
    let stack = start(options()).await;
    let id = client(&stack).await.id().await;
    stack.stop().await;
    let stack = start(options()).await;
    assert_eq!(recorded_event(&stack, "CONNECT", &id).await["requestContext"]["connectionId"], id.as_str());
    stack.stop().await;
}

#[tokio::test]
async fn a_file_serves_one_stack_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options { data: Data::File(folder.path().join("data.sqlite")), ..options() };
    let first = start(options()).await;
    let error = Stack::start(options()).await.unwrap_err();
    assert!(
        format!("{error:#}").ends_with("is in use, stop the other stack or choose another file with --data")
    );
    first.stop().await;
    start(options()).await.stop().await;
}

#[tokio::test]
async fn a_file_with_another_templates_table_is_left_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options { data: Data::File(folder.path().join("data.sqlite")), ..options() };
    start(options()).await.stop().await;
    let other = folder.path().join("template.yaml");
    let text = std::fs::read_to_string(template()).unwrap().replace("AttributeName: pk", "AttributeName: id");
    std::fs::write(&other, text).unwrap();
    let error = Stack::start(Options { template: other, ..options() }).await.unwrap_err();
    assert!(
        format!("{error:#}").contains("has other keys than the template's, delete the file"),
        "{error:#}"
    );
    start(options()).await.stop().await;
}

/// The path of a file that is no database.
fn no_database(folder: &Path) -> PathBuf {
    let path = folder.join("data.sqlite");
    std::fs::write(&path, "not a database, but long enough to be taken for one".repeat(100)).unwrap();
    path
}

/// No build could start here, so that the data are the first error only if they are looked at first.
#[test]
fn the_program_looks_at_the_data_before_it_builds() {
    let folder = tempfile::tempdir().unwrap();
    let data = no_database(folder.path());
    let arguments = ["--template".into(), template(), "--port".into(), "0".into(), "--data".into(), data];
    let mut program = Command::new(env!("CARGO_BIN_EXE_confab"));
    let output = program.args(arguments).env("CARGO", "no cargo").output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("delete it or choose another with --data"), "{error}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = no_database(folder.path());
    let error = Stack::start(Options { data: Data::File(path), ..options() }).await.unwrap_err();
    assert!(format!("{error:#}").contains("delete it or choose another with --data"), "{error:#}");
}
