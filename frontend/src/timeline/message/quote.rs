//! Above a reply: the message that it replies to.

use common::Name;
use leptos::prelude::*;

use crate::state::language::Language;
use crate::state::timeline::row_signal::RowSignal;
use crate::state::viewport::Viewport;
use crate::widgets::inside::content_tab_index;

/// The message to which this one is a reply. It leads there.
#[component]
pub(super) fn QuoteButton(row: RowSignal) -> impl IntoView {
    let (viewport, language) = (expect_context::<Viewport>(), expect_context::<Language>());
    let quote = Memo::new(move |_| row.with_message(|row| row.quote.clone()));
    let name =
        move || quote.get().and_then(|quote| quote.name).as_ref().map(Name::to_string).unwrap_or_default();
    let excerpt = move || {
        let missing =
            if name().is_empty() { language.words().earlier_message } else { language.words().deleted };
        quote.get().and_then(|quote| quote.excerpt).unwrap_or_else(|| missing.to_owned())
    };
    let jump = move |_| {
        if let Some(quote) = quote.get_untracked() {
            viewport.jump_to(quote.seq);
        }
    };
    view! {
        <button
            type="button"
            class="message-quote"
            tabindex=content_tab_index()
            on:click=jump
        >
            <span class="visually-hidden">{move || (language.words().in_reply_to)(&name())}</span>
            <strong aria-hidden="true" dir="auto">
                {name}
            </strong>
            <span dir="auto">{excerpt}</span>
        </button>
    }
}
