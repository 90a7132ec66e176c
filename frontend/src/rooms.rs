//! Rooms: mine in the list, all public ones in the directory, a new one.

#[cfg(target_arch = "wasm32")]
pub(crate) mod directory;
#[cfg(target_arch = "wasm32")]
pub(crate) mod header;
pub mod item;
#[cfg(target_arch = "wasm32")]
pub(crate) mod leave;
#[cfg(target_arch = "wasm32")]
pub(crate) mod list;
#[cfg(target_arch = "wasm32")]
pub(crate) mod new_room;
