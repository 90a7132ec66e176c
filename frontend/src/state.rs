//! What the components share: contexts with their plain logic, below the components. Nothing here knows a component.

pub(crate) mod attention;
pub(crate) mod composing;
pub(crate) mod dialogs;
pub mod draft;
pub mod emoji;
pub mod escape;
pub(crate) mod language;
pub(crate) mod location;
pub(crate) mod open_room;
pub mod people;
pub(crate) mod reading;
pub mod route;
pub mod settings;
pub mod slash_command;
pub(crate) mod sound;
pub mod timeline;
pub(crate) mod viewport;
