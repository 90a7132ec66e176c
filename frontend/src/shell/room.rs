//! One room: header, history, composer. Made anew for each room, so that nothing of one shows in another.

use client::Command;
use common::{Code, RoomId};
use leptos::{ev, prelude::*};

use super::connection::Connection;
use crate::chat::Chat;
use crate::composer::view::Composer;
use crate::composer::writing::Writing;
use crate::rooms::header::RoomHeader;
use crate::route::Route;
use crate::timeline::reader::Reader;
use crate::timeline::unread::UnreadLine;
use crate::timeline::view::Timeline;
use crate::widgets::erased::{live, memo, on};
use crate::words::current::words;

/// The room that is on the screen.
#[derive(Clone)]
pub(crate) struct OpenRoom(pub RoomId);

/// The unread line of the room that is on the screen.
#[derive(Clone, Copy)]
pub(crate) struct Unread(pub RwSignal<UnreadLine>);

impl Unread {
    /// The reader has taken note.
    pub fn clear(self) {
        self.0.update(|line| *line = line.cleared());
    }
}

#[component]
pub(super) fn RoomPane(id: RoomId) -> impl IntoView {
    let chat = expect_context::<Chat>();
    chat.command(Command::Open(id.clone()));
    let line = Unread(RwSignal::new(UnreadLine::default()));
    provide_context(OpenRoom(id.clone()));
    provide_context(line);
    provide_context(Reader::new(chat, id.clone()));
    provide_context(Writing::resume(&id));
    let refused = {
        let id = id.clone();
        memo(move || chat.with(|client| client.room(&id).is_none() && client.refusal(&id).is_some()))
    };
    let content = live(move || {
        let refusal = if refused.get() { chat.glance(|client| client.refusal(&id)) } else { None };
        match refusal {
            Some(code) => view! { <NoEntry code/> }.into_any(),
            None => view! { <Timeline/> <Composer/> }.into_any(),
        }
    });
    let clear_on_escape = on(move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            line.clear();
        }
    });
    view! {
        <main class="room" on:keydown=clear_on_escape>
            <RoomHeader/>
            <Connection/>
            {content}
        </main>
    }
}

/// Instead of the history of a room that would not have us.
#[component]
fn NoEntry(code: Code) -> impl IntoView {
    let t = words();
    view! {
        <div class="empty">
            <p>{move || (t().no_entry)(code)}</p>
            <a class="button" href=Route::Directory.href()>{move || t().find_a_room}</a>
        </div>
    }
}
