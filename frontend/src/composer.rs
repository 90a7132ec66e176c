//! The box in which messages are written.

mod banner;
mod completion;
mod completion_list;
mod footer;
mod help;
mod insertion;
pub mod keys;
mod preview;
pub mod suggestions;
mod text_box;
pub mod token;
pub(crate) mod view;
