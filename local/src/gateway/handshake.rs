//! From the upgrade request to an open connection: `$connect` decides, and the client waits for it.

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;

use super::connection::Connection;
use super::routing::Answer;
use super::{Gateway, event};

/// Answers a request to the stage. The work is done in a task of its own: a client that hangs up meanwhile must
/// not leave a `$connect` behind that has no `$disconnect`.
pub async fn connect(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let response = tokio::spawn(gateway.open(peer, request)).await;
    response.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

impl Gateway {
    async fn open(self: Arc<Self>, peer: SocketAddr, request: Request) -> Response {
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
        let (connection, mailbox) = Connection::new(peer.ip(), host, header(header::USER_AGENT));
        match self.admit(&connection, &request).await {
            Ok(Some(protocol)) => {
                response.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, protocol);
            }
            Ok(None) => {}
            Err(refusal) => return refusal,
        }
        connection.touch(); // how long `$connect` took is not idleness of the client
        let connection = Arc::new(connection);
        self.connections().insert(connection.id.clone(), connection.clone());
        tokio::spawn(self.serve(hyper::upgrade::on(&mut request), connection, mailbox));
        response
    }

    /// Asks `$connect`. It may choose the sub-protocol; any status but 2xx goes to the client.
    async fn admit(
        &self,
        connection: &Connection,
        request: &Request<()>,
    ) -> Result<Option<HeaderValue>, Response> {
        let Some(target) = self.routes.get("$connect") else { return Ok(None) };
        let query = request.uri().query().unwrap_or_default();
        let event = event::connect(&self.place(connection), request.headers(), query);
        match self.ask(target, &event).await {
            Ok(answer) if (200..300).contains(&answer.status) => Ok(protocol(&answer)),
            Ok(answer) => Err(refusal(answer)),
            Err(_) => Err(internal_error()),
        }
    }
}

fn protocol(answer: &Answer) -> Option<HeaderValue> {
    let chosen = answer.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-protocol"));
    chosen.and_then(|(_, value)| HeaderValue::from_str(value).ok())
}

fn refusal(answer: Answer) -> Response {
    match StatusCode::from_u16(answer.status) {
        Ok(status) => (status, answer.body.unwrap_or_default()).into_response(),
        Err(_) => internal_error(),
    }
}

fn internal_error() -> Response {
    (StatusCode::BAD_GATEWAY, r#"{"message": "Internal server error"}"#).into_response()
}
