//! Rooms: this person's list, the directory of public ones, a room's header, a new room.

pub mod badge;
pub(crate) mod directory;
pub(crate) mod header;
mod leave;
pub(crate) mod list;
pub(crate) mod new_room;
mod search;
pub(crate) mod switcher;
