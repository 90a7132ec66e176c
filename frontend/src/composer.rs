//! Where messages are written.

#[cfg(target_arch = "wasm32")]
mod actions;
#[cfg(target_arch = "wasm32")]
mod banner;
#[cfg(target_arch = "wasm32")]
pub(crate) mod view;
pub mod draft;
pub mod keys;
