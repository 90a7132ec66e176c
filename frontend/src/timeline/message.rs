//! One message.

use common::{ClientId, Code, Millis, Name};
use leptos::ev::{MouseEvent, PointerEvent};
use leptos::prelude::*;

use super::active_row::ActiveRow;
use super::message_text::MessageText;
use super::reactions::Reactions;
use super::toolbar::Toolbar;
use crate::chat::Chat;
use crate::device::dates;
use crate::state::language::Language;
use crate::state::timeline::row::Delivery;
use crate::state::timeline::row_signal::RowSignal;
use crate::state::viewport::Viewport;
use crate::widgets::avatar::Avatar;

/// An article of the feed. It keeps its element from pending to sent, and through every change.
#[component]
pub(super) fn MessageView(key: String, row: RowSignal) -> impl IntoView {
    let (active, language) = (expect_context::<ActiveRow>(), expect_context::<Language>());
    let key = StoredValue::new(key);
    let starts_group = Memo::new(move |_| row.with_message(|row| row.starts_group));
    let is_pending = Memo::new(move |_| row.with_message(|row| row.delivery == Delivery::Pending));
    let is_active = Memo::new(move |_| active.is(&key.read_value()));
    let is_tab_stop = Memo::new(move |_| active.is_tab_stop(&key.read_value()));
    let has_quote = move || row.with_message(|row| row.quote.is_some());
    // A message that has not arrived, or is deleted, has nothing to act on.
    let can_act =
        move || row.with(|row| row.seq).is_some() && row.with_message(|row| !row.message.is_deleted());
    let label =
        move || row.with_message(|row| format!("{}, {}", row.name, dates::moment(row.at, language.tag())));
    let activate = move || active.set(&key.read_value());
    let pointer_entered = move |event: PointerEvent| {
        if event.pointer_type() == "mouse" {
            activate();
        }
    };
    let clicked = move |event: MouseEvent| {
        event.stop_propagation();
        activate();
    };
    view! {
        <article
            class="message"
            class:is-group-start=starts_group
            class:is-pending=is_pending
            class:is-active=is_active
            data-seq=move || row.with(|row| row.seq)
            aria-busy=move || is_pending.get().then_some("true")
            aria-label=label
            tabindex=move || if is_tab_stop.get() { "0" } else { "-1" }
            on:pointerenter=pointer_entered
            on:focusin=move |_| activate()
            on:click=clicked
        >
            <Show
                when=move || starts_group.get()
                fallback=move || {
                    view! {
                        <span class="message-gutter">
                            <Time row />
                        </span>
                    }
                }
            >
                <Author row />
            </Show>
            <div class="message-body">
                <Show when=has_quote>
                    <QuoteButton row />
                </Show>
                <MessageText row />
                <Reactions row />
                <DeliveryLine row />
            </div>
            <Show when=move || is_active.get() && can_act()>
                <Toolbar row />
            </Show>
        </article>
    }
}

/// Stands above the first message of a group.
#[component]
fn Author(row: RowSignal) -> impl IntoView {
    let name = row.with_message_untracked(|row| row.name.to_string());
    let id = row.with_message_untracked(|row| row.by.as_ref().map(ToString::to_string));
    view! {
        <Avatar id=id.unwrap_or_else(|| name.clone()) name=name.clone() />
        <header class="message-header">
            <span class="message-author" dir="auto">{name}</span>
            <Time row />
        </header>
    }
}

/// The time of the message. It becomes the server's time when the message is committed.
#[component]
fn Time(row: RowSignal) -> impl IntoView {
    let language = expect_context::<Language>();
    let at = Memo::new(move |_| row.with_message::<Millis>(|row| row.at));
    view! {
        <time
            class="message-time"
            datetime=move || dates::iso(at.get())
            title=move || dates::in_full(at.get(), language.tag())
        >
            {move || dates::time(at.get(), language.tag())}
        </time>
    }
}

/// The message that this one answers. It leads there.
#[component]
fn QuoteButton(row: RowSignal) -> impl IntoView {
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
        <button type="button" class="message-quote" on:click=jump>
            <span class="visually-hidden">{move || (language.words().in_reply_to)(&name())}</span>
            <strong aria-hidden="true" dir="auto">
                {name}
            </strong>
            <span dir="auto">{excerpt}</span>
        </button>
    }
}

/// Tells that the message is pending, or that the server refused it.
#[component]
fn DeliveryLine(row: RowSignal) -> impl IntoView {
    let language = expect_context::<Language>();
    let delivery = Memo::new(move |_| row.with_message(|row| row.delivery.clone()));
    move || match delivery.get() {
        Delivery::Sent => ().into_any(),
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
            <button type="button" class="button-link" on:click=move |_| chat.command(retry.clone())>
                {language.text(|t| t.retry)}
            </button>
            <button type="button" class="button-link" on:click=move |_| chat.command(discard.clone())>
                {language.text(|t| t.discard)}
            </button>
        </div>
    }
}
