//! Tests `local` over real sockets with real processes: API Gateway's and Lambda's behaviour as AWS documents it, and
//! what must hold when a function, a client or the stack itself fails.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod connect;
mod data;
mod disconnect;
mod fixture;
mod frames;
mod limits;
mod management;
mod order;
mod page;
mod processes;
mod throttles;
