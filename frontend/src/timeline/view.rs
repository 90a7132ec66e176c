//! The history on the screen.

use common::Kind;
use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};

use super::delete::{Deleting, delete};
use super::edges::{beginning, jump_down};
use super::feed::{Active, feed};
use super::live::announcements;
use super::reader::Reader;
use super::sheet::Sheet;
use super::typing::typing;
use crate::app::Attention;
use crate::chat::Chat;
use crate::device;
use crate::shell::room::{OpenRoom, Unread};
use crate::widgets::erased::{click, effect, memo, next_frame, on};

/// Feed, typing line, and the way back to the end.
#[component]
pub(crate) fn Timeline() -> impl IntoView {
    let (chat, OpenRoom(room), Unread(line)) = (expect_context::<Chat>(), expect_context(), expect_context());
    let reader = expect_context::<Reader>();
    let sheet = memo(move || Sheet::of(chat, &room, reader.window.get(), line.get().after()));
    let active = Active::new(sheet);
    provide_context(active);
    provide_context(Deleting::new());
    draw_unread_line();
    keep_place(reader, sheet);
    reader.mark_read(expect_context::<Attention>());
    view! {
        <div class="timeline">
            <div class="scroller" node_ref=reader.scroller on:scroll=on(move |_: ev::Event| reader.scrolled())
                on:click=click(move || active.clear())>
                <div class="column">{beginning(sheet)} {feed(sheet, reader)}</div>
            </div>
            {jump_down(reader)}
        </div>
        {typing()}
        {announcements()}
        {delete()}
    }
}

/// Keeps the unread line true to what happens in the room.
fn draw_unread_line() {
    let (chat, OpenRoom(room), Unread(line)) = (expect_context::<Chat>(), expect_context(), expect_context());
    effect(move || {
        let facts = chat.with(|client| {
            let (room, me) = (client.room(&room).filter(|room| room.is_loaded())?, client.me()?);
            let by_others =
                |event: &&common::Event| matches!(event.kind, Kind::Message(_)) && event.by != me.user;
            Some((room.read(), room.events().rev().find(by_others).map(|event| event.seq)))
        });
        let Some((read, newest)) = facts else { return };
        let before = line.get_untracked();
        let after = before.observe(read, newest, device::is_attentive());
        if after != before {
            line.set(after);
        }
    });
}

/// Whatever changes rows or heights, the reader stays where they are.
fn keep_place(reader: Reader, sheet: Memo<Sheet>) {
    let (chat, OpenRoom(room)) = (expect_context::<Chat>(), expect_context());
    let loading =
        memo(move || chat.with(|client| client.room(&room).is_some_and(client::Room::is_loading_older)));
    effect(move || {
        sheet.track();
        loading.track();
        next_frame(move || reader.settle());
    });
    let resized = Closure::<dyn FnMut()>::new(move || reader.settle()).into_js_value();
    let Ok(observer) = web_sys::ResizeObserver::new(resized.unchecked_ref()) else { return };
    let observer = StoredValue::new_local(observer);
    effect(move || {
        if let (Some(scroller), Some(feed)) = (reader.scroller.get(), reader.feed.get()) {
            observer.with_value(|observer| {
                observer.observe(&scroller);
                observer.observe(&feed);
            });
        }
    });
    on_cleanup(move || _ = observer.try_with_value(web_sys::ResizeObserver::disconnect));
}
