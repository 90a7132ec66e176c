//! The page about the page: version and licence, and the design as it is: its tokens and its widgets.

pub(crate) mod page;
pub mod tokens;
mod widgets;
