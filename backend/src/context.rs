//! The clients and settings of a process.

use std::env;
use std::time::Duration;

use anyhow::{Context as _, bail};
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::SharedCredentialsProvider;

use crate::address::Addresses;
use crate::budget::Budgets;
use crate::key::Key;
use crate::metrics::Metrics;
use crate::oidc::Issuer;
use crate::signing_keys::Cache;
use crate::table::Table;

/// Clients and settings, built once per process.
pub struct Context {
    /// The one table.
    pub(crate) table: Table,
    /// API Gateway's `@connections`.
    pub(crate) gateway: aws_sdk_apigatewaymanagement::Client,
    /// Origins that may connect, besides the API's own host.
    pub(crate) origins: Vec<String>,
    /// What one address may do.
    pub(crate) addresses: Addresses,
    /// What each connection may spend.
    pub(crate) budgets: Budgets,
    /// The OpenID Connect issuer, if there is one.
    pub(crate) issuer: Option<Issuer>,
    /// Whether people may use the chat without signing in.
    pub(crate) guests: bool,
    /// The keys that sign tokens, once they are read.
    pub(crate) token_keys: Cache,
    /// The metrics of the frame that is being answered.
    pub(crate) metrics: Metrics,
}

impl Context {
    /// Reads the environment, builds the clients and makes the first call. So Lambda's init pays for TLS and
    /// credentials, and not the first request.
    ///
    /// # Errors
    /// `TABLE` is not set, or another variable has a value that cannot be used.
    pub async fn open() -> anyhow::Result<Self> {
        let name = env::var("TABLE").context("TABLE is not set: name the DynamoDB table in it")?;
        let origins = env::var("ALLOWED_ORIGINS").unwrap_or_default();
        let config = config();
        let context = Self {
            table: Table::new(dynamodb(&config), name),
            gateway: gateway(&config),
            origins: origins.split_whitespace().map(str::to_owned).collect(),
            addresses: Addresses::from_environment()?,
            budgets: Budgets::default(),
            issuer: Issuer::from_environment()?,
            guests: guests()?,
            token_keys: Cache::default(),
            metrics: Metrics::new(),
        };
        context.warm_up().await;
        Ok(context)
    }

    /// A table that does not answer now may answer the first request, so that a failure is only logged.
    async fn warm_up(&self) {
        if let Err(error) = self.table.get_item(Key::warm_up()).await {
            tracing::warn!(error = format!("{error:#}"), "the table does not answer yet");
        }
    }
}

/// Whether guests may use the chat: they may, unless `GUESTS` is `false`.
fn guests() -> anyhow::Result<bool> {
    match env::var("GUESTS").unwrap_or_default().as_str() {
        "" | "true" => Ok(true),
        "false" => Ok(false),
        other => bail!("GUESTS is {other:?}: set it to true or false"),
    }
}

/// Reads region and credentials from the environment, where Lambda puts them. The SDK's default chain also searches
/// profiles, roles and metadata services, which makes every function half a megabyte larger.
fn config() -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(env::var("AWS_REGION").ok().map(Region::new))
        .credentials_provider(SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new()))
        .timeout_config(timeouts())
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(50)))
        .build()
}

fn dynamodb(config: &SdkConfig) -> aws_sdk_dynamodb::Client {
    let mut config = aws_sdk_dynamodb::config::Builder::from(config);
    config.set_endpoint_url(endpoint("DYNAMODB"));
    aws_sdk_dynamodb::Client::from_conf(config.build())
}

fn gateway(config: &SdkConfig) -> aws_sdk_apigatewaymanagement::Client {
    let mut config = aws_sdk_apigatewaymanagement::config::Builder::from(config);
    config.set_endpoint_url(endpoint("APIGATEWAYMANAGEMENTAPI"));
    aws_sdk_apigatewaymanagement::Client::from_conf(config.build())
}

/// The endpoint of a service, from the SDK's own variables; none for AWS's default.
fn endpoint(service: &str) -> Option<String> {
    env::var(format!("AWS_ENDPOINT_URL_{service}")).or_else(|_| env::var("AWS_ENDPOINT_URL")).ok()
}

/// The timeouts of a call. They are short enough to answer with an `error` frame within the function's 10 s.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(1))
        .operation_attempt_timeout(Duration::from_millis(2_500))
        .operation_timeout(Duration::from_secs(6))
        .build()
}
