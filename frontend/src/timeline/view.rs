//! The history on the screen.

use common::Kind;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

use super::delete::{Delete, Deleting};
use super::edges::{Beginning, JumpDown};
use super::feed::{Active, Feed};
use super::live::Live;
use super::reader::Reader;
use super::sheet::Sheet;
use super::typing::Typing;
use crate::app::Attention;
use crate::chat::Chat;
use crate::device;
use crate::shell::room::{Jump, OpenRoom, Unread};

/// Feed, typing line, and the way back to the end.
#[component]
pub(crate) fn Timeline() -> impl IntoView {
    let (chat, OpenRoom(room), Unread(line)) = (expect_context::<Chat>(), expect_context(), expect_context());
    let reader = Reader::new(chat, room.clone());
    let of = room.clone();
    let sheet = Memo::new(move |_| Sheet::of(chat, &of, reader.window.get(), line.get().after()));
    let active = Active::new(sheet);
    provide_context(active);
    provide_context(Deleting::new());
    draw_unread_line();
    keep_place(reader, sheet);
    reader.mark_read(expect_context::<Attention>());
    follow_jumps(reader);
    view! {
        <div class="timeline">
            <div class="scroller" node_ref=reader.scroller on:scroll=move |_| reader.scrolled()
                on:click=move |_| active.clear()>
                <div class="column">
                    <Beginning sheet/>
                    <Feed sheet reader/>
                </div>
            </div>
            <JumpDown reader/>
        </div>
        <Typing/>
        <Live/>
        <Delete/>
    }
}

/// Keeps the unread line true to what happens in the room.
fn draw_unread_line() {
    let (chat, OpenRoom(room), Unread(line)) = (expect_context::<Chat>(), expect_context(), expect_context());
    let facts = Memo::new(move |_| {
        chat.with(|client| {
            let (room, me) = (client.room(&room).filter(|room| room.is_loaded())?, client.me()?);
            let by_others =
                |event: &&common::Event| matches!(event.kind, Kind::Message(_)) && event.by != me.user;
            Some((room.read(), room.events().rev().find(by_others).map(|event| event.seq)))
        })
    });
    Effect::new(move |_| {
        let Some((read, newest)) = facts.get() else { return };
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
    let loading = Memo::new(move |_| {
        chat.with(|client| client.room(&room).is_some_and(client::Room::is_loading_older))
    });
    Effect::new(move |_| {
        sheet.track();
        loading.track();
        request_animation_frame(move || reader.settle());
    });
    let resized = Closure::<dyn FnMut()>::new(move || reader.settle()).into_js_value();
    let Ok(observer) = web_sys::ResizeObserver::new(resized.unchecked_ref()) else { return };
    let observer = StoredValue::new_local(observer);
    Effect::new(move |_| {
        if let (Some(scroller), Some(feed)) = (reader.scroller.get(), reader.feed.get()) {
            observer.with_value(|observer| {
                observer.observe(&scroller);
                observer.observe(&feed);
            });
        }
    });
    on_cleanup(move || _ = observer.try_with_value(web_sys::ResizeObserver::disconnect));
}

fn follow_jumps(reader: Reader) {
    let Jump(jump) = expect_context();
    Effect::new(move |_| match jump.get() {
        Some(Some(seq)) => reader.go_to(seq),
        Some(None) => reader.go_to_end(),
        None => {}
    });
}
