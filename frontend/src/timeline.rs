//! The history of a room on the screen.

mod active_row;
mod announcements;
mod beginning;
mod delete;
mod divider;
mod ending;
mod feed;
mod jump;
mod message;
mod message_text;
mod missing_message;
mod reactions;
mod toolbar;
mod typing;
mod view;

pub(crate) use view::TimelineView;
