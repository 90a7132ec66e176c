//! Confab's Lambdas: one small binary per function (`src/bin`) over this library.
//!
//! API Gateway calls [`connect`](connect::connect), [`disconnect`](disconnect::disconnect) and
//! [`message`](message::receive). Their state is in one DynamoDB table, and they push frames to other clients through
//! `@connections`.
//!
//! Invariant: there is no branch for local runs, and no trait in front of DynamoDB. Locally only the SDK's endpoint
//! variables differ.

pub mod connect;
pub mod context;
pub mod disconnect;
pub mod logs;
pub mod message;

mod address;
mod address_limits;
mod allowance;
mod answer;
mod bucket;
mod budget;
mod charge;
mod clock;
mod cloudfront;
mod devices;
mod failure;
mod joined;
mod key;
mod log;
mod metrics;
mod oidc;
mod origin;
mod post;
mod room;
mod rounds;
mod row;
mod row_bucket;
mod signing_keys;
mod table;
mod token;
mod transaction;

pub use context::Context;
