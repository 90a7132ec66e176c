//! Above the box: what is being answered or changed.

use common::Kind;
use leptos::prelude::*;

use super::writing::Writing;
use crate::chat::Chat;
use crate::shell::room::OpenRoom;
use crate::timeline::rows::excerpt;
use crate::widgets::erased::{click, when};
use crate::widgets::icon::{CLOSE, Icon};
use crate::words::current::words;

/// Nothing while a new message is written.
#[component]
pub(super) fn Banner() -> impl IntoView {
    let (chat, writing, t, OpenRoom(room)) =
        (expect_context::<Chat>(), expect_context::<Writing>(), words(), expect_context());
    let about = move || {
        let (editing, replying_to) = writing.with(|draft| (draft.editing(), draft.replying_to()));
        let seq = editing.or(replying_to)?;
        chat.glance(|client| {
            let event = client.room(&room)?.event(seq)?;
            let Kind::Message(message) = &event.kind else { return None };
            let text = message.text.as_ref().map(|text| excerpt(text.as_str()));
            Some((event.name.to_string(), text.unwrap_or_default()))
        })
    };
    let about = StoredValue::new(about);
    let said = move || about.with_value(|about| about()).unwrap_or_default();
    let is_edit = move || writing.with(|draft| draft.editing().is_some());
    let title = move || if is_edit() { t().editing.to_owned() } else { (t().replying_to)(&said().0) };
    let banner = move || {
        view! {
            <div class="composer-banner">
                <div class="composer-about">
                    <strong>{move || title()}</strong>
                    <span>{move || said().1}</span>
                </div>
                <button type="button" class="icon-button" aria-label=move || t().cancel
                    on:click=click(move || writing.cancel())>
                    <Icon path=CLOSE/>
                </button>
            </div>
        }
        .into_any()
    };
    when(move || is_edit() || writing.with(|draft| draft.replying_to().is_some()), banner)
}
