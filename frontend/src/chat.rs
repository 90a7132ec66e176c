//! Drives the [`client::Client`]: its sockets, its timer, its storage.

#[cfg(target_arch = "wasm32")]
pub(crate) mod driver;
pub mod endpoint;
#[cfg(target_arch = "wasm32")]
pub(crate) mod keep;
#[cfg(target_arch = "wasm32")]
mod socket;

#[cfg(target_arch = "wasm32")]
pub(crate) use driver::Chat;
