//! One message on the screen.

use common::{ClientId, Code, Name};
use leptos::prelude::untrack;
use web_sys::{Event, MouseEvent, PointerEvent};

use super::feed::Active;
use super::reactions::reactions;
use super::reader::Reader;
use super::row::{Body, State};
use super::sheet::Followed;
use super::text::{Piece, is_only_emoji, pieces};
use super::toolbar::toolbar;
use crate::chat::Chat;
use crate::device::time;
use crate::people::avatar::avatar;
use crate::route::Route;
use crate::route::current::Here;
use crate::widgets::element::{El, Part, button, el};
use crate::widgets::erased::{live, when};
use crate::widgets::state::{Kept, context, memo};
use crate::words::current::{lang, t};

/// An `article` of the feed. It keeps its element from pending to sent and through every change.
pub(super) fn message(row: Followed) -> El {
    let active = context::<Active>();
    let key = Kept::new(row.now().key.clone());
    let leads = memo(move || row.said(|said| said.leads));
    let pending = memo(move || row.said(|said| said.state == State::Pending));
    let is_active = memo(move || key.with(|key| active.is(key)));
    let activate = move || active.set(key.get());
    let hover = move |event: PointerEvent| {
        if event.pointer_type() == "mouse" {
            activate();
        }
    };
    let press = move |event: MouseEvent| {
        event.stop_propagation();
        activate();
    };
    let body = el("div.message-body")
        .add(when(move || row.said(|said| said.quote.is_some()), move || quote(row)))
        .add(content(row))
        .add(reactions(row))
        .add(delivery(row));
    el("article.message")
        .toggle("leads", move || leads.get())
        .toggle("pending", move || pending.get())
        .toggle("active", move || is_active.get())
        .bind("aria-busy", move || pending.get().then_some("true"))
        .bind("data-seq", move || row.with(|row| row.seq).map(|seq| seq.to_string()))
        .bind("aria-label", move || {
            row.said(|said| format!("{}, {}", said.name, time::clock(said.at, lang())))
        })
        .bind("tabindex", move || if key.with(|key| active.is_tab_stop(key)) { "0" } else { "-1" })
        .on("pointerenter", hover)
        .on("focusin", move |_: Event| activate())
        .on("click", press)
        .add(live(move || if leads.get() { author(row) } else { vec![gutter(row)] }))
        .add(body)
        .add(when(move || is_active.get() && can_act(row), move || toolbar(row)))
}

/// Whether it has arrived and is still there.
fn can_act(row: Followed) -> bool {
    row.with(|row| row.seq).is_some() && row.said(|said| said.text.is_some())
}

/// Stands above the first message of a group.
fn author(row: Followed) -> Vec<El> {
    let now = row.now();
    let Body::Message(said) = &now.body else { return vec![] };
    let name = said.name.as_str();
    let id = said.by.as_ref().map_or(name, |by| by.as_str());
    vec![avatar(id, name), el("header.author").add([el("span.author-name").text(name), clock(row)])]
}

/// Stands beside the others.
fn gutter(row: Followed) -> El {
    el("span.gutter").add(clock(row))
}

/// What is sent gets the server's time when it has arrived.
fn clock(row: Followed) -> El {
    let at = memo(move || row.with(|row| row.at()).unwrap_or_default());
    el("time.clock")
        .bind("datetime", move || time::iso(at.get()))
        .bind("title", move || time::in_full(at.get(), lang()))
        .says(move || time::clock(at.get(), lang()))
}

/// What the message answers; leads there.
fn quote(row: Followed) -> El {
    let reader = context::<Reader>();
    let name =
        move || row.said(|said| said.quote.as_ref()?.name.as_ref().map(Name::to_string)).unwrap_or_default();
    let excerpt = move || {
        let excerpt = row.said(|said| said.quote.as_ref()?.excerpt.clone());
        let gone = if name().is_empty() { t().earlier_message } else { t().deleted };
        excerpt.unwrap_or_else(|| gone.to_owned())
    };
    let go = move || {
        let quoted = untrack(|| row.said(|said| said.quote.as_ref().map(|quote| quote.seq)));
        quoted.into_iter().for_each(|seq| reader.go_to(seq));
    };
    button("quote")
        .bind("aria-label", move || (t().in_reply_to)(&name()))
        .click(go)
        .add([el("strong").says(name), el("span").says(excerpt)])
}

/// The text, or that it is gone.
fn content(row: Followed) -> Part {
    let text = memo(move || row.said(|said| said.text.as_ref().map(ToString::to_string)));
    let edited = move || row.said(|said| said.edited);
    let mark = || el("small.edited").text(" ").says(|| t().edited);
    live(move || match text.get() {
        None => vec![el("p.text.gone").says(|| t().deleted)],
        Some(text) => {
            let paragraph = el(if is_only_emoji(&text) { "p.text.large" } else { "p.text" });
            vec![linked(paragraph.attr("dir", "auto"), &text).add(when(edited, mark))]
        }
    })
}

fn linked(paragraph: El, text: &str) -> El {
    let page = Here::link(&Route::Home);
    pieces(text).into_iter().fold(paragraph, |paragraph, piece| match piece {
        Piece::Plain(text) => paragraph.text(text),
        Piece::Link(link) => {
            let anchor = el("a").attr("href", link).attr("rel", "noopener noreferrer nofollow").text(link);
            // Links to rooms of this app stay in it.
            paragraph.add(if link.starts_with(&page) { anchor } else { anchor.attr("target", "_blank") })
        }
    })
}

/// Says what has not arrived, and lets its author decide about what never will.
fn delivery(row: Followed) -> Part {
    let state = memo(move || row.said(|said| said.state.clone()));
    live(move || match state.get() {
        State::Sent => vec![],
        State::Pending => vec![el("small.delivery").says(|| t().sending)],
        State::Failed(id, code) => vec![failed(id, code)],
    })
}

fn failed(id: ClientId, code: Code) -> El {
    let (again, never) = (client::Command::Retry(id.clone()), client::Command::Discard(id));
    el("div.delivery.failed").attr("role", "status").add([
        el("span").says(move || (t().not_sent)(code)),
        button("text-button").says(|| t().retry).click(move || Chat.command(again.clone())),
        button("text-button").says(|| t().discard).click(move || Chat.command(never.clone())),
    ])
}
