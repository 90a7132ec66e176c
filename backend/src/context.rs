//! What lives as long as the process: clients, table, key.

use std::env;
use std::time::Duration;

use anyhow::{Context as _, bail};
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::SharedCredentialsProvider;
use tokio::sync::OnceCell;

use crate::key::Key;
use crate::metrics::Metrics;
use crate::oidc::Issuer;
use crate::row::TokenKey;
use crate::table::Table;

/// Clients and settings, built once per process.
pub struct Context {
    /// The one table.
    pub(crate) table: Table,
    /// API Gateway's `@connections`.
    pub(crate) gateway: aws_sdk_apigatewaymanagement::Client,
    /// Origins that may connect, besides the page's own host.
    pub(crate) origins: Vec<String>,
    /// Who vouches for people, if anybody does.
    pub(crate) issuer: Option<Issuer>,
    /// Whether people may come in whom nobody vouches for.
    pub(crate) guests: bool,
    /// What tokens are signed with, once it is known.
    pub(crate) token_key: OnceCell<TokenKey>,
    /// What is counted and printed.
    pub(crate) metrics: Metrics,
}

impl Context {
    /// Reads the environment, builds the clients and makes the first call, so that TLS, credentials and
    /// the token's key are paid for during init and not by whoever comes first.
    ///
    /// # Errors
    /// `TABLE` is not set, or what is set about signing in makes no sense.
    pub async fn open() -> anyhow::Result<Self> {
        let name = env::var("TABLE").context("TABLE is not set: name the DynamoDB table in it")?;
        let origins = env::var("ALLOWED_ORIGINS").unwrap_or_default();
        let config = config();
        let context = Self {
            table: Table::new(dynamodb(&config), name),
            gateway: gateway(&config),
            origins: origins.split_whitespace().map(str::to_owned).collect(),
            issuer: Issuer::from_environment()?,
            guests: guests()?,
            token_key: OnceCell::new(),
            metrics: Metrics::new(),
        };
        context.warm_up().await;
        Ok(context)
    }

    /// A table that cannot be read now may be readable when somebody asks: only say so.
    async fn warm_up(&self) {
        match self.table.get::<TokenKey>(Key::token_key()).await {
            Ok(Some(key)) => self.token_key.set(key).unwrap_or_default(),
            Ok(None) => {}
            Err(error) => tracing::warn!(error = format!("{error:#}"), "the table does not answer yet"),
        }
    }
}

/// As `GUESTS` says; they are welcome unless it does.
fn guests() -> anyhow::Result<bool> {
    match env::var("GUESTS").unwrap_or_default().as_str() {
        "" | "true" => Ok(true),
        "false" => Ok(false),
        other => bail!("GUESTS is {other:?}: set it to true or false"),
    }
}

/// Region and credentials as Lambda gives them, in the environment. The SDK's own search for them, through
/// profiles, roles and metadata services, would make every function half a megabyte larger.
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

/// Where a service is, if not where AWS has it: the SDK's own variables.
fn endpoint(service: &str) -> Option<String> {
    env::var(format!("AWS_ENDPOINT_URL_{service}")).or_else(|_| env::var("AWS_ENDPOINT_URL")).ok()
}

/// A frame must fail with an answer of ours, well within the function's 10 s.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(1))
        .operation_attempt_timeout(Duration::from_millis(2_500))
        .operation_timeout(Duration::from_secs(6))
        .build()
}
