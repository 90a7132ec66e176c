//! One message on the screen.

use common::{Name, Text};
use leptos::prelude::*;

use super::feed::Active;
use super::reactions::Reactions;
use super::row::{Quote, Said, State};
use super::sheet::Followed;
use super::text::{Piece, is_only_emoji, pieces};
use super::toolbar::Toolbar;
use crate::chat::Chat;
use crate::device::time;
use crate::people::avatar::Avatar;
use crate::route::Route;
use crate::route::current::Here;
use crate::shell::room::Jump;
use crate::words::current::{lang, words};

/// An `article` of the feed. It keeps its element from pending to sent and through every change.
#[component]
pub(super) fn Message(row: Followed) -> impl IntoView {
    let (active, lang) = (expect_context::<Active>(), lang());
    let key = StoredValue::new(row.now().key.clone());
    let head = row.said(Head::of);
    let (seq, leads) = (row.part(|row| row.seq), row.said(|said| said.leads));
    let state = row.said(|said| said.state.clone());
    let label = move || head.with(|head| format!("{}, {}", head.name, time::clock(head.at, lang())));
    let is_active = move || key.with_value(|key| active.is(key));
    let tab_stop = move || if key.with_value(|key| active.is_tab_stop(key)) { "0" } else { "-1" };
    let activate = move || active.set(key.get_value());
    view! {
        <article class="message" class:leads=move || leads.get() class:pending=move || state.get() == State::Pending
            class:active=is_active aria-busy=move || (state.get() == State::Pending).then_some("true") data-seq=move || seq.get() aria-label=label tabindex=tab_stop
            on:pointerenter=move |event| if event.pointer_type() == "mouse" { activate() }
            on:focusin=move |_| activate()
            on:click=move |event| { event.stop_propagation(); activate() }>
            {move || leads.get().then(|| view! { <Author head/> })}
            <Gutter head/>
            <div class="message-body">
                <Quoted row/>
                <Content row/>
                <Reactions row/>
                <Delivery state/>
            </div>
            <Show when=move || is_active() && seq.get().is_some()>
                <Toolbar row/>
            </Show>
        </article>
    }
}

#[derive(Clone, PartialEq, Default)]
struct Head {
    id: String,
    name: String,
    at: common::Millis,
}

impl Head {
    fn of(said: &Said) -> Self {
        let name = said.name.to_string();
        let id = said.by.as_ref().map_or_else(|| name.clone(), ToString::to_string);
        Self { id, name, at: said.at }
    }
}

/// Stands above the first message of a group.
#[component]
fn Author(head: Memo<Head>) -> impl IntoView {
    move || {
        let Head { id, name, at } = head.get();
        view! {
            <Avatar id name=name.clone()/>
            <header class="author">
                <span class="author-name">{name}</span>
                <Clock at/>
            </header>
        }
    }
}

/// The time beside the other messages of a group; the stylesheet shows it where one points.
#[component]
fn Gutter(head: Memo<Head>) -> impl IntoView {
    view! { <span class="gutter">{move || view! { <Clock at=head.with(|head| head.at)/> }}</span> }
}

#[component]
fn Clock(at: common::Millis) -> impl IntoView {
    let lang = lang();
    view! {
        <time class="clock" datetime=time::iso(at) title=move || time::in_full(at, lang())>
            {move || time::clock(at, lang())}
        </time>
    }
}

/// What the message answers; leads there.
#[component]
fn Quoted(row: Followed) -> impl IntoView {
    let (t, Jump(jump)) = (words(), expect_context());
    let quote = row.said(|said| said.quote.clone());
    let button = move |Quote { seq, name, excerpt }: Quote| {
        let name = name.as_ref().map(Name::to_string);
        let label = name.clone().map(|name| (t().in_reply_to)(&name));
        let gone = if name.is_some() { t().deleted } else { t().earlier_message };
        view! {
            <button type="button" class="quote" aria-label=label on:click=move |_| jump.set(Some(Some(seq)))>
                <strong>{name}</strong>
                <span>{excerpt.unwrap_or_else(|| gone.to_owned())}</span>
            </button>
        }
    };
    move || quote.get().map(button)
}

/// The text, or that it is gone.
#[component]
fn Content(row: Followed) -> impl IntoView {
    let t = words();
    let (text, edited) = (row.said(|said| said.text.clone()), row.said(|said| said.edited));
    move || match text.get() {
        None => view! { <p class="text gone">{move || t().deleted}</p> }.into_any(),
        Some(text) => view! {
            <p class="text" class:large=is_only_emoji(text.as_str()) dir="auto">
                {linked(&text)}
                {move || edited.get().then(|| view! { <small class="edited">" " {t().edited}</small> })}
            </p>
        }
        .into_any(),
    }
}

fn linked(text: &Text) -> Vec<AnyView> {
    let page = Here::link(&Route::Home);
    let shown = |piece| {
        match piece {
        Piece::Plain(text) => text.to_owned().into_any(),
        // Links to rooms of this app stay in it.
        Piece::Link(link) if link.starts_with(&page) => {
            view! { <a href=link.to_owned()>{link.to_owned()}</a> }.into_any()
        }
        Piece::Link(link) => {
            view! { <a href=link.to_owned() target="_blank" rel="noopener noreferrer nofollow">{link.to_owned()}</a> }
                .into_any()
        }
    }
    };
    pieces(text.as_str()).into_iter().map(shown).collect()
}

/// Says what has not arrived, and lets its author decide about what never will.
#[component]
fn Delivery(state: Memo<State>) -> impl IntoView {
    let (chat, t) = (expect_context::<Chat>(), words());
    move || match state.get() {
        State::Sent => ().into_any(),
        State::Pending => view! { <small class="delivery">{t().sending}</small> }.into_any(),
        State::Failed(id, code) => {
            let (again, never) = (client::Command::Retry(id.clone()), client::Command::Discard(id));
            view! {
                <div class="delivery failed" role="status">
                    <span>{(t().not_sent)(code)}</span>
                    <button type="button" class="text-button" on:click=move |_| chat.command(again.clone())>{t().retry}</button>
                    <button type="button" class="text-button" on:click=move |_| chat.command(never.clone())>{t().discard}</button>
                </div>
            }
            .into_any()
        }
    }
}
