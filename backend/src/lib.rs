//! Confab's Lambdas: one small binary per function (`src/bin`) over this library.
//!
//! [`connect`](connect::connect), [`disconnect`](disconnect::disconnect) and [`message`](message::receive)
//! are what API Gateway calls. Everything they know is in one DynamoDB table; everything they say to
//! others goes through `@connections`.
//!
//! Invariant: no branch for local runs, no trait in front of DynamoDB. Only the SDK's own endpoint
//! variables tell a laptop from AWS.

pub mod connect;
pub mod context;
pub mod disconnect;
pub mod logs;
pub mod message;

mod answer;
mod clock;
mod failure;
mod key;
mod log;
mod metrics;
mod oidc;
mod origin;
mod post;
mod room;
mod row;
mod table;
mod token;
mod transaction;

pub use context::Context;
