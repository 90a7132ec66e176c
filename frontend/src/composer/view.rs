//! The box at the bottom of a room. It works without a connection too.

use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::{html, prelude::*};

use super::banner::Banner;
use super::footer::Footer;
use super::help::Help;
use super::insertion::insert;
use super::preview::{Preview, PreviewPane};
use super::text_box::TextBox;
use crate::state::composing::{Composing, Submitted};
use crate::state::language::Language;
use crate::state::open_room::RoomUnreadLine;
use crate::state::viewport::Viewport;
use crate::widgets::emoji_picker::EmojiPicker;
use crate::widgets::icon::{Icon, IconButton, SEND, SMILE};
use crate::widgets::popup::Rect;

#[component]
pub(crate) fn Composer() -> impl IntoView {
    let (composing, language) = (expect_context::<Composing>(), expect_context::<Language>());
    let (input, help) = (NodeRef::<html::Textarea>::new(), RwSignal::new(false));
    let preview = Preview::new();
    let (send, picker) = (use_send(help), RwSignal::new(None));
    let insert_emoji = move |emoji: String| {
        if let Some(input) = input.get_untracked() {
            insert(&input, composing, &emoji);
        }
    };
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
                <PreviewPane preview />
                <div class="composer-row">
                    <TextBox input send=Callback::new(move |()| send()) />
                    <IconButton
                        icon=SMILE
                        label=language.text(|t| t.emoji)
                        on_click=move |event: MouseEvent| picker.set(Rect::of_button(&event))
                    />
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
            <Footer preview />
        </form>
        <EmojiPicker open=picker on_choose=insert_emoji />
        <Help open=help />
    }
}

/// Sends what is written. A person who writes has seen everything, and wants to see the new message.
fn use_send(help: RwSignal<bool>) -> impl Fn() + Copy + Send + Sync + 'static {
    let (composing, unread, viewport) =
        (expect_context::<Composing>(), expect_context::<RoomUnreadLine>(), expect_context::<Viewport>());
    move || match composing.submit() {
        Submitted::Message => {
            unread.clear();
            viewport.scroll_to_end();
        }
        Submitted::Help => help.set(true),
        Submitted::Nothing => {}
    }
}
