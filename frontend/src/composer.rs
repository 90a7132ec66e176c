//! Where messages are written.

#[cfg(target_arch = "wasm32")]
mod banner;
pub mod draft;
pub mod keys;
#[cfg(target_arch = "wasm32")]
pub(crate) mod view;
#[cfg(target_arch = "wasm32")]
pub(crate) mod writing;
