//! The rows on the screen, each in a signal of its own, so that a change of one message renders one row.

use common::Seq;
use leptos::prelude::*;
use litemap::LiteMap;

use super::row::{MessageRow, Row};

/// A row on the screen, for the components that render it.
#[derive(Clone, Copy)]
pub struct RowSignal(RwSignal<Row>);

impl RowSignal {
    /// Reads the row, and tracks it.
    pub fn with<T>(self, read: impl FnOnce(&Row) -> T) -> T {
        read(&self.0.read())
    }

    /// Reads the row without tracking.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Row) -> T) -> T {
        read(&self.0.read_untracked())
    }

    /// Reads the message that the row shows, and tracks the row. A row of another kind gives the default.
    pub fn with_message<T: Default>(self, read: impl FnOnce(&MessageRow) -> T) -> T {
        self.0.read().message().map(read).unwrap_or_default()
    }

    /// Reads the message without tracking.
    pub fn with_message_untracked<T: Default>(self, read: impl FnOnce(&MessageRow) -> T) -> T {
        self.0.read_untracked().message().map(read).unwrap_or_default()
    }

    /// The event that the row stands for now. Not tracked.
    pub fn seq(self) -> Option<Seq> {
        self.0.read_untracked().seq
    }
}

/// A row in the list. `<For>` knows it again by its key.
#[derive(Clone)]
pub struct TimelineRow {
    /// The row's key.
    pub key: String,
    row: ArcRwSignal<Row>,
}

impl TimelineRow {
    fn new(row: Row) -> Self {
        Self { key: row.key.clone(), row: ArcRwSignal::new(row) }
    }

    /// The row's signal. It lives as long as the current reactive owner.
    pub fn signal(&self) -> RowSignal {
        RowSignal(self.row.clone().into())
    }

    /// Whether the row shows a message. A row never changes into one of another kind.
    pub fn is_message(&self) -> bool {
        self.row.read_untracked().message().is_some()
    }
}

/// The rows of the open room: a context.
#[derive(Clone, Copy)]
pub struct Timeline(RwSignal<Vec<TimelineRow>>);

impl Timeline {
    /// A timeline without rows.
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// The rows in order. Whoever reads them is notified only when rows come, go or move.
    pub fn rows(self) -> Vec<TimelineRow> {
        self.0.get()
    }

    /// Tracks the rows that come, go or move.
    pub fn track(self) {
        self.0.track();
    }

    /// Whether there are no rows.
    pub fn is_empty(self) -> bool {
        self.0.read().is_empty()
    }

    /// The row with this key.
    pub fn find(self, key: &str) -> Option<TimelineRow> {
        self.0.read().iter().find(|row| row.key == key).cloned()
    }

    /// The key of the last message.
    pub fn last_message(self) -> Option<String> {
        self.0.read().iter().rev().find(|row| row.is_message()).map(|row| row.key.clone())
    }

    /// Takes over new rows. A row that is there already keeps its signal, which is set only if the row has changed.
    pub fn update(self, rows: Vec<Row>) {
        let before = self.0.get_untracked();
        let mut by_key: LiteMap<&str, &TimelineRow> = LiteMap::with_capacity(before.len());
        for row in &before {
            by_key.insert(&row.key, row);
        }
        let update = |row: Row| {
            let Some(known) = by_key.get(row.key.as_str()) else { return TimelineRow::new(row) };
            if *known.row.read_untracked() != row {
                known.row.set(row);
            }
            (*known).clone()
        };
        let after: Vec<TimelineRow> = rows.into_iter().map(update).collect();
        if !before.iter().map(|row| &row.key).eq(after.iter().map(|row| &row.key)) {
            self.0.set(after);
        }
    }
}

impl Default for Timeline {
    fn default() -> Self {
        Self::new()
    }
}
