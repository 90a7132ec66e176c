//! The history: a scrolling feed of rows, the typing line, and what belongs to them.

use client::Room;
use common::{Event, Millis, Seq};
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::active_row::ActiveRow;
use super::announcements::Announcements;
use super::any_emoji::{AnyEmoji, AnyEmojiPicker};
use super::beginning::Beginning;
use super::ending::Ending;
use super::feed::Feed;
use super::jump::{JumpToEnd, JumpToUnread};
use super::menu::{MessageMenu, MessageMenuDialog};
use super::missing_message::MissingMessage;
use super::typing::TypingLine;
use crate::chat::Chat;
use crate::device::dates;
use crate::device::events::SizeObserver;
use crate::state::attention::Attention;
use crate::state::emoji::EmojiTable;
use crate::state::location::Location;
use crate::state::open_room::{OpenRoom, RoomUnreadLine};
use crate::state::timeline::day::Day;
use crate::state::timeline::row_signal::Timeline;
use crate::state::timeline::rows::room_rows;
use crate::state::viewport::Viewport;

#[component]
pub(crate) fn TimelineView() -> impl IntoView {
    let viewport = expect_context::<Viewport>();
    let timeline = Timeline::new();
    let active = ActiveRow::new(timeline);
    provide_context(timeline);
    provide_context(active);
    provide_context(MessageMenu::new());
    provide_context(AnyEmoji::new());
    update_rows(timeline, viewport);
    update_unread_line();
    keep_place(timeline, viewport);
    follow_links(viewport);
    view! {
        <MissingMessage />
        <div class="timeline">
            <div
                class="timeline-scroller"
                node_ref=viewport.scroller
                on:scroll=move |_| viewport.on_scroll()
                on:wheel=move |_| viewport.cancel_jump()
                on:pointerdown=move |_| viewport.cancel_jump()
                on:keydown=move |_| viewport.cancel_jump()
                on:click=move |_| active.clear()
            >
                <div class="timeline-column">
                    <Beginning />
                    <Feed />
                    <Ending />
                </div>
            </div>
            <JumpToUnread />
            <JumpToEnd />
        </div>
        <TypingLine />
        <Announcements />
        <MessageMenuDialog />
        <AnyEmojiPicker />
    }
}

fn update_rows(timeline: Timeline, viewport: Viewport) {
    let (chat, room) = (expect_context::<Chat>(), expect_context::<OpenRoom>());
    let RoomUnreadLine(line) = expect_context();
    let today = use_today();
    let emoji = expect_context::<EmojiTable>();
    let by_shortcode = move |name: &str| emoji.by_shortcode(name);
    Effect::new(move || {
        // Pending messages show this person's name.
        chat.name.track();
        chat.user.track();
        let (window, unread_after) = (viewport.window.get(), line.get().after());
        let calendar = (today.get(), &day as &dyn Fn(_) -> _);
        timeline.update(room.with_client(|client| {
            room_rows(client, &room.id(), window, unread_after, &by_shortcode, calendar)
        }));
    });
}

fn day(at: Millis) -> Day {
    Day::of(at, dates::timezone_offset(at))
}

/// The day that it is, looked up each minute, so that a day divider changes its name at midnight.
fn use_today() -> Memo<Day> {
    let now = RwSignal::new(dates::now());
    StoredValue::new_local(Interval::new(60_000, move || now.set(dates::now())));
    Memo::new(move |_| day(now.get()))
}

/// The unread line follows what happens in the room.
fn update_unread_line() {
    let (chat, room, RoomUnreadLine(line)) =
        (expect_context::<Chat>(), expect_context::<OpenRoom>(), expect_context());
    let attention = expect_context::<Attention>();
    Effect::new(move || {
        let Some(me) = chat.user.get() else { return };
        let is_by_others = |event: &&Event| event.kind.message().is_some() && event.by != me;
        let marks = room.with(|room| {
            let newest = room.events().rev().find(is_by_others).map(|event| event.seq);
            room.is_loaded().then_some((room.read(), newest))
        });
        let Some((read, newest)) = marks.flatten() else { return };
        let before = line.get_untracked();
        let after = before.observe(read, newest, attention.get_untracked());
        if after != before {
            line.set(after);
        }
    });
}

/// The reader keeps the place, whatever changes rows or their heights.
fn keep_place(timeline: Timeline, viewport: Viewport) {
    let room = expect_context::<OpenRoom>();
    // A reaction has no row, but it is read too.
    let loaded = Memo::new(move |_| room.with(loaded));
    Effect::new(move || {
        timeline.track();
        viewport.window.track();
        // A memo that is only tracked is never computed, so it never notifies.
        loaded.get();
        request_animation_frame(move || viewport.keep_place());
    });
    let observer = StoredValue::new_local(None::<SizeObserver>);
    Effect::new(move || {
        if let (Some(scroller), Some(feed)) = (viewport.scroller.get(), viewport.feed.get()) {
            let elements = [scroller.unchecked_ref(), feed.unchecked_ref()];
            observer.set_value(SizeObserver::new(&elements, move || viewport.keep_place()));
        }
    });
}

/// Where the loaded events begin and end, at the end of the log and at another place, and whether there will be more.
fn loaded(room: &Room) -> ([Option<Seq>; 4], bool) {
    let (mut newest, mut passage) = (room.events(), room.events_at(0));
    let ends = [newest.next(), newest.next_back(), passage.next(), passage.next_back()];
    (ends.map(|event| event.map(|event| event.seq)), room.is_loading())
}

/// A link to a message leads to it, also while its room is open. Back leads to where the reader was.
fn follow_links(viewport: Viewport) {
    let (location, room) = (expect_context::<Location>(), expect_context::<OpenRoom>());
    Effect::new(move |before: Option<Option<Seq>>| {
        let (before, seq) = (before.flatten(), location.message_of(&room.id()));
        match (before, seq) {
            (None, Some(seq)) => {
                viewport.leave_place();
                viewport.jump_to(seq);
            }
            (Some(_), Some(seq)) => viewport.jump_to(seq),
            (Some(_), None) => viewport.return_to_place(),
            (None, None) => {}
        }
        seq
    });
}
