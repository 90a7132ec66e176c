//! The program as `cargo run` starts it: it prints its URL, serves the page, keeps acknowledged messages through
//! `kill -9`, and exits on SIGTERM.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use e2e::process::{self, Signal};
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Enough to build everything once on a slow machine.
const TIMEOUT: Duration = Duration::from_secs(30 * 60);

struct Program {
    child: Child,
    _stdout: Lines<BufReader<ChildStdout>>,
    address: String,
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

impl Program {
    async fn start(data: &Path) -> Self {
        // Cargo replaces itself by the program, so that a signal to the child reaches the program.
        let mut child = Command::new(env!("CARGO"))
            .current_dir(e2e::folder())
            .args(["run", "--", "--port", "0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = timeout(TIMEOUT, stdout.next_line()).await.unwrap().unwrap().unwrap();
        let address = line.rsplit_once("http://").unwrap().1.trim_end_matches('/').to_owned();
        Self { child, _stdout: stdout, address }
    }

    async fn connect(&self) -> Socket {
        connect_async(format!("ws://{}/ws", self.address)).await.unwrap().0
    }

    async fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).await.unwrap();
        response
    }

    fn signal(&self, signal: Signal) {
        assert!(process::signal(self.child.id().unwrap(), signal));
    }
}

async fn ask(socket: &mut Socket, request: Value) -> Value {
    socket.send(Message::text(request.to_string())).await.unwrap();
    loop {
        let frame = timeout(TIMEOUT, socket.next()).await.unwrap().unwrap().unwrap();
        let Message::Text(text) = frame else { continue };
        if text.is_empty() {
            continue;
        }
        let answer: Value = serde_json::from_str(&text).unwrap();
        if answer["id"] == request["id"] {
            return answer;
        }
    }
}

#[tokio::test]
async fn acknowledged_messages_survive_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.sqlite");
    let mut program = Program::start(&data).await;
    let page = program.get("/").await;
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("<title>Confab</title>"), "{page}");

    let mut socket = program.connect().await;
    let welcome = ask(&mut socket, json!({"action": "hello", "id": 1, "version": 1, "name": "Ada"})).await;
    ask(&mut socket, json!({"action": "join", "id": 2, "room": "lobby"})).await;
    let messages = json!([{"clientId": "c-1", "text": "Keep this"}]);
    let ack =
        ask(&mut socket, json!({"action": "send", "id": 3, "room": "lobby", "messages": messages})).await;
    program.signal(Signal::Kill);
    program.child.wait().await.unwrap();

    let mut program = Program::start(&data).await;
    let mut socket = program.connect().await;
    let hello = json!({"action": "hello", "id": 1, "version": 1, "token": welcome["token"]});
    assert_eq!(ask(&mut socket, hello).await["user"], welcome["user"], "the token is still valid");
    let page = ask(&mut socket, json!({"action": "history", "id": 2, "room": "lobby"})).await;
    let last = page["events"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["text"], &last["seq"]), (&json!("Keep this"), &ack["results"][0]["seq"]));
    program.signal(Signal::Term);
    assert!(timeout(TIMEOUT, program.child.wait()).await.unwrap().unwrap().success());
}
