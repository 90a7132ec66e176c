//! A stack of the fixture's template, and a client that speaks to it.

#![allow(dead_code, reason = "each test file uses its own part")]

use futures::{SinkExt, StreamExt};
use local::{Options, Stack};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Longer than anything takes on a machine that is busy: waiting ends with the answer, not with the clock.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub fn options() -> Options {
    let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gateway/template.yaml");
    Options::new(template, examples())
}

/// Cargo puts a package's examples beside the folder of its tests.
fn examples() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().join("examples")
}

pub async fn stack() -> Stack {
    start(options()).await
}

pub async fn start(options: Options) -> Stack {
    Stack::start(options).await.unwrap()
}

pub struct Client {
    pub socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

pub async fn client(stack: &Stack) -> Client {
    let (socket, _) = connect_async(stack.websocket_url()).await.unwrap();
    Client { socket }
}

impl Client {
    pub async fn say(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    pub async fn hear(&mut self) -> Message {
        timeout(PATIENCE, self.socket.next()).await.unwrap().unwrap().unwrap()
    }

    pub async fn hear_json(&mut self) -> Value {
        serde_json::from_str(self.hear().await.to_text().unwrap()).unwrap()
    }
}
