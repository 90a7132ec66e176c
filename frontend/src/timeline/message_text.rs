//! The text of a message.

use leptos::prelude::*;

use crate::state::language::Language;
use crate::state::location;
use crate::state::route::Route;
use crate::state::timeline::row_signal::RowSignal;
use crate::state::timeline::text::{Piece, is_only_emoji, pieces};

/// The text with its links, or that the message is deleted.
#[component]
pub(super) fn MessageText(row: RowSignal) -> impl IntoView {
    let language = expect_context::<Language>();
    let text = Memo::new(move |_| row.with_message(|row| row.message.text.as_ref().map(ToString::to_string)));
    let is_edited = Memo::new(move |_| row.with_message(|row| row.message.edited.is_some()));
    move || match text.get() {
        None => view! { <p class="message-text is-deleted">{language.text(|t| t.deleted)}</p> }.into_any(),
        Some(text) => view! {
            <p class="message-text" class:is-large=is_only_emoji(&text) dir="auto">
                {linked(&text)}
                <Show when=move || is_edited.get()>
                    <small class="message-mark">" " {language.text(|t| t.edited)}</small>
                </Show>
            </p>
        }
        .into_any(),
    }
}

fn linked(text: &str) -> Vec<AnyView> {
    let page = location::address(&Route::Home);
    let piece = |piece| match piece {
        Piece::Plain(text) => text.to_owned().into_any(),
        Piece::Link(link) => {
            // A link to a room of this page opens in it, every other one in a new tab.
            let target = (!link.starts_with(&page)).then_some("_blank");
            view! {
                <a href=link.to_owned() target=target rel="noopener noreferrer nofollow">
                    {link.to_owned()}
                </a>
            }
            .into_any()
        }
    };
    pieces(text).into_iter().map(piece).collect()
}
