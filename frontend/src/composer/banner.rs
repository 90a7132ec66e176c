//! Above the box: the message that is being replied to or edited.

use leptos::prelude::*;

use crate::state::composing::Composing;
use crate::state::emoji::EmojiTable;
use crate::state::language::Language;
use crate::state::open_room::OpenRoom;
use crate::state::timeline::excerpt::excerpt;
use crate::widgets::icon::{CLOSE, IconButton};

/// There is no banner while a new message is written.
#[component]
pub(super) fn Banner() -> impl IntoView {
    let (composing, room, language) =
        (expect_context::<Composing>(), expect_context::<OpenRoom>(), expect_context::<Language>());
    let emoji = expect_context::<EmojiTable>();
    let by_shortcode = move |name: &str| emoji.by_shortcode(name);
    let editing = Memo::new(move |_| composing.with(|draft| draft.editing()));
    let replying_to = Memo::new(move |_| composing.with(|draft| draft.replying_to()));
    // Name and beginning of the message, once it is loaded.
    let message = Memo::new(move |_| {
        let seq = editing.get().or(replying_to.get())?;
        room.with(|room| {
            let event = room.event(seq)?;
            let text = event.kind.message()?.text.as_ref().map(|text| excerpt(text.as_str(), &by_shortcode));
            Some((event.name.to_string(), text.unwrap_or_default()))
        })?
    });
    let name = move || message.get().unwrap_or_default().0;
    let title = move || {
        if editing.get().is_some() {
            language.words().editing.to_owned()
        } else {
            (language.words().replying_to)(&name())
        }
    };
    view! {
        <Show when=move || editing.get().or(replying_to.get()).is_some()>
            <div class="composer-banner">
                <div class="composer-banner-text">
                    <strong>{title}</strong>
                    <span dir="auto">{move || message.get().unwrap_or_default().1}</span>
                </div>
                <IconButton
                    icon=CLOSE
                    label=language.text(|t| t.cancel)
                    on_click=move |_| composing.cancel()
                />
            </div>
        </Show>
    }
}
