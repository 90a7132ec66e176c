//! The chat over the real stack: real sockets, API Gateway's behaviour, the functions' own binaries as
//! processes, a table. The clients here know PROTOCOL's JSON and nothing of our code.

#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod changes;
mod cost;
mod crowd;
mod devices;
mod gone;
#[path = "../issuer/issuer.rs"]
mod issuer;
mod logs;
mod metrics;
mod once;
mod origins;
mod person;
mod refusals;
mod rooms;
mod sign_in;
mod stage;
mod starts;
mod talk;
mod tap;
