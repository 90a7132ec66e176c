//! Above the box: what is being answered or changed.

use common::Kind;
use leptos::prelude::*;

use super::writing::Writing;
use crate::chat::Chat;
use crate::shell::room::OpenRoom;
use crate::timeline::rows::excerpt;
use crate::widgets::icon::{CLOSE, Icon};
use crate::words::current::words;

/// Nothing while a new message is written.
#[component]
pub(super) fn Banner() -> impl IntoView {
    let (chat, writing, t, OpenRoom(room)) =
        (expect_context::<Chat>(), expect_context::<Writing>(), words(), expect_context());
    let aim = Memo::new(move |_| writing.with(|draft| (draft.editing(), draft.replying_to())));
    let about = Memo::new(move |_| {
        let seq = aim.get().0.or(aim.get().1)?;
        chat.glance(|client| {
            let event = client.room(&room)?.event(seq)?;
            let Kind::Message(message) = &event.kind else { return None };
            let text = message.text.as_ref().map(|text| excerpt(text.as_str()));
            Some((event.name.to_string(), text.unwrap_or_default()))
        })
    });
    let title = move || {
        let (name, _) = about.get().unwrap_or_default();
        if aim.get().0.is_some() { t().editing.to_owned() } else { (t().replying_to)(&name) }
    };
    view! {
        <Show when=move || aim.get() != (None, None)>
            <div class="composer-banner">
                <div class="composer-about">
                    <strong>{title}</strong>
                    <span>{move || about.get().map(|(_, text)| text)}</span>
                </div>
                <button type="button" class="icon-button" aria-label=move || t().cancel on:click=move |_| writing.cancel()>
                    <Icon path=CLOSE/>
                </button>
            </div>
        </Show>
    }
}
