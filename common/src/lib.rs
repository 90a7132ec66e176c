//! The protocol's types, which the client and the server share.
//!
//! A client sends [`Request`]s. The server answers them and pushes [`Frame`]s. Everything that must not be lost is an
//! [`Event`] in a room's log. Each type is the reference for its JSON; the examples are tests.
//! docs/protocol.md describes the wire for authors of other clients. [`markup`] says what a message's text means.
//!
//! Invariant: this crate has no clock, no I/O and no AWS. A value is checked once, when it is parsed; afterwards it is
//! always valid.

mod change;
mod error;
mod event;
mod frame;
mod id;
mod json;
pub mod limits;
pub mod markup;
mod message;
mod parsed;
mod reactions;
mod request;
mod text;

pub use change::{Change, Delete, Edit, Post, React};
pub use error::{Code, GatewayError, Refusal};
pub use event::{Event, Kind};
pub use frame::{
    Ack, Events, Frame, Joined, Left, Listing, Outcome, Page, Pong, ReadMark, Renamed, RoomState, Rooms,
    Typing, Verdict, Welcome,
};
pub use id::{ClientId, RequestId, RoomId, Seq, Seqs, UserId};
pub use json::{Object, from_json, from_object};
pub use limits::Limits;
pub use message::Message;
pub use parsed::Invalid;
pub use reactions::Reactions;
pub use request::{Batch, Hello, History, NewMessage, Request};
pub use text::{Emoji, Name, Text, Title, Token};

/// Milliseconds: since the Unix epoch, or of a time span. The time of an event comes from the server's clock.
pub type Millis = u64;
