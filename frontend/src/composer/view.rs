//! The box at the bottom of a room. It works without a connection too.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::{html, prelude::*};

use super::banner::Banner;
use super::keys::{Action, Press};
use crate::device;
use crate::state::composing::Composing;
use crate::state::draft::{Draft, Space};
use crate::state::language::Language;
use crate::state::open_room::{OpenRoom, RoomUnreadLine};
use crate::state::viewport::Viewport;
use crate::widgets::icon::{Icon, SEND};

#[component]
pub(crate) fn Composer() -> impl IntoView {
    let (composing, language) = (expect_context::<Composing>(), expect_context::<Language>());
    let send = use_send();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send();
    };
    let is_empty = move || composing.with(|draft| draft.text().trim().is_empty());
    let label = move || {
        if composing.with(|draft| draft.editing().is_some()) {
            language.words().save
        } else {
            language.words().send
        }
    };
    view! {
        <form class="composer" on:submit=submit>
            <div class="composer-card">
                <Banner />
                <div class="composer-row">
                    <TextBox />
                    // The focus stays in the box, so that a phone keeps its keyboard.
                    <button
                        type="submit"
                        class="composer-send"
                        class:is-idle=is_empty
                        aria-label=label
                        title=label
                        on:mousedown=|event| event.prevent_default()
                    >
                        <Icon path=SEND />
                    </button>
                </div>
            </div>
            <Footer />
        </form>
    }
}

/// Sends what is written. A person who writes has seen everything, and wants to see the new message.
fn use_send() -> impl Fn() + Copy + 'static {
    let (composing, unread, viewport) =
        (expect_context::<Composing>(), expect_context::<RoomUnreadLine>(), expect_context::<Viewport>());
    move || {
        if composing.submit() {
            unread.clear();
            viewport.scroll_to_end();
        }
    }
}

/// The text. Typing changes the draft and never the box: only what changes the draft from elsewhere writes into the box,
/// so that no input method is disturbed.
#[component]
fn TextBox() -> impl IntoView {
    let (composing, room, language) =
        (expect_context::<Composing>(), expect_context::<OpenRoom>(), expect_context::<Language>());
    let input = NodeRef::<html::Textarea>::new();
    follow_draft(input, composing);
    take_focus(input, composing);
    let title = Memo::new(move |_| room.with(|_| room.title(language.words())));
    let placeholder = move || match title.get() {
        Some(title) => (language.words().message_to)(&title),
        None => language.words().message.to_owned(),
    };
    view! {
        <div class="composer-box" data-text=move || composing.with(|draft| draft.text().to_owned())>
            <textarea
                rows="1"
                dir="auto"
                enterkeyhint="enter"
                node_ref=input
                aria-label=language.text(|t| t.message)
                aria-describedby="composer-error"
                placeholder=placeholder
                on:input:target=move |event| {
                    composing.set_text(event.target().value());
                    composing.send_typing();
                }
                on:keydown=use_keys()
            ></textarea>
        </div>
    }
}

fn use_keys() -> impl Fn(KeyboardEvent) + 'static {
    let (composing, unread, send) =
        (expect_context::<Composing>(), expect_context::<RoomUnreadLine>(), use_send());
    let has_banner = |draft: &Draft| draft.editing().or(draft.replying_to()).is_some();
    move |event| {
        let is_empty = composing.with_untracked(|draft| draft.text().is_empty());
        match Press::new(&event, &event.key(), device::is_touch(), is_empty).action() {
            Action::Ignore => return,
            Action::Send => send(),
            Action::EditLast => composing.edit_last(),
            Action::Cancel if composing.with_untracked(has_banner) => composing.cancel(),
            Action::Cancel => unread.clear(),
        }
        event.prevent_default();
        event.stop_propagation();
    }
}

fn follow_draft(input: NodeRef<html::Textarea>, composing: Composing) {
    Effect::new(move || {
        let Some(input) = input.get() else { return };
        let text = composing.with(|draft| draft.text().to_owned());
        if input.value() != text {
            input.set_value(&text);
        }
    });
}

/// A room that opens takes the focus only where no keyboard would cover the screen; an answer or an edit always does.
fn take_focus(input: NodeRef<html::Textarea>, composing: Composing) {
    Effect::new(move |opened: Option<()>| {
        composing.track_focus();
        if opened.is_some() || !device::is_touch() {
            request_animation_frame(move || {
                if let Some(input) = input.try_get_untracked().flatten() {
                    // Browsers refuse it only to elements that cannot have the focus.
                    let _ = input.focus();
                }
            });
        }
    });
}

/// Tells what does not fit; nothing is cut off. Near the limit it tells how much space is left.
#[component]
fn Footer() -> impl IntoView {
    let (composing, language) = (expect_context::<Composing>(), expect_context::<Language>());
    let space = Memo::new(move |_| composing.with(Draft::space));
    let error = move || match space.get() {
        Space::Over(characters) => (language.words().too_long)(characters),
        _ if composing.with(Draft::has_control_characters) => language.words().does_not_fit.to_owned(),
        _ => String::new(),
    };
    let counter = move || match space.get() {
        Space::Left(characters) => (language.words().characters_left)(characters),
        Space::Enough | Space::Over(_) => String::new(),
    };
    view! {
        <div class="composer-footer">
            <p class="composer-error" id="composer-error" role="status">
                {error}
            </p>
            <span class="composer-counter">{counter}</span>
        </div>
    }
}
