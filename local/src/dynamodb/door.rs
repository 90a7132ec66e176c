//! Every request to DynamoDB passes here, is counted by its operation and by what it consumes, and goes on to the
//! engine.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::uri::{Authority, PathAndQuery, Scheme, Uri};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use std::net::SocketAddr;
use std::sync::Arc;

use super::capacity;
use crate::calls::Counter;

/// DynamoDB's largest request and answer is one of 16 MB of items; written as JSON they grow.
const LIMIT: usize = 64 * 1024 * 1024;

#[derive(Clone)]
struct Door {
    engine: Client<HttpConnector, Body>,
    address: Uri,
    calls: Arc<Counter>,
}

/// A router that counts into `calls` and forwards to `engine`.
pub fn router(engine: SocketAddr, calls: Arc<Counter>) -> Router {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let mut address = axum::http::uri::Parts::default();
    address.scheme = Some(Scheme::HTTP);
    address.authority = Authority::try_from(engine.to_string()).ok();
    address.path_and_query = Some(PathAndQuery::from_static("/"));
    let address = Uri::from_parts(address).unwrap_or_default();
    let engine = Client::builder(TokioExecutor::new()).build(connector);
    Router::new().fallback(pass).with_state(Door { engine, address, calls })
}

async fn pass(State(door): State<Door>, request: Request) -> Response {
    door.forward(request).await.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

impl Door {
    async fn forward(&self, request: Request) -> anyhow::Result<Response> {
        let operation = operation(&request).unwrap_or("no operation").to_owned();
        self.calls.dynamodb(&operation);
        let (mut head, body) = request.into_parts();
        head.uri = self.address.clone();
        head.headers.remove(header::CONTENT_LENGTH); // the body may grow
        let body = capacity::asking(&operation, to_bytes(body, LIMIT).await?.into());
        let (head, body) = self.engine.request(Request::from_parts(head, body.into())).await?.into_parts();
        let body = to_bytes(Body::new(body), LIMIT).await?;
        self.calls.consumed(&operation, capacity::half_units(&body));
        Ok(Response::from_parts(head, body.into()))
    }
}

/// `GetItem` of `x-amz-target: DynamoDB_20120810.GetItem`.
fn operation(request: &Request) -> Option<&str> {
    let target = request.headers().get("x-amz-target")?.to_str().ok()?;
    target.split_once('.').map(|(_, operation)| operation)
}
