//! A chat client without a screen.
//!
//! [`Client`] is a state machine without I/O. Its driver tells it what has happened, as [`Input`]s; it returns what the
//! driver has to do, as [`Effect`]s. It connects, resumes, retries, deduplicates and orders. The driver owns the sockets,
//! the storage and the clock: the page, the load generator and the simulation are drivers.
//!
//! Invariant: the client has no clock, socket, storage or source of randomness inside. The same inputs at the same times
//! with the same seed give the same effects.

mod backoff;
mod client;
mod clock;
mod connections;
mod effect;
mod input;
mod log;
mod names;
mod outbox;
mod question;
mod read_position;
mod requests;
mod room;
mod saved;
mod span;
mod throttle;
pub mod timing;
mod typing;
mod unread;

pub use client::{Client, Status};
pub use effect::{Effect, StorageChange};
pub use input::{Command, Input, Part, SocketId};
pub use question::Question;
pub use room::Room;
pub use saved::{Identity, Pending, Saved};
pub use unread::Unread;
