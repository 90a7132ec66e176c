//! One message.

use common::{ClientId, Code, Millis, Name};
use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::actions::Action;
use super::active_row::ActiveRow;
use super::long_press::LongPress;
use super::menu::MessageMenu;
use super::message_text::MessageText;
use super::perform::Performer;
use super::reactions::Reactions;
use super::toolbar::Toolbar;
use crate::chat::Chat;
use crate::device::dates;
use crate::state::language::Language;
use crate::state::timeline::row::Delivery;
use crate::state::timeline::row_signal::RowSignal;
use crate::state::viewport::Viewport;
use crate::widgets::avatar::Avatar;
use crate::widgets::focus::focus;
use crate::widgets::inside::{IsInside, inner_tab_index};

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
    provide_context(IsInside(Memo::new(move |_| active.is_inside(&key.read_value()))));
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
    let asked_for_menu = move |event: MouseEvent| {
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
            on:contextmenu=asked_for_menu
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

/// The keys of a message that has the focus: Enter goes inside, a letter does what the menu says, and the menu key and
/// Shift+F10 open the menu. From inside, Escape comes back.
fn use_keys(key: StoredValue<String>, row: RowSignal) -> impl Fn(KeyboardEvent) + 'static {
    let (active, menu, performer) =
        (expect_context::<ActiveRow>(), expect_context::<MessageMenu>(), Performer::new());
    move |event| {
        let pressed = event.key();
        let Some(article) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok())
        else {
            return;
        };
        let has_focus = event.target() == event.current_target();
        let opens_menu = pressed == "ContextMenu" || pressed == "F10" && event.shift_key();
        let action = row.with_untracked(|row| Action::of_key(&pressed, row));
        let action =
            action.filter(|_| has_focus && !event.ctrl_key() && !event.meta_key() && !event.alt_key());
        if opens_menu && !row.with_untracked(Action::of).is_empty() {
            menu.open_at(&key.read_value(), document().active_element());
        } else if let Some(action) = action {
            performer.perform(action, row, &key.read_value());
        } else if pressed == "Enter" && has_focus {
            active.focus(&key.read_value(), true);
            focus_inside(&article);
        } else if pressed == "Escape" && !has_focus {
            focus(Some(article));
        } else {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Gives the focus to the toolbar, or to whatever else can have it.
fn focus_inside(article: &Element) {
    let first = |css| article.query_selector(css).ok().flatten();
    focus(first(".toolbar button").or_else(|| first("button, a")));
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
        <button
            type="button"
            class="message-quote"
            tabindex=inner_tab_index()
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

/// Tells that the message is pending, or that the server refused it.
#[component]
fn DeliveryLine(row: RowSignal) -> impl IntoView {
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
                tabindex=inner_tab_index()
                on:click=move |_| chat.command(retry.clone())
            >
                {language.text(|t| t.retry)}
            </button>
            <button
                type="button"
                class="button-link"
                tabindex=inner_tab_index()
                on:click=move |_| chat.command(discard.clone())
            >
                {language.text(|t| t.discard)}
            </button>
        </div>
    }
}
