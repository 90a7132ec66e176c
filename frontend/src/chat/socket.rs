//! One WebSocket.

use client::{Input, SocketId};
use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::future::{AbortHandle, abortable, poll_fn, select};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State};
use wasm_bindgen_futures::spawn_local;

/// A socket that is open or opening. Dropping it closes the WebSocket, and nothing more is reported of it.
pub(super) struct Socket {
    outgoing: UnboundedSender<String>,
    connection: AbortHandle,
}

impl Socket {
    /// Opens a socket, and reports what happens on it.
    pub fn open(url: String, id: SocketId, report: impl Fn(Input) + Copy + 'static) -> Self {
        let (outgoing, queue) = unbounded();
        let (connection, abort) = abortable(async move {
            connect(&url, id, queue, report).await;
            report(Input::Closed(id));
        });
        spawn_local(async { _ = connection.await });
        Self { outgoing, connection: abort }
    }

    /// Sends a text frame. A socket that has just closed reports that by itself.
    pub fn send(&self, text: String) {
        let _ = self.outgoing.unbounded_send(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

/// Reads and writes until the WebSocket closes. An address that is invalid or forbidden ends at once.
async fn connect(url: &str, id: SocketId, queue: UnboundedReceiver<String>, report: impl Fn(Input)) {
    let Ok(mut socket) = WebSocket::open(url) else { return };
    // A sink is ready when its socket has opened or failed.
    let ready = poll_fn(|context| socket.poll_ready_unpin(context)).await;
    if ready.is_err() || !matches!(socket.state(), State::Open) {
        return;
    }
    report(Input::Opened(id));
    let (sink, stream) = socket.split();
    let (reader, writer) = (read(stream, id, &report), write(sink, queue));
    select(std::pin::pin!(reader), std::pin::pin!(writer)).await;
}

async fn read(mut stream: SplitStream<WebSocket>, id: SocketId, report: impl Fn(Input)) {
    while let Some(Ok(message)) = stream.next().await {
        if let Message::Text(text) = message {
            report(Input::Frame(id, text));
        }
    }
}

async fn write(mut sink: SplitSink<WebSocket, Message>, mut queue: UnboundedReceiver<String>) {
    while let Some(text) = queue.next().await {
        if sink.send(Message::Text(text)).await.is_err() {
            return;
        }
    }
}
