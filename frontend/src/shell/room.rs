//! One room: header, history, composer. Made anew for each room, so that nothing of one shows in another.

use client::Command;
use common::{Code, RoomId, Seq};
use leptos::{ev, prelude::*};

use super::connection::Connection;
use crate::chat::Chat;
use crate::composer::view::Composer;
use crate::composer::writing::Writing;
use crate::rooms::header::RoomHeader;
use crate::route::Route;
use crate::timeline::unread::UnreadLine;
use crate::timeline::view::Timeline;
use crate::words::current::words;

/// The room that is on the screen.
#[derive(Clone)]
pub(crate) struct OpenRoom(pub RoomId);

/// The unread line of the room that is on the screen.
#[derive(Clone, Copy)]
pub(crate) struct Unread(pub RwSignal<UnreadLine>);

/// A message that the reader wants to see; none means the newest.
#[derive(Clone, Copy)]
pub(crate) struct Jump(pub RwSignal<Option<Option<Seq>>>);

#[component]
pub(super) fn RoomPane(id: RoomId) -> impl IntoView {
    let chat = expect_context::<Chat>();
    chat.command(Command::Open(id.clone()));
    let line = RwSignal::new(UnreadLine::default());
    provide_context(OpenRoom(id.clone()));
    provide_context(Unread(line));
    provide_context(Jump(RwSignal::new(None)));
    provide_context(Writing::resume(&id));
    let refusal = Memo::new({
        let id = id.clone();
        move |_| chat.with(|client| client.refusal(&id).filter(|_| client.room(&id).is_none()))
    });
    let content = move || match refusal.get() {
        Some(code) => view! { <NoEntry code/> }.into_any(),
        None => view! { <Timeline/> <Composer/> }.into_any(),
    };
    let clear_on_escape = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            line.update(|line| *line = line.cleared());
        }
    };
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
