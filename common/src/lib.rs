//! The words both sides of Confab speak.
//!
//! A browser sends [`Request`]s, a server answers and pushes [`Frame`]s, and everything that must not be
//! lost is an [`Event`] in a room's log. Each type is the reference for its JSON; the examples are tests.
//!
//! Invariant: no clock, no I/O, no AWS. Values parse once, here at the edge; inside, none can be wrong.

mod error;
mod event;
mod frame;
mod id;
mod json;
pub mod limits;
mod message;
mod parsed;
mod reactions;
mod request;
mod seqs;
mod text;

pub use error::{Code, GatewayError, Refusal};
pub use event::{Event, Kind};
pub use frame::{Ack, Frame, Listing, Outcome, Page, RoomState, Verdict, Welcome};
pub use id::{ClientId, RequestId, RoomId, Seq, UserId};
pub use json::{Fields, FromFields, FromJson, Json, Unfit};
pub use limits::Limits;
pub use message::Message;
pub use parsed::Invalid;
pub use reactions::Reactions;
pub use request::{Batch, Draft, Hello, History, Request};
pub use seqs::Seqs;
pub use text::{Emoji, Name, Text, Title, Token};

/// Milliseconds since the Unix epoch. In an event it is the server's clock.
pub type Millis = u64;
