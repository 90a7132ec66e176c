//! The rows on the screen, and each row by its key.

use std::sync::Arc;

use common::Seq;
use litemap::LiteMap;

use super::row::{Body, Row, Said};
use super::rows::{Scene, rows};
use super::window::Window;
use crate::chat::Chat;
use crate::device::time;
use crate::shell::room::ShownRoom;
use crate::widgets::state::{Derived, memo_from};

/// The rows, shared: a row that stays the same is never copied or drawn again.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Sheet {
    rows: Vec<Arc<Row>>,
    places: LiteMap<String, usize>,
}

impl Sheet {
    /// The rows of a room as it is now; of a room that is not known yet, what has been written there.
    pub fn of(room: ShownRoom, window: Window, unread_after: Option<Seq>) -> Self {
        Chat.with(|client| {
            let id = room.id();
            let open = client.room(&id);
            Self::new(rows(&Scene {
                events: open.map(|open| window.cut(open.events())).unwrap_or_default(),
                pending: client.pending(&id).collect(),
                at_end: window.is_at_end(),
                me: client.me().map(|me| &me.user),
                name: client.name(),
                unread_after,
                event: &|seq| open.and_then(|open| open.event(seq)),
                today: time::day(time::now()),
                day: &time::day,
            }))
        })
    }

    fn new(rows: Vec<Row>) -> Self {
        let mut places = LiteMap::new();
        for (place, row) in rows.iter().enumerate() {
            places.insert(row.key.clone(), place);
        }
        Self { rows: rows.into_iter().map(Arc::new).collect(), places }
    }

    /// The rows' keys in order.
    pub fn keys(&self) -> Vec<String> {
        self.rows.iter().map(|row| row.key.clone()).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn row(&self, key: &str) -> Option<Arc<Row>> {
        self.rows.get(*self.places.get(key)?).cloned()
    }

    /// The key of the last message.
    pub fn last_message(&self) -> String {
        let is_message = |row: &&Arc<Row>| matches!(row.body, Body::Message(_));
        self.rows.iter().rev().find(is_message).map(|row| row.key.clone()).unwrap_or_default()
    }
}

/// One row, followed through its changes. It stays as it was for the moment between its removal from the
/// sheet and from the screen.
#[derive(Clone, Copy)]
pub(super) struct Followed(Derived<Arc<Row>>);

impl Followed {
    /// None if there is no such row.
    pub fn new(sheet: Derived<Sheet>, key: &str) -> Option<Self> {
        let first = sheet.with_untracked(|sheet| sheet.row(key))?;
        let row = first.clone();
        let now = move || sheet.with(|sheet| sheet.row(&first.key)).unwrap_or_else(|| first.clone());
        Some(Self(memo_from(row, now)))
    }

    /// Looks at the row.
    pub fn with<T>(self, look: impl FnOnce(&Row) -> T) -> T {
        self.0.with(|row| look(row))
    }

    /// Looks at the message that the row shows.
    pub fn said<T: Default>(self, look: impl FnOnce(&Said) -> T) -> T {
        self.0.with(|row| match &row.body {
            Body::Message(said) => look(said),
            _ => T::default(),
        })
    }

    /// The row once.
    pub fn now(self) -> Arc<Row> {
        self.0.get_untracked()
    }

    /// The event that the row stands for, now.
    pub fn seq(self) -> Option<Seq> {
        self.now().seq
    }
}
