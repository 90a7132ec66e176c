//! The history on the screen.

use common::Kind;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event};

use super::delete::{Deleting, delete};
use super::edges::{beginning, jump_down};
use super::feed::{Active, feed};
use super::live::announcements;
use super::reader::Reader;
use super::sheet::Sheet;
use super::typing::typing;
use crate::chat::Chat;
use crate::device;
use crate::shell::room::{ShownRoom, Unread};
use crate::widgets::element::{El, el};
use crate::widgets::erased::{effect, next_frame};
use crate::widgets::state::{Derived, Kept, context, memo};

/// Feed, typing line, and the way back to the end.
pub(crate) fn timeline() -> [El; 4] {
    let (room, Unread(line)) = (context::<ShownRoom>(), context());
    let reader = context::<Reader>();
    let sheet = memo(move || Sheet::of(room, reader.window.get(), line.get().after()));
    let active = Active::new(sheet);
    provide_context(active);
    provide_context(Deleting::new());
    draw_unread_line();
    keep_place(reader, sheet);
    reader.mark_read();
    let scroller = el("div.scroller")
        .at(reader.scroller)
        .on("scroll", move |_: Event| reader.scrolled())
        .click(move || active.clear())
        .add(el("div.column").add(beginning(sheet)).add(feed(sheet, reader)));
    let timeline = el("div.timeline").add(scroller).add(jump_down(reader));
    [timeline, typing(), announcements(), delete()]
}

/// Keeps the unread line true to what happens in the room.
fn draw_unread_line() {
    let (room, Unread(line)) = (context::<ShownRoom>(), context());
    effect(move || {
        let facts = Chat.with(|client| {
            let (room, me) = (client.room(&room.id()).filter(|room| room.is_loaded())?, client.me()?);
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
fn keep_place(reader: Reader, sheet: Derived<Sheet>) {
    let room = context::<ShownRoom>();
    let loading = memo(move || room.with(client::Room::is_loading_older));
    effect(move || {
        sheet.track();
        loading.track();
        next_frame(move || reader.settle());
    });
    let resized = Closure::<dyn FnMut()>::new(move || reader.settle()).into_js_value();
    let Ok(observer) = web_sys::ResizeObserver::new(resized.unchecked_ref()) else { return };
    let observer = Kept::new(observer);
    effect(move || {
        if let (Some(scroller), Some(feed)) = (reader.scroller.get::<Element>(), reader.feed.get::<Element>())
        {
            observer.with(|observer| {
                observer.observe(&scroller);
                observer.observe(&feed);
            });
        }
    });
    on_cleanup(move || _ = observer.update(|observer| observer.disconnect()));
}
