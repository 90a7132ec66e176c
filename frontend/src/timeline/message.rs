//! One message.

mod delivery;
mod keys;
mod quote;

use common::Millis;
use leptos::ev::{FocusEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;

use self::delivery::DeliveryLine;
use self::keys::use_keys;
use self::quote::QuoteButton;
use super::actions::Action;
use super::active_row::ActiveRow;
use super::long_press::LongPress;
use super::menu::MessageMenu;
use super::message_text::MessageText;
use super::reactions::Reactions;
use super::toolbar::Toolbar;
use crate::device::dates;
use crate::state::language::Language;
use crate::state::timeline::row::Delivery;
use crate::state::timeline::row_signal::RowSignal;
use crate::widgets::avatar::Avatar;
use crate::widgets::inside::ContentTabStops;

/// An article of the feed. It keeps its element from pending to sent, and through every change.
#[component]
pub(super) fn MessageView(key: String, row: RowSignal) -> impl IntoView {
    let (active, language) = (expect_context::<ActiveRow>(), expect_context::<Language>());
    let menu = expect_context::<MessageMenu>();
    let key = StoredValue::new(key);
    let starts_group = Memo::new(move |_| row.with_message(|row| row.starts_group));
    let is_pending = Memo::new(move |_| row.with_message(|row| row.delivery == Delivery::Pending));
    let is_active = Memo::new(move |_| active.is(&key.read_value()));
    let is_tab_stop = Memo::new(move |_| active.is_tab_stop(&key.read_value()));
    let has_quote = move || row.with_message(|row| row.quote.is_some());
    provide_context(ContentTabStops(Memo::new(move |_| active.is_inside(&key.read_value()))));
    on_cleanup(move || active.forget(&key.read_value()));
    let actions = Memo::new(move |_| row.with(Action::of));
    let label =
        move || row.with_message(|row| format!("{}, {}", row.name, dates::moment(row.at, language.tag())));
    let pointer_entered = move |event: PointerEvent| {
        if event.pointer_type() == "mouse" {
            active.set(&key.read_value());
        }
    };
    let clicked = move |event: MouseEvent| {
        event.stop_propagation();
        active.set(&key.read_value());
    };
    let focused = move |event: FocusEvent| {
        active.focus(&key.read_value(), event.target() != event.current_target());
    };
    let open_menu = move |x: f64, y: f64| {
        if !actions.read_untracked().is_empty() {
            menu.open_at_point(&key.read_value(), x, y);
        }
    };
    let long_press = LongPress::new();
    // The browser asks for a menu by a long press, by the menu key, or by Shift+F10. The mouse gets the browser's own.
    let suppress_browser_menu = move |event: MouseEvent| {
        let is_by_mouse = event.button() == 2;
        if !is_by_mouse && !actions.read_untracked().is_empty() {
            event.prevent_default();
        }
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
            on:focusin=focused
            on:click=clicked
            on:keydown=use_keys(key, row)
            on:contextmenu=suppress_browser_menu
            on:pointerdown=move |event| long_press.begin(&event, open_menu)
            on:pointermove=move |event| long_press.moved(&event)
            on:pointerup=move |_| long_press.end()
            on:pointercancel=move |_| long_press.end()
            on:touchend=move |event| long_press.lift(&event)
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
            <Show when=move || is_active.get() && !actions.read().is_empty()>
                <Toolbar key row actions />
            </Show>
        </article>
    }
}

/// Stands above the first message of a group. It follows when the author takes another name.
#[component]
fn Author(row: RowSignal) -> impl IntoView {
    let name = Memo::new(move |_| row.with_message(|row| row.name.to_string()));
    let id = row.with_message_untracked(|row| row.by.as_ref().map(ToString::to_string));
    let avatar = move || {
        let name = name.get();
        view! { <Avatar id=id.clone().unwrap_or_else(|| name.clone()) name /> }
    };
    view! {
        {avatar}
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
