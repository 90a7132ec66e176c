//! A chat client without a screen.
//!
//! [`Client`] is a state machine: what happens goes in as [`Input`]s, what is to be done comes out as
//! [`Effect`]s. It connects, resumes, retries, deduplicates and orders; whoever drives it owns the
//! socket, the storage and the clock. The browser, the load generator and the simulations drive this one.
//!
//! Invariant: no clock, no socket, no storage, no source of randomness inside. The same inputs at the same
//! times with the same seed give the same effects.

mod backoff;
mod client;
mod effect;
mod input;
mod link;
mod log;
mod outbox;
mod requests;
mod room;
mod saved;
pub mod timing;

pub use client::{Client, Status};
pub use effect::{Effect, Keep};
pub use input::{Command, Input, SocketId};
pub use room::{Room, Unread};
pub use saved::{Deed, Identity, Pending, Saved};
