//! The history of a room on the screen.

pub(crate) mod actions;
mod active_row;
mod announcements;
mod any_emoji;
mod beginning;
mod divider;
mod ending;
mod feed;
mod jump;
mod long_press;
mod menu;
mod message;
mod message_text;
mod missing_message;
mod perform;
mod reactions;
mod toolbar;
mod typing;
mod view;

pub(crate) use view::TimelineView;
