//! One room: header, history, composer. It is made anew for each room, so that nothing of one room shows in another.

use client::{Command, Room};
use common::RoomId;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::absence::{Absence, AbsenceNotice, FindRoom};
use crate::chat::Chat;
use crate::composer::view::Composer;
use crate::device::keys::has_input_method;
use crate::rooms::header::RoomHeader;
use crate::state::attention::Attention;
use crate::state::composing::Composing;
use crate::state::escape::{Closable, EscapeTarget};
use crate::state::open_room::{OpenRoom, RoomUnreadLine};
use crate::state::reading::Reading;
use crate::state::timeline::unread_line::UnreadLine;
use crate::state::viewport::Viewport;
use crate::timeline::TimelineView;
use crate::widgets::connection_status::ConnectionStatus;
use crate::widgets::drawer_button::DrawerButton;
use crate::widgets::focus::{clear_selection, has_selection, is_dialog_open, is_in_feed, keep_focus};

#[component]
pub(super) fn RoomPane(id: RoomId) -> impl IntoView {
    let chat = expect_context::<Chat>();
    chat.command(Command::Open(id.clone()));
    let close = Command::Close(id.clone());
    on_cleanup(move || chat.command(close));
    let room = OpenRoom::new(id, chat);
    let unread = RoomUnreadLine(RwSignal::new(UnreadLine::default()));
    let composing = Composing::resume(room, chat);
    provide_context(room);
    provide_context(unread);
    let reading = Reading::new(room, chat, expect_context::<Attention>());
    provide_context(Viewport::new(room, chat, unread, reading));
    provide_context(composing);
    let absence = Memo::new(move |_| room.with_client(|client| Absence::of(client, &room.id())));
    // The composer and the notice replace each other, and one of them may have had the focus.
    Effect::new(move |before: Option<()>| {
        absence.track();
        if before.is_some() {
            request_animation_frame(keep_focus);
        }
    });
    let on_key = move |event: KeyboardEvent| {
        // An open menu or dialog closes itself.
        if event.key() == "Escape" && !has_input_method(&event) && !is_dialog_open() {
            escape(room, chat, composing, unread);
        }
    };
    let content = move || match absence.get() {
        Some(absence) => view! { <AbsenceNotice absence /> }.into_any(),
        None => view! {
            <TimelineView />
            <Composer />
        }
        .into_any(),
    };
    view! {
        <main class="shell-content" tabindex="-1" on:keydown=on_key>
            <RoomHeader is_absent=Signal::derive(move || absence.read().is_some()) />
            <ConnectionStatus />
            {content}
        </main>
    }
}

/// Closes the first of what Esc can close.
fn escape(room: OpenRoom, chat: Chat, composing: Composing, unread: RoomUnreadLine) {
    let closable = Closable {
        reply_or_edit: composing.with_untracked(|draft| draft.editing().or(draft.replying_to()).is_some()),
        selection: has_selection() || is_in_feed(),
        unread_line: unread.is_there(),
    };
    match closable.first() {
        Some(EscapeTarget::ReplyOrEdit) => composing.cancel(),
        Some(EscapeTarget::Selection) => clear_selection(),
        Some(EscapeTarget::UnreadLine) => {
            unread.clear();
            // What was marked as unread is read now.
            if let Some(seq) = room.with_untracked(Room::head) {
                chat.command(Command::MarkRead { room: room.id(), seq });
            }
        }
        None => {}
    }
}

/// In place of a room that the address does not name.
#[component]
pub(super) fn Notice(#[prop(into)] text: Signal<&'static str>) -> impl IntoView {
    view! {
        <main class="shell-content" tabindex="-1">
            <header class="room-header">
                <DrawerButton />
                <h1 class="room-header-title">"Confab"</h1>
            </header>
            <div class="shell-notice" role="alert">
                <p>{text}</p>
                <FindRoom />
            </div>
        </main>
    }
}
