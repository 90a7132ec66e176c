//! One WebSocket: opens, carries text, ends.
//!
//! The browser's own, by its events: gloo-net's reads as a stream and a sink, and the machinery for that weighs more
//! than all that happens here.

use client::{Input, SocketId};
use common::Json;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, MessageEvent, WebSocket};

use crate::device::json;

/// An open socket, or one on its way. Dropping it closes it, and nothing more is heard of it.
pub(super) struct Line {
    socket: WebSocket,
    on_event: Closure<dyn FnMut(Event)>,
}

/// What can happen on a socket.
const EVENTS: [&str; 3] = ["open", "message", "close"];

impl Line {
    /// Opens a socket; what happens on it is told to `report`, later. None for an address that is none or is
    /// forbidden.
    pub fn open(url: &str, id: SocketId, report: impl Fn(Input) + 'static) -> Option<Self> {
        let socket = WebSocket::new(url).ok()?;
        let on_event = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            report(match event.type_().as_str() {
                "open" => Input::Opened(id),
                "message" => Input::Frame(id, frame(&event)),
                _ => Input::Closed(id),
            });
        });
        for name in EVENTS {
            // Fails only for what cannot be listened to.
            let _ = socket.add_event_listener_with_callback(name, on_event.as_ref().unchecked_ref());
        }
        Some(Self { socket, on_event })
    }

    /// Sends a frame. A line that has just ended reports that by itself.
    pub fn say(&self, text: &str) {
        let _ = self.socket.send_with_str(text);
    }
}

/// What a frame says; nothing if it is not text.
fn frame(event: &Event) -> Json {
    let text = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string());
    text.map_or(Json::Nothing, |text| json::read(&text))
}

impl Drop for Line {
    fn drop(&mut self) {
        for name in EVENTS {
            let _ =
                self.socket.remove_event_listener_with_callback(name, self.on_event.as_ref().unchecked_ref());
        }
        // Fails only for codes and reasons, and there are none.
        let _ = self.socket.close();
    }
}
