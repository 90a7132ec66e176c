//! Every request to DynamoDB passes here, is counted by its operation and goes on to the engine.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::uri::{Authority, PathAndQuery, Scheme, Uri};
use axum::response::{IntoResponse, Response};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use std::net::SocketAddr;
use std::sync::Arc;

use crate::calls::Counter;

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

async fn pass(State(door): State<Door>, mut request: Request) -> Response {
    if let Some(operation) = operation(&request) {
        door.calls.dynamodb(operation);
    }
    *request.uri_mut() = door.address.clone();
    match door.engine.request(request).await {
        Ok(response) => response.map(Body::new),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// `GetItem` of `x-amz-target: DynamoDB_20120810.GetItem`.
fn operation(request: &Request) -> Option<&str> {
    let target = request.headers().get("x-amz-target")?.to_str().ok()?;
    target.split_once('.').map(|(_, operation)| operation)
}
