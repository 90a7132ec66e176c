//! Runs a SAM `template.yaml` on this machine: the WebSocket side of API Gateway, Lambda's Runtime API for the
//! functions' own binaries, DynamoDB, and the built site. A resource that the template lacks does not exist here.
//! What a run on one machine needs beyond the system itself is in [`template::Metadata`].

pub mod build;
pub mod calls;
mod dynamodb;
pub mod gateway;
mod hold;
pub mod lambda;
mod server;
mod site;
pub mod stack;
pub mod template;

pub use calls::Calls;
pub use dynamodb::Data;
pub use hold::Held;
pub use stack::{Options, Stack};
