//! The HTTP proxy in front of the database engine. It counts each request by its operation, by the capacity that
//! the operation consumes and by the rights that it needs, and forwards it.

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

use super::Controls;
use super::access::PartitionKeys;
use super::capacity;
use crate::calls::Counter;
use crate::calls::access::caller;

/// DynamoDB's largest request or response holds 16 MB of items; as JSON the same items are longer.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

#[derive(Clone)]
struct Proxy {
    client: Client<HttpConnector, Body>,
    engine: Uri,
    calls: Arc<Counter>,
    keys: Arc<PartitionKeys>,
    controls: Controls,
}

/// A router that counts into `calls` and forwards to `engine`, whose tables have these keys, what no test holds or
/// throttles.
pub fn router(engine: SocketAddr, calls: Arc<Counter>, keys: PartitionKeys, controls: Controls) -> Router {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let mut address = axum::http::uri::Parts::default();
    address.scheme = Some(Scheme::HTTP);
    address.authority = Authority::try_from(engine.to_string()).ok();
    address.path_and_query = Some(PathAndQuery::from_static("/"));
    let engine = Uri::from_parts(address).unwrap_or_default();
    let client = Client::builder(TokioExecutor::new()).build(connector);
    let keys = Arc::new(keys);
    Router::new().fallback(forward).with_state(Proxy { client, engine, calls, keys, controls })
}

async fn forward(State(proxy): State<Proxy>, request: Request) -> Response {
    proxy.forward(request).await.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

impl Proxy {
    async fn forward(&self, request: Request) -> anyhow::Result<Response> {
        let operation = operation(&request).unwrap_or("no operation").to_owned();
        self.calls.dynamodb(&operation);
        let (mut head, body) = request.into_parts();
        head.uri = self.engine.clone();
        head.headers.remove(header::CONTENT_LENGTH); // the body may grow
        let body = to_bytes(body, BODY_LIMIT).await?;
        if let Some(function) = caller(&head.headers) {
            for access in self.keys.accesses(function, &operation, &body) {
                self.calls.access(access);
            }
        }
        self.controls.holds.pass(&operation, &body).await;
        if let Some(throttled) = self.controls.throttles.answer(&operation, &body) {
            return Ok(throttled);
        }
        let body = capacity::add_to_request(&operation, body.into());
        let (head, body) = self.client.request(Request::from_parts(head, body.into())).await?.into_parts();
        let body = to_bytes(Body::new(body), BODY_LIMIT).await?;
        self.calls.consumed(&operation, capacity::half_units(&body));
        Ok(Response::from_parts(head, body.into()))
    }
}

/// `GetItem` of `x-amz-target: DynamoDB_20120810.GetItem`.
fn operation(request: &Request) -> Option<&str> {
    let target = request.headers().get("x-amz-target")?.to_str().ok()?;
    target.split_once('.').map(|(_, operation)| operation)
}
