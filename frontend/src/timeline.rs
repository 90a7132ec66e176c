//! A room's history: from events to rows, and the rows on the screen.

pub mod announce;
pub mod day;
#[cfg(target_arch = "wasm32")]
mod feed;
#[cfg(target_arch = "wasm32")]
mod line;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod message;
#[cfg(target_arch = "wasm32")]
mod scroll;
#[cfg(target_arch = "wasm32")]
mod toolbar;
#[cfg(target_arch = "wasm32")]
pub(crate) mod view;
pub mod overlay;
pub mod row;
pub mod rows;
pub mod text;
pub mod unread;
pub mod window;
