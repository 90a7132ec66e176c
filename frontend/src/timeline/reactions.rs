//! Reactions below a message, and the few that are offered.

use client::Command;
use common::Emoji;
use leptos::prelude::*;

use super::sheet::Followed;
use crate::chat::Chat;
use crate::shell::room::OpenRoom;
use crate::widgets::erased::{click, each, when};
use crate::words::current::words;

/// What the picker offers.
pub(super) const OFFERED: [&str; 8] = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀"];

/// A chip for each emoji; a click adds mine or takes it back.
pub(super) fn reactions(row: Followed) -> AnyView {
    let emoji = move || row.said(|said| said.chips.iter().map(|chip| chip.emoji.to_string()).collect());
    let chips = move || {
        let toggle = toggler(row);
        view! { <div class="chips">{each(emoji, move |emoji| chip(row, emoji, toggle.clone()))}</div> }
            .into_any()
    };
    when(move || row.said(|said| !said.chips.is_empty()), chips)
}

fn chip(row: Followed, emoji: String, toggle: impl Fn(&str) + 'static) -> AnyView {
    let t = words();
    let of = StoredValue::new(emoji.clone());
    let count = move || of.with_value(|emoji| find(row, emoji).0);
    let mine = move || of.with_value(|emoji| find(row, emoji).1);
    let label = move || of.with_value(|emoji| (t().reaction)(emoji, find(row, emoji).0));
    view! {
        <button type="button" class="chip" aria-pressed=move || mine().to_string() aria-label=move || label()
            on:click=click(move || of.with_value(|emoji| toggle(emoji)))>
            <span class="emoji">{emoji}</span>
            <span>{move || count().to_string()}</span>
        </button>
    }
    .into_any()
}

/// How often a message has an emoji, and whether once by me.
fn find(row: Followed, emoji: &str) -> (usize, bool) {
    row.said(|said| {
        let chip = said.chips.iter().find(|chip| chip.emoji.as_str() == emoji);
        chip.map_or((0, false), |chip| (chip.count, chip.mine))
    })
}

/// Sets or clears a reaction of mine.
pub(super) fn toggler(row: Followed) -> impl Fn(&str) + Clone + Send + Sync + 'static {
    let (chat, OpenRoom(room)) = (expect_context::<Chat>(), expect_context());
    move |emoji| {
        let (on, room) = (!untrack(|| find(row, emoji).1), room.clone());
        if let (Some(target), Ok(emoji)) = (row.seq(), emoji.parse::<Emoji>()) {
            chat.command(Command::React { room, target, emoji, on });
        }
    }
}
