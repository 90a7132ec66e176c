//! One room: header, history, composer. Made anew for each room, so that nothing of one shows in another.

use client::Command;
use common::{Code, RoomId};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::connection::connection;
use crate::chat::Chat;
use crate::composer::view::composer;
use crate::composer::writing::Writing;
use crate::rooms::header::room_header;
use crate::route::Route;
use crate::timeline::reader::Reader;
use crate::timeline::unread::UnreadLine;
use crate::timeline::view::timeline;
use crate::widgets::element::{El, el};
use crate::widgets::erased::live;
use crate::widgets::state::{Kept, Watched, memo};
use crate::words::current::t;

/// A room that something on the screen is about; in the context, the one that is open.
#[derive(Clone, Copy)]
pub(crate) struct ShownRoom(Kept<RoomId>);

impl ShownRoom {
    pub fn new(id: RoomId) -> Self {
        Self(Kept::new(id))
    }

    /// Its id.
    pub fn id(self) -> RoomId {
        self.0.get()
    }

    /// Looks at the room, if it is mine; whatever looked looks again when something has changed.
    pub fn with<T>(self, look: impl FnOnce(&client::Room) -> T) -> Option<T> {
        Chat.with(|client| client.room(&self.id()).map(look))
    }

    /// Looks at it once, if it is mine and still on the screen.
    pub fn glance<T>(self, look: impl FnOnce(&client::Room) -> T) -> Option<T> {
        let id = self.0.try_get()?;
        Chat.glance(|client| client.room(&id).map(look))
    }

    /// What it is called, if it is mine.
    pub fn title(self) -> String {
        self.with(|room| room.title().to_string()).unwrap_or_default()
    }
}

/// The unread line of the room that is on the screen.
#[derive(Clone, Copy)]
pub(crate) struct Unread(pub Watched<UnreadLine>);

impl Unread {
    /// The reader has taken note.
    pub fn clear(self) {
        self.0.update(|line| *line = line.cleared());
    }
}

pub(super) fn room_pane(id: RoomId) -> El {
    Chat.command(Command::Open(id.clone()));
    let line = Unread(Watched::new(UnreadLine::default()));
    let room = ShownRoom::new(id);
    provide_context(room);
    provide_context(line);
    provide_context(Reader::new(room));
    provide_context(Writing::resume(room));
    let refusal = memo(move || {
        Chat.with(|client| if client.room(&room.id()).is_some() { None } else { client.refusal(&room.id()) })
    });
    let content = live(move || match refusal.get() {
        Some(code) => vec![no_entry(code)],
        None => timeline().into_iter().chain([composer()]).collect(),
    });
    let clear_on_escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            line.clear();
        }
    };
    el("main.room").on("keydown", clear_on_escape).add(room_header()).add(connection()).add(content)
}

/// Instead of the history of a room that would not have us.
fn no_entry(code: Code) -> El {
    el("div.empty").add([
        el("p").says(move || (t().no_entry)(code)),
        el("a.button").attr("href", &Route::Directory.href()).says(|| t().find_a_room),
    ])
}
