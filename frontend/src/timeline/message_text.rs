//! The text of a message.

use common::markup::{is_only_emoji, plain_text};
use leptos::prelude::*;

use crate::device::dates;
use crate::state::emoji::EmojiTable;
use crate::state::language::Language;
use crate::state::timeline::row_signal::RowSignal;
use crate::widgets::markup;

/// The text as its markup says, or that the message is deleted.
#[component]
pub(super) fn MessageText(row: RowSignal) -> impl IntoView {
    let (language, emoji) = (expect_context::<Language>(), expect_context::<EmojiTable>());
    let text = Memo::new(move |_| row.with_message(|row| row.message.text.as_ref().map(ToString::to_string)));
    let edited = Memo::new(move |_| row.with_message(|row| row.message.edited));
    let is_edited = Memo::new(move |_| edited.get().is_some());
    let edited_at = move || edited.get().map(|at| dates::in_full(at, language.tag()));
    move || match text.get() {
        None => view! { <p class="message-text is-deleted">{language.text(|t| t.deleted)}</p> }.into_any(),
        Some(text) => {
            let blocks = emoji.parse(&text);
            let is_large = is_only_emoji(&plain_text(&blocks));
            view! {
                <div class="message-text markup" class:is-large=is_large class:is-edited=is_edited>
                    {markup::blocks(blocks)}
                    <Show when=move || is_edited.get()>
                        <small class="message-mark" title=edited_at>
                            " "
                            {language.text(|t| t.edited)}
                        </small>
                    </Show>
                </div>
            }
            .into_any()
        }
    }
}
