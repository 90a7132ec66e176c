//! The textarea of the composer, with its keys and its suggestions.

use leptos::ev::{Event, KeyboardEvent};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::InputEvent;

use super::completion::Completion;
use super::completion_list::{CompletionList, LIST, option_id};
use super::keys::{Action, Press};
use crate::device;
use crate::state::composing::Composing;
use crate::state::language::Language;
use crate::state::open_room::OpenRoom;

/// The text. Typing changes the draft and never the box: only what changes the draft from elsewhere writes into the box,
/// so that no input method is disturbed.
#[component]
pub(super) fn TextBox(input: NodeRef<html::Textarea>, #[prop(into)] send: Callback<()>) -> impl IntoView {
    let (composing, room, language) =
        (expect_context::<Composing>(), expect_context::<OpenRoom>(), expect_context::<Language>());
    let completion = Completion::new(input);
    follow_draft(input, composing, completion);
    take_focus(input, composing);
    let title = Memo::new(move |_| room.with(|_| room.title(language.words())));
    let placeholder = move || match title.get() {
        Some(title) => (language.words().message_to)(&title),
        None => language.words().message.to_owned(),
    };
    let suggest =
        move |event: &Event| if is_typed(event) { completion.update() } else { completion.dismiss() };
    view! {
        <CompletionList completion />
        // The stylesheet shows the text unseen behind the box, so that the box grows with it.
        <div class="composer-box" data-text=move || composing.with(|draft| draft.text().to_owned())>
            <textarea
                rows="1"
                dir="auto"
                enterkeyhint="enter"
                node_ref=input
                aria-label=language.text(|t| t.message)
                aria-describedby="composer-error"
                placeholder=placeholder
                aria-autocomplete="list"
                aria-controls=move || completion.selected().map(|_| LIST)
                aria-activedescendant=move || completion.selected().map(option_id)
                on:input:target=move |event| {
                    composing.set_text(event.target().value());
                    composing.send_typing();
                    suggest(&event);
                }
                // Only now is the text what the person has chosen.
                on:compositionend=move |_| completion.update()
                on:click=move |_| completion.dismiss()
                on:blur=move |_| completion.dismiss()
                on:keydown=use_keys(completion, send)
            ></textarea>
        </div>
    }
}

/// Whether a person has typed, letter by letter. A pasted text stays as it is, and an input method is not done yet.
fn is_typed(event: &Event) -> bool {
    let event = event.dyn_ref::<InputEvent>();
    event.is_some_and(|event| !event.is_composing() && event.input_type() != "insertFromPaste")
}

/// The list of suggestions has its keys first.
fn use_keys(completion: Completion, send: Callback<()>) -> impl Fn(KeyboardEvent) + 'static {
    let composing = expect_context::<Composing>();
    move |event| {
        let is_empty = composing.with_untracked(|draft| draft.text().is_empty());
        let key = event.key();
        let press = Press::new(&event, &key, device::is_touch(), is_empty);
        match press.action() {
            _ if completion.press(press) => {}
            Action::Ignore => return completion.dismiss_if_caret_moves(&key),
            Action::Send => send.run(()),
            Action::EditLast => composing.edit_last(),
        }
        event.prevent_default();
        event.stop_propagation();
    }
}

fn follow_draft(input: NodeRef<html::Textarea>, composing: Composing, completion: Completion) {
    Effect::new(move || {
        let Some(input) = input.get() else { return };
        let text = composing.with(|draft| draft.text().to_owned());
        if input.value() != text {
            input.set_value(&text);
            completion.dismiss();
        }
    });
}

/// A room that opens takes the focus only where no keyboard would cover the screen; a reply or an edit always does.
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
