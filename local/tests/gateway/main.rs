//! The promises of `local`, over real sockets with real processes: API Gateway's behaviour as AWS documents it,
//! Lambda's, and what must hold when a function, a client or the stack itself goes wrong.

#![expect(clippy::unwrap_used, reason = "a test may end here")]

mod closing;
mod connecting;
mod data;
mod fixture;
mod frames;
mod limits;
mod management;
mod order;
mod page;
mod processes;
