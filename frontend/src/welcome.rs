//! The first visit: a name, and in.

#[cfg(target_arch = "wasm32")]
pub(crate) mod page;
pub mod suggest;
