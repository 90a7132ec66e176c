//! The box in which messages are written.

mod banner;
pub mod keys;
pub(crate) mod view;
