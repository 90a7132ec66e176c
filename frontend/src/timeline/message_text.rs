//! The text of a message.

use common::markup::{is_only_emoji, parse};
use leptos::prelude::*;

use super::markup::blocks;
use crate::state::language::Language;
use crate::state::timeline::row_signal::RowSignal;

/// The text as its markup says, or that the message is deleted.
#[component]
pub(super) fn MessageText(row: RowSignal) -> impl IntoView {
    let language = expect_context::<Language>();
    let text = Memo::new(move |_| row.with_message(|row| row.message.text.as_ref().map(ToString::to_string)));
    let is_edited = Memo::new(move |_| row.with_message(|row| row.message.edited.is_some()));
    move || match text.get() {
        None => view! { <p class="message-text is-deleted">{language.text(|t| t.deleted)}</p> }.into_any(),
        Some(text) => view! {
            <div class="message-text" class:is-large=is_only_emoji(&text) class:is-edited=is_edited>
                {blocks(parse(&text))}
                <Show when=move || is_edited.get()>
                    <small class="message-mark">" " {language.text(|t| t.edited)}</small>
                </Show>
            </div>
        }
        .into_any(),
    }
}
