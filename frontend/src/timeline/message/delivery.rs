//! Below a message: whether the server has it.

use common::{ClientId, Code};
use leptos::prelude::*;

use crate::chat::Chat;
use crate::state::language::Language;
use crate::state::timeline::row::Delivery;
use crate::state::timeline::row_signal::RowSignal;
use crate::widgets::inside::content_tab_index;

/// Tells that the message is pending, or that the server refused it.
#[component]
pub(super) fn DeliveryLine(row: RowSignal) -> impl IntoView {
    let language = expect_context::<Language>();
    let delivery = Memo::new(move |_| row.with_message(|row| row.delivery.clone()));
    move || match delivery.get() {
        Delivery::Sent | Delivery::Undoable(_) => ().into_any(),
        Delivery::Pending => {
            view! { <small class="message-delivery">{language.text(|t| t.sending)}</small> }.into_any()
        }
        Delivery::Failed(id, code) => view! { <Failed id code /> }.into_any(),
    }
}

/// Lets the author retry or discard what the server refused.
#[component]
fn Failed(id: ClientId, code: Code) -> impl IntoView {
    let (chat, language) = (expect_context::<Chat>(), expect_context::<Language>());
    let (retry, discard) = (client::Command::Retry(id.clone()), client::Command::Discard(id));
    view! {
        <div class="message-delivery is-failed" role="status">
            <span>{move || (language.words().not_sent)(code)}</span>
            <button
                type="button"
                class="button-link"
                tabindex=content_tab_index()
                on:click=move |_| chat.command(retry.clone())
            >
                {language.text(|t| t.retry)}
            </button>
            <button
                type="button"
                class="button-link"
                tabindex=content_tab_index()
                on:click=move |_| chat.command(discard.clone())
            >
                {language.text(|t| t.discard)}
            </button>
        </div>
    }
}
