//! The chat over the real stack: real sockets, API Gateway's behaviour, the functions' own binaries as
//! processes, a table. The clients here know PROTOCOL's JSON and nothing of our code.

#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod changes;
mod cost;
mod crowd;
mod devices;
mod gone;
mod logs;
mod once;
mod origins;
mod person;
mod refusals;
mod rooms;
mod stage;
mod talk;
