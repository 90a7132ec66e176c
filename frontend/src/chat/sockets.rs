//! What the driver holds for the client.

use client::SocketId;
use gloo_timers::callback::Timeout;
use litemap::LiteMap;

use super::socket::Socket;

/// The sockets that are open or opening, and the client's timer.
#[derive(Default)]
pub(super) struct Sockets {
    pub open: LiteMap<SocketId, Socket>,
    pub timer: Option<Timeout>,
}
