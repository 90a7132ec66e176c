//! The history of the open room as rows: which events have rows, what each row shows, and a signal for each row.

pub mod announcer;
pub mod day;
pub mod excerpt;
pub mod overlay;
pub mod row;
pub mod row_signal;
pub mod rows;
pub mod unread_line;
pub mod window;
