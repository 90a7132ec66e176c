//! A template of another project runs as it is: an auction with two functions, one table and a page, started as its
//! developer would start it, in a copy of its folder.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use sysinfo::{Pid, ProcessesToUpdate, Signal, System};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Longer than anything takes on a busy machine, because only a failing test should reach it.
const TIMEOUT: Duration = Duration::from_secs(60);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// The running program.
struct Auction {
    child: Child,
    _stdout: Lines<BufReader<ChildStdout>>,
    address: String,
}

impl Auction {
    /// Starts the program in `folder`, where it finds the template.
    async fn start(folder: &Path, options: &[&str]) -> Self {
        let test = std::env::current_exe().unwrap();
        let examples = test.parent().and_then(Path::parent).unwrap().join("examples");
        let mut program = Command::new(env!("CARGO_BIN_EXE_confab"));
        program.current_dir(folder).args(["--port", "0", "--binaries"]).arg(examples).args(options);
        let mut child = program.stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = timeout(TIMEOUT, stdout.next_line()).await.unwrap().unwrap().expect("a URL");
        let address = url.trim_start_matches("http://").to_owned();
        Self { child, _stdout: stdout, address }
    }

    async fn enter(&self, query: &str) -> Result<Socket, Error> {
        Ok(connect_async(format!("ws://{}/live{query}", self.address)).await?.0)
    }

    async fn page(&self) -> String {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        let request = format!("GET / HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).await.unwrap();
        response
    }

    async fn stop(mut self) {
        let (mut system, pid) = (System::new(), Pid::from_u32(self.child.id().unwrap()));
        system.refresh_processes(ProcessesToUpdate::Some(&[pid]), true);
        assert_eq!(system.process(pid).unwrap().kill_with(Signal::Term), Some(true));
        assert!(timeout(TIMEOUT, self.child.wait()).await.unwrap().unwrap().success());
    }
}

async fn hear(socket: &mut Socket) -> Value {
    let frame = timeout(TIMEOUT, socket.next()).await.unwrap().unwrap().unwrap();
    serde_json::from_str(frame.to_text().unwrap()).unwrap()
}

async fn bid(socket: &mut Socket, amount: i64) -> (bool, i64) {
    let frame = json!({ "do": "bid", "lot": "vase", "amount": amount });
    socket.send(Message::text(frame.to_string())).await.unwrap();
    let answer = hear(socket).await;
    assert_eq!(answer["lot"], "vase", "{answer}");
    (answer["accepted"].as_bool().unwrap(), answer["highest"].as_i64().unwrap())
}

/// A copy of the project, where a run may write its data.
fn project(folder: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/auction");
    std::fs::create_dir(folder.join("page")).unwrap();
    for file in ["template.yaml", "page/index.html"] {
        std::fs::copy(source.join(file), folder.join(file)).unwrap();
    }
    folder.join("template.yaml")
}

#[tokio::test]
async fn an_auction_runs_from_its_own_template() {
    let folder = tempfile::tempdir().unwrap();
    let template = project(folder.path());
    let auction = Auction::start(folder.path(), &["--parameter", "Increment=5"]).await;
    assert!(auction.page().await.contains("<title>Auction</title>"));
    match auction.enter("").await {
        Err(Error::Http(response)) => assert_eq!(response.status(), 400),
        other => panic!("a bidder without a name is refused, not {other:?}"),
    }

    let mut ada = auction.enter("?name=Ada").await.unwrap();
    let mut bob = auction.enter("?name=Bob").await.unwrap();
    assert_eq!(bid(&mut ada, 10).await, (true, 10));
    assert_eq!(bid(&mut bob, 14).await, (false, 10), "less than the increment");
    assert_eq!(bid(&mut bob, 15).await, (true, 15));
    assert_eq!(hear(&mut ada).await, json!({ "lot": "vase", "outbid": 15 }));
    auction.stop().await;

    // The bids are in the file that the template names, wherever the program is started.
    assert!(folder.path().join(".auction/bids.sqlite").is_file());
    let elsewhere = tempfile::tempdir().unwrap();
    let auction = Auction::start(elsewhere.path(), &["--template", template.to_str().unwrap()]).await;
    let mut eve = auction.enter("?name=Eve").await.unwrap();
    assert_eq!(bid(&mut eve, 15).await, (false, 15));
    assert_eq!(bid(&mut eve, 16).await, (true, 16), "the increment is the template's default again");
    auction.stop().await;
}

#[tokio::test]
async fn a_route_that_the_template_lacks_does_not_exist() {
    let folder = tempfile::tempdir().unwrap();
    project(folder.path());
    let auction = Auction::start(folder.path(), &["--memory"]).await;
    let mut ada = auction.enter("?name=Ada").await.unwrap();
    ada.send(Message::text(r#"{"do": "steal", "lot": "vase"}"#)).await.unwrap();
    assert_eq!(hear(&mut ada).await["message"], "Forbidden");
    assert!(!folder.path().join(".auction").exists(), "--memory writes no file");
    auction.stop().await;
}
