//! The route `$connect`: from the upgrade request to an open connection. The upgrade waits for the integration's
//! response.

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;

use super::connection::Connection;
use super::routing::{IntegrationResponse, THROTTLED, error_message};
use super::{Gateway, event, ids};

/// Responds to an upgrade request to the stage. The work runs in a task of its own, so that `$disconnect` follows
/// `$connect` even if the client hangs up before the response.
pub async fn connect(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let response = tokio::spawn(gateway.accept(peer, request)).await;
    response.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

impl Gateway {
    async fn accept(self: Arc<Self>, peer: SocketAddr, request: Request) -> Response {
        let mut request = request.map(drop); // an upgrade has no body
        let mut response = match create_response_with_body(&request, Body::empty) {
            Ok(response) => response,
            Err(_) => {
                return (StatusCode::UPGRADE_REQUIRED, "This is a WebSocket, connect with ws://")
                    .into_response();
            }
        };
        let header =
            |name| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let host = header(header::HOST).unwrap_or_default();
        let (connection, channels) = Connection::new(peer.ip(), host, header(header::USER_AGENT));
        match self.invoke_connect(&connection, &request).await {
            Ok(Some(subprotocol)) => {
                response.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, subprotocol);
            }
            Ok(None) => {}
            Err(rejection) => return rejection,
        }
        connection.touch(); // the time that `$connect` took does not count as idle
        let connection = Arc::new(connection);
        self.connections().insert(connection.id.clone(), connection.clone());
        tokio::spawn(self.serve(hyper::upgrade::on(&mut request), connection, channels));
        response
    }

    /// Invokes `$connect`. Its response may choose the subprotocol. A status other than 2xx rejects the connection,
    /// and the client gets that status.
    async fn invoke_connect(
        &self,
        connection: &Connection,
        request: &Request<()>,
    ) -> Result<Option<HeaderValue>, Response> {
        let Some(route) = self.routes.get("$connect") else { return Ok(None) };
        if !route.accepts() {
            return Err(too_many_requests(connection));
        }
        let query = request.uri().query().unwrap_or_default();
        let event = event::connect(&self.context(connection), request.headers(), query);
        match self.invoke(route, &event).await {
            Ok(response) if (200..300).contains(&response.status) => Ok(subprotocol(&response)),
            Ok(response) => Err(rejection(response)),
            Err(_) => Err(internal_error()),
        }
    }
}

fn subprotocol(response: &IntegrationResponse) -> Option<HeaderValue> {
    let header =
        response.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-protocol"));
    header.and_then(|(_, value)| HeaderValue::from_str(value).ok())
}

fn rejection(response: IntegrationResponse) -> Response {
    match StatusCode::from_u16(response.status) {
        Ok(status) => (status, response.body.unwrap_or_default()).into_response(),
        Err(_) => internal_error(),
    }
}

fn too_many_requests(connection: &Connection) -> Response {
    let message = error_message(THROTTLED, connection, &ids::random());
    (StatusCode::TOO_MANY_REQUESTS, message).into_response()
}

fn internal_error() -> Response {
    (StatusCode::BAD_GATEWAY, r#"{"message": "Internal server error"}"#).into_response()
}
