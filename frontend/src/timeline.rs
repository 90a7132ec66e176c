//! A room's history: from events to rows, and the rows on the screen.

pub mod announce;
pub mod day;
#[cfg(target_arch = "wasm32")]
mod delete;
#[cfg(target_arch = "wasm32")]
mod divider;
#[cfg(target_arch = "wasm32")]
mod edges;
#[cfg(target_arch = "wasm32")]
mod feed;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod message;
pub mod overlay;
#[cfg(target_arch = "wasm32")]
mod reactions;
#[cfg(target_arch = "wasm32")]
pub(crate) mod reader;
pub mod row;
pub mod rows;
#[cfg(target_arch = "wasm32")]
mod scroll;
#[cfg(target_arch = "wasm32")]
mod sheet;
pub mod text;
#[cfg(target_arch = "wasm32")]
mod toolbar;
#[cfg(target_arch = "wasm32")]
mod typing;
pub mod unread;
#[cfg(target_arch = "wasm32")]
pub(crate) mod view;
pub mod window;
