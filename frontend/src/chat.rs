//! The client as signals, with its sockets, its timer and its storage.

mod driver;
pub mod endpoint;
mod pages;
mod persist;
mod signals;
mod socket;
mod sockets;

pub use signals::Chat;
