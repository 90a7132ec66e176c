//! The box at the bottom.

use leptos::prelude::*;
use leptos::{ev, html};

use super::banner::Banner;
use super::keys::Action;
use super::writing::Writing;
use crate::chat::Chat;
use crate::device::{self, keyboard};
use crate::shell::room::{OpenRoom, Unread};
use crate::timeline::reader::Reader;
use crate::widgets::erased::{effect, memo, next_frame, on};
use crate::widgets::icon::{Icon, SEND};
use crate::words::current::words;

/// Writes, with a connection and without.
#[component]
pub(crate) fn Composer() -> impl IntoView {
    let writing = expect_context::<Writing>();
    let t = words();
    let send = sender();
    let submit = on(move |event: ev::SubmitEvent| {
        event.prevent_default();
        send();
    });
    let empty = move || writing.with(|draft| draft.text().trim().is_empty());
    let label = move || if writing.with(|draft| draft.editing().is_some()) { t().save } else { t().send };
    view! {
        <form class="composer" on:submit=submit>
            <div class="composer-card">
                <Banner/>
                <div class="composer-row">
                    <TextBox/>
                    // The focus stays in the box: on phones, the keyboard stays up.
                    <button type="submit" class="send" class:idle=move || empty() aria-label=move || label() title=move || label()
                        on:mousedown=on(|event: ev::MouseEvent| event.prevent_default())>
                        <Icon path=SEND/>
                    </button>
                </div>
            </div>
            <Surplus/>
        </form>
    }
}

/// Sends what is written; then the reader has seen all, and is at the end.
fn sender() -> impl Fn() + Copy + 'static {
    let (chat, writing) = (expect_context::<Chat>(), expect_context::<Writing>());
    let (line, reader) = (expect_context::<Unread>(), expect_context::<Reader>());
    move || {
        if writing.submit(chat) {
            line.clear();
            reader.go_to_end();
        }
    }
}

/// The text. Typing changes the draft and never the box; only what changes the draft from elsewhere does,
/// so that no input method is disturbed.
#[component]
fn TextBox() -> impl IntoView {
    let (chat, writing, t) = (expect_context::<Chat>(), expect_context::<Writing>(), words());
    let (OpenRoom(room), line, send) = (expect_context(), expect_context::<Unread>(), sender());
    let node = NodeRef::<html::Textarea>::new();
    follow_draft(node, writing);
    take_focus(node, writing);
    let title = memo(move || chat.with(|client| client.room(&room).map(|room| room.title().to_string())));
    let placeholder = move || title.get().map_or(t().message.to_owned(), |title| (t().message_to)(&title));
    let input = on(move |event: ev::Event| {
        writing.write(event_target_value(&event));
        writing.tell_typing(chat);
    });
    let press = on(move |event: ev::KeyboardEvent| {
        let empty = writing.glance(|draft| draft.text().is_empty());
        match keyboard::press(&event, &event.key(), empty).action() {
            Action::Leave => return,
            Action::Send => send(),
            Action::EditLast => writing.edit_last(chat),
            Action::Cancel if writing.glance(|draft| draft.editing().or(draft.replying_to()).is_some()) => {
                writing.cancel();
            }
            Action::Cancel => line.clear(),
        }
        event.prevent_default();
        event.stop_propagation();
    });
    view! {
        <div class="box" data-text=move || writing.with(|draft| draft.text().to_owned())>
            <textarea rows="1" aria-label=move || t().message placeholder=move || placeholder() enterkeyhint="enter"
                aria-describedby="surplus" node_ref=node on:input=input on:keydown=press></textarea>
        </div>
    }
}

fn follow_draft(node: NodeRef<html::Textarea>, writing: Writing) {
    effect(move || {
        let Some(input) = node.get() else { return };
        let text = writing.with(|draft| draft.text().to_owned());
        if input.value() != text {
            input.set_value(&text);
        }
    });
}

/// At first only where no keyboard would cover the screen; later whenever somebody is to write.
fn take_focus(node: NodeRef<html::Textarea>, writing: Writing) {
    let asked = StoredValue::new(false);
    effect(move || {
        writing.track_focus();
        if asked.get_value() || !device::matches("(pointer: coarse)") {
            next_frame(move || {
                if let Some(input) = node.try_get_untracked().flatten() {
                    // Refused only for elements that cannot have the focus.
                    let _ = input.focus();
                }
            });
        }
        asked.set_value(true);
    });
}

/// Says what does not fit; nothing is cut off.
#[component]
fn Surplus() -> impl IntoView {
    let (writing, t) = (expect_context::<Writing>(), words());
    let said = move || {
        writing.with(|draft| match draft.surplus() {
            0 if draft.has_strange_characters() => t().does_not_fit.to_owned(),
            0 => String::new(),
            surplus => (t().too_long)(surplus),
        })
    };
    view! { <p id="surplus" class="surplus" role="status">{move || said()}</p> }
}
