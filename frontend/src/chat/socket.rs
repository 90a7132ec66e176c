//! One WebSocket: opens, carries text, ends.

use client::{Input, SocketId};
use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::{SinkExt, StreamExt, future, stream};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State};

/// The sending side. Dropping it closes the socket.
pub(super) type Line = UnboundedSender<String>;

/// Opens a socket; what happens on it is told to `report`.
pub(super) fn open(url: &str, id: SocketId, report: impl Fn(Input) + 'static) -> Line {
    let (line, outgoing) = unbounded();
    let socket = WebSocket::open(url);
    wasm_bindgen_futures::spawn_local(async move {
        // An address that is none or is forbidden fails here; it is reported like any other failure.
        if let Ok(socket) = socket {
            talk(socket, id, outgoing, &report).await;
        }
        report(Input::Closed(id));
    });
    line
}

enum Turn {
    Say(String),
    Heard(String),
    End,
}

/// Carries frames both ways until either side ends it.
async fn talk(
    mut socket: WebSocket,
    id: SocketId,
    outgoing: UnboundedReceiver<String>,
    report: &impl Fn(Input),
) {
    // The sink is ready once the socket is open, or has failed.
    let waited = future::poll_fn(|context| socket.poll_ready_unpin(context)).await;
    if waited.is_err() || !matches!(socket.state(), State::Open) {
        return;
    }
    report(Input::Opened(id));
    let (mut sink, incoming) = socket.split();
    let heard = incoming.map(|message| match message {
        Ok(Message::Text(text)) => Turn::Heard(text),
        Ok(Message::Bytes(_)) => Turn::Heard(String::new()),
        Err(_) => Turn::End,
    });
    let said = outgoing.map(Turn::Say).chain(stream::once(future::ready(Turn::End)));
    let mut turns = stream::select(heard.chain(stream::once(future::ready(Turn::End))), said);
    while let Some(turn) = turns.next().await {
        let goes_on = match turn {
            Turn::Heard(text) => {
                report(Input::Frame(id, text));
                true
            }
            Turn::Say(text) => sink.send(Message::Text(text)).await.is_ok(),
            Turn::End => false,
        };
        if !goes_on {
            return;
        }
    }
}
