//! One message on the screen.

use common::Name;
use leptos::{ev, prelude::*};

use super::feed::Active;
use super::reactions::reactions;
use super::reader::Reader;
use super::row::{Said, State};
use super::sheet::Followed;
use super::text::{Piece, is_only_emoji, pieces};
use super::toolbar::toolbar;
use crate::chat::Chat;
use crate::device::time;
use crate::people::avatar::Avatar;
use crate::route::Route;
use crate::route::current::Here;
use crate::widgets::erased::{click, live, memo, on, when};
use crate::words::current::{lang, words};

/// An `article` of the feed. It keeps its element from pending to sent and through every change.
pub(super) fn message(row: Followed) -> AnyView {
    let (active, lang) = (expect_context::<Active>(), lang());
    let key = StoredValue::new(row.now().key.clone());
    let leads = memo(move || row.said(|said| said.leads));
    let pending = memo(move || row.said(|said| said.state == State::Pending));
    let label = move || row.said(|said| format!("{}, {}", said.name, time::clock(said.at, lang())));
    let is_active = memo(move || key.with_value(|key| active.is(key)));
    let tab_stop = move || if key.with_value(|key| active.is_tab_stop(key)) { "0" } else { "-1" };
    let activate = move || active.set(key.get_value());
    let hover = on(move |event: ev::PointerEvent| {
        if event.pointer_type() == "mouse" {
            activate();
        }
    });
    let press = on(move |event: ev::MouseEvent| {
        event.stop_propagation();
        activate();
    });
    view! {
        <article class="message" class:leads=move || leads.get() class:pending=move || pending.get()
            class:active=move || is_active.get() aria-busy=move || pending.get().then_some("true")
            data-seq=move || row.with(|row| row.seq).map(|seq| seq.to_string()) aria-label=move || label()
            tabindex=move || tab_stop() on:pointerenter=hover on:focusin=on(move |_: ev::FocusEvent| activate())
            on:click=press>
            {when(move || leads.get(), move || author(&row.now()))}
            {when(move || !leads.get(), move || view! { <span class="gutter">{clock(row)}</span> }.into_any())}
            <div class="message-body">
                {when(move || row.said(|said| said.quote.is_some()), move || quote(row))}
                {content(row)}
                {reactions(row)}
                {delivery(row)}
            </div>
            {when(move || is_active.get() && row.with(|row| row.seq).is_some(), move || toolbar(row))}
        </article>
    }
    .into_any()
}

/// Stands above the first message of a group.
fn author(row: &super::row::Row) -> AnyView {
    let super::row::Body::Message(said) = &row.body else { return ().into_any() };
    let Said { by, name, at, .. } = &**said;
    let id = by.as_ref().map_or_else(|| name.to_string(), ToString::to_string);
    view! {
        <Avatar id name=name.to_string()/>
        <header class="author">
            <span class="author-name">{name.to_string()}</span>
            {clock_at(*at)}
        </header>
    }
    .into_any()
}

fn clock(row: Followed) -> AnyView {
    clock_at(row.now().at().unwrap_or_default())
}

fn clock_at(at: common::Millis) -> AnyView {
    let lang = lang();
    view! {
        <time class="clock" datetime=time::iso(at) title=move || time::in_full(at, lang())>
            {move || time::clock(at, lang())}
        </time>
    }
    .into_any()
}

/// What the message answers; leads there.
fn quote(row: Followed) -> AnyView {
    let (t, reader) = (words(), expect_context::<Reader>());
    let name =
        move || row.said(|said| said.quote.as_ref()?.name.as_ref().map(Name::to_string)).unwrap_or_default();
    let excerpt = move || {
        let excerpt = row.said(|said| said.quote.as_ref()?.excerpt.clone());
        let gone = if name().is_empty() { t().earlier_message } else { t().deleted };
        excerpt.unwrap_or_else(|| gone.to_owned())
    };
    let go = click(move || {
        let quoted = row.said(|said| said.quote.as_ref().map(|quote| quote.seq));
        quoted.into_iter().for_each(|seq| reader.go_to(seq));
    });
    view! {
        <button type="button" class="quote" aria-label=move || (t().in_reply_to)(&name()) on:click=go>
            <strong>{move || name()}</strong>
            <span>{move || excerpt()}</span>
        </button>
    }
    .into_any()
}

/// The text, or that it is gone.
fn content(row: Followed) -> AnyView {
    let t = words();
    let text = memo(move || row.said(|said| said.text.as_ref().map(ToString::to_string)));
    let edited = move || row.said(|said| said.edited);
    let mark = move || view! { <small class="edited">" " {move || t().edited}</small> }.into_any();
    live(move || match text.get() {
        None => view! { <p class="text gone">{move || t().deleted}</p> }.into_any(),
        Some(text) => view! {
            <p class=if is_only_emoji(&text) { "text large" } else { "text" } dir="auto">
                {linked(&text)}
                {when(edited, mark)}
            </p>
        }
        .into_any(),
    })
}

fn linked(text: &str) -> Vec<AnyView> {
    let page = Here::link(&Route::Home);
    let shown = |piece| match piece {
        Piece::Plain(text) => text.to_owned().into_any(),
        // Links to rooms of this app stay in it.
        Piece::Link(link) => {
            let target = (!link.starts_with(&page)).then_some("_blank");
            view! { <a href=link.to_owned() target=target rel="noopener noreferrer nofollow">{link.to_owned()}</a> }
                .into_any()
        }
    };
    pieces(text).into_iter().map(shown).collect()
}

/// Says what has not arrived, and lets its author decide about what never will.
fn delivery(row: Followed) -> AnyView {
    let t = words();
    let kind = memo(move || {
        row.said(|said| match said.state {
            State::Sent => 0_usize,
            State::Pending => 1,
            State::Failed(..) => 2,
        })
    });
    live(move || match kind.get() {
        0 => ().into_any(),
        1 => view! { <small class="delivery">{move || t().sending}</small> }.into_any(),
        _ => failed(row),
    })
}

fn failed(row: Followed) -> AnyView {
    let (chat, t) = (expect_context::<Chat>(), words());
    let State::Failed(id, code) = row.said(|said| said.state.clone()) else { return ().into_any() };
    let (again, never) = (client::Command::Retry(id.clone()), client::Command::Discard(id));
    view! {
        <div class="delivery failed" role="status">
            <span>{move || (t().not_sent)(code)}</span>
            <button type="button" class="text-button" on:click=click(move || chat.command(again.clone()))>
                {move || t().retry}
            </button>
            <button type="button" class="text-button" on:click=click(move || chat.command(never.clone()))>
                {move || t().discard}
            </button>
        </div>
    }
    .into_any()
}
