//! The client's rules, one at a time.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../support/changed_rooms.rs"]
mod changed_rooms;
mod connecting;
mod driver;
mod identity;
mod mark_unread;
mod questions;
mod receiving;
mod rooms;
mod sending;
mod tabs;
mod throttling;
mod undo;
mod unread;
mod versions;
