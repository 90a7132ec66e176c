//! A function's environment variables: those of the template and those that Lambda sets.

use std::collections::BTreeMap;

use crate::template::{Function, REGION};

/// The URLs of the services that a function calls.
#[derive(Clone, Debug)]
pub(crate) struct Endpoints {
    pub dynamodb: String,
    pub management: String,
}

/// The variables that a function inherits from this process. There are no others, because they could make a function
/// behave differently than on AWS.
const INHERITED: [&str; 2] = ["PATH", "RUST_BACKTRACE"];

/// All variables except `AWS_LAMBDA_RUNTIME_API`, which differs for each process.
pub fn variables(function: &Function, endpoints: &Endpoints) -> BTreeMap<String, String> {
    let mut environment: BTreeMap<String, String> =
        INHERITED.iter().filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?))).collect();
    environment.extend(function.environment.clone());
    let memory = function.memory.to_string();
    let group = format!("/aws/lambda/{}", function.id);
    let set = [
        ("AWS_ACCESS_KEY_ID", function.id.as_str()), // the access key tells which function signed a request
        ("AWS_SECRET_ACCESS_KEY", "local"),
        ("AWS_SESSION_TOKEN", "local"),
        ("AWS_REGION", REGION),
        ("AWS_DEFAULT_REGION", REGION),
        ("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023"),
        ("AWS_LAMBDA_FUNCTION_NAME", &function.id),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &memory),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_FORMAT", if function.json_logs { "JSON" } else { "Text" }),
        ("AWS_LAMBDA_LOG_GROUP_NAME", &group),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "local"),
        ("AWS_ENDPOINT_URL_DYNAMODB", &endpoints.dynamodb),
        ("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", &endpoints.management),
        ("TZ", ":UTC"),
    ];
    environment.extend(set.map(|(name, value)| (name.to_owned(), value.to_owned())));
    environment
}
