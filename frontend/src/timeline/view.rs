//! The history on the screen.

use std::sync::Arc;

use client::Command;
use common::{Kind, Seq};
use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};

use super::divider::Divider;
use super::live::Live;
use super::message::Message;
use super::reader::Reader;
use super::row::{Body, Row};
use super::sheet::{Followed, Sheet};
use super::typing::Typing;
use crate::app::Attention;
use crate::chat::Chat;
use crate::device;
use crate::shell::room::{Jump, OpenRoom, Unread};
use crate::widgets::icon::{DOWN, Icon};
use crate::widgets::modal::Confirm;
use crate::words::current::words;

/// Which message one points at; the last one is where the Tab key enters the feed.
#[derive(Clone, Copy)]
pub(super) struct Active {
    row: RwSignal<Option<String>>,
    last: Memo<Option<String>>,
}

impl Active {
    pub fn set(self, key: String) {
        if self.row.with_untracked(|row| row.as_ref() != Some(&key)) {
            self.row.set(Some(key));
        }
    }

    pub fn is(self, key: &str) -> bool {
        self.row.with(|row| row.as_deref() == Some(key))
    }

    pub fn is_tab_stop(self, key: &str) -> bool {
        self.last.with(|last| last.as_deref() == Some(key))
    }
}

/// The message that is about to be deleted.
#[derive(Clone, Copy)]
pub(super) struct Deleting(pub RwSignal<Option<Seq>>);

/// Feed, typing line, and the way back to the end.
#[component]
pub(crate) fn Timeline() -> impl IntoView {
    let (chat, OpenRoom(room), Unread(line)) = (expect_context::<Chat>(), expect_context(), expect_context());
    let reader = Reader::new(chat, room.clone());
    let of = room.clone();
    let sheet = Memo::new(move |_| Sheet::of(chat, &of, reader.window.get(), line.get().after()));
    let last = Memo::new(move |_| sheet.with(Sheet::last_message));
    provide_context(Active { row: RwSignal::new(None), last });
    provide_context(Deleting(RwSignal::new(None)));
    draw_unread_line();
    keep_place(reader, sheet);
    reader.mark_read(expect_context::<Attention>());
    follow_jumps(reader);
    view! {
        <div class="timeline">
            <div class="scroller" node_ref=reader.scroller on:scroll=move |_| reader.scrolled()>
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

/// The rows.
#[component]
fn Feed(sheet: Memo<Sheet>, reader: Reader) -> impl IntoView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let active = expect_context::<Active>();
    let state = Memo::new(move |_| {
        chat.with(|client| client.room(&room).map(|room| (room.title().to_string(), room.is_loading_older())))
    });
    let label = move || (t().history_of)(&state.get().unwrap_or_default().0);
    let busy = move || state.get().is_none_or(|(_, busy)| busy).to_string();
    let row = move |row: Arc<Row>| {
        let is_message = matches!(row.body, Body::Message(_));
        let row = Followed::new(sheet, row);
        if is_message { view! { <Message row/> }.into_any() } else { view! { <Divider row/> }.into_any() }
    };
    view! {
        <div class="feed" role="feed" aria-label=label aria-busy=busy node_ref=reader.feed on:keydown=walk
            on:pointerleave=move |event| if event.pointer_type() == "mouse" { active.row.set(None) }>
            <For each=move || sheet.with(Sheet::rows) key=|row| row.key.clone() children=row/>
        </div>
    }
}

/// From one message to the next by keys, as the feed pattern has it.
fn walk(event: ev::KeyboardEvent) {
    let back = match event.key().as_str() {
        "ArrowUp" | "PageUp" => true,
        "ArrowDown" | "PageDown" => false,
        _ => return,
    };
    let from = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(mut row) = from.filter(|row| row.tag_name() == "ARTICLE") else { return };
    while let Some(next) = if back { row.previous_element_sibling() } else { row.next_element_sibling() } {
        if next.tag_name() == "ARTICLE" {
            event.prevent_default();
            // Refused only for elements that cannot have the focus.
            let _ = next.dyn_into::<web_sys::HtmlElement>().map(|next| next.focus());
            return;
        }
        row = next;
    }
}

/// Above the rows: that more is coming, or that here it begins, or grey lines while nothing is known.
#[component]
fn Beginning(sheet: Memo<Sheet>) -> impl IntoView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let state = Memo::new(move |_| {
        chat.with(|client| {
            let room = client.room(&room).filter(|room| room.is_loaded())?;
            Some((room.title().to_string(), room.has_older()))
        })
    });
    let starts_here = Memo::new(move |_| sheet.with(Sheet::is_empty));
    move || match state.get() {
        None => {
            view! { <div class="skeleton" aria-hidden="true"><i></i><i></i><i></i><i></i></div> }.into_any()
        }
        Some((_, true)) => view! { <p class="older">{t().loading_older}</p> }.into_any(),
        Some((title, false)) => view! {
            <div class="beginning" class:alone=move || starts_here.get()>
                <h2>{(t().beginning)(&title)}</h2>
                <p class="hint">{t().beginning_hint}</p>
            </div>
        }
        .into_any(),
    }
}

/// Back to the newest message, with the number of those that wait there.
#[component]
fn JumpDown(reader: Reader) -> impl IntoView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let count =
        Memo::new(move |_| chat.with(|client| client.room(&room).map_or(0, |room| room.unread().count)));
    let text = move || Some(count.get()).filter(|count| *count > 0).map(|count| (t().count_new)(count));
    view! {
        <Show when=move || !reader.is_at_end()>
            <button type="button" class="jump" class:news=move || { count.get() > 0 }
                aria-label=move || text().unwrap_or_else(|| t().jump_down.to_owned()) on:click=move |_| reader.go_to_end()>
                <span>{text}</span>
                <Icon path=DOWN/>
            </button>
        </Show>
    }
}

/// Asks before a message is taken back.
#[component]
fn Delete() -> impl IntoView {
    let (chat, t, OpenRoom(room)) = (expect_context::<Chat>(), words(), expect_context());
    let Deleting(deleting) = expect_context();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(deleting.get().is_some()));
    Effect::new(move |_| {
        if !open.get() && deleting.get_untracked().is_some() {
            deleting.set(None);
        }
    });
    let target = StoredValue::new(None);
    Effect::new(move |_| deleting.get().into_iter().for_each(|seq| target.set_value(Some(seq))));
    let delete = Callback::new(move |()| {
        if let Some(target) = target.get_value() {
            chat.command(Command::Delete { room: room.clone(), target });
        }
    });
    view! {
        <Confirm open question=Signal::derive(move || t().delete_question.to_owned())
            hint=Signal::derive(move || t().delete_hint.to_owned())
            yes=Signal::derive(move || t().delete.to_owned()) on_yes=delete/>
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
