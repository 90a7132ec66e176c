//! Reactions below a message, and the few that are offered.

use client::Command;
use common::{Emoji, Seq};
use leptos::prelude::*;

use super::row::Chip;
use super::sheet::Followed;
use crate::chat::Chat;
use crate::shell::room::OpenRoom;
use crate::words::current::words;

/// What the picker offers.
pub(super) const OFFERED: [&str; 8] = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀"];

/// A chip for each emoji; a click adds mine or takes it back.
#[component]
pub(super) fn Reactions(row: Followed) -> impl IntoView {
    let t = words();
    let react = reactor();
    let (chips, seq) = (row.said(|said| said.chips.clone()), row.part(|row| row.seq));
    let emoji = move || chips.with(|chips| chips.iter().map(|chip| chip.emoji.clone()).collect::<Vec<_>>());
    let chip = move |emoji: Emoji| {
        let of = emoji.clone();
        let chip = Memo::new(move |_| chips.with(|chips| find(chips, &of)));
        let (shown, said) = (emoji.to_string(), emoji.to_string());
        let toggle = move |_| {
            if let Some(seq) = seq.get_untracked() {
                react.run((seq, emoji.clone(), !chip.get_untracked().1));
            }
        };
        view! {
            <button type="button" class="chip" aria-pressed=move || chip.get().1.to_string()
                aria-label=move || (t().reaction)(&said, chip.get().0) on:click=toggle>
                <span class="emoji">{shown}</span>
                <span>{move || chip.get().0}</span>
            </button>
        }
    };
    view! {
        <Show when=move || chips.with(|chips| !chips.is_empty())>
            <div class="chips"><For each=emoji key=Clone::clone children=chip/></div>
        </Show>
    }
}

fn find(chips: &[Chip], emoji: &Emoji) -> (usize, bool) {
    chips.iter().find(|chip| chip.emoji == *emoji).map_or((0, false), |chip| (chip.count, chip.mine))
}

/// Sets or clears a reaction of mine in the room that is on the screen.
pub(super) fn reactor() -> Callback<(Seq, Emoji, bool)> {
    let (chat, OpenRoom(room)) = (expect_context::<Chat>(), expect_context());
    Callback::new(move |(target, emoji, on)| {
        chat.command(Command::React { room: room.clone(), target, emoji, on });
    })
}
