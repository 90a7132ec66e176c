//! Reactions below a message, and the few that are offered.

use client::Command;
use common::Emoji;
use leptos::prelude::*;

use super::sheet::Followed;
use crate::chat::Chat;
use crate::shell::room::ShownRoom;
use crate::widgets::element::{El, Part, button, el};
use crate::widgets::erased::{each, when};
use crate::widgets::state::{Kept, context};
use crate::words::current::t;

/// What the picker offers.
pub(super) const OFFERED: [&str; 8] = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀"];

/// A chip for each emoji; a click adds mine or takes it back.
pub(super) fn reactions(row: Followed) -> Part {
    let emoji = move || row.said(|said| said.chips.iter().map(|chip| chip.emoji.to_string()).collect());
    let chips = move || {
        let toggle = toggler(row);
        el("div.chips").add(each(emoji, move |emoji| Some(chip(row, emoji, toggle.clone()))))
    };
    when(move || row.said(|said| !said.chips.is_empty()), chips)
}

fn chip(row: Followed, emoji: &str, toggle: impl Fn(&str) + 'static) -> El {
    let of = Kept::new(emoji.to_owned());
    let count = move || of.with(|emoji| find(row, emoji).0);
    let mine = move || of.with(|emoji| find(row, emoji).1);
    button("chip")
        .bind("aria-pressed", mine)
        .bind("aria-label", move || of.with(|emoji| (t().reaction)(emoji, find(row, emoji).0)))
        .click(move || of.with(|emoji| toggle(emoji)))
        .add([el("span.emoji").text(emoji), el("span").says(move || count().to_string())])
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
    let room = context::<ShownRoom>();
    move |emoji| {
        let (on, room) = (!untrack(|| find(row, emoji).1), room.id());
        if let (Some(target), Ok(emoji)) = (row.seq(), emoji.parse::<Emoji>()) {
            Chat.command(Command::React { room, target, emoji, on });
        }
    }
}
