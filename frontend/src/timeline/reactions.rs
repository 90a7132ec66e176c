//! The reactions to a message, and the emoji that are offered.

use client::Command;
use common::{Change, Emoji, React};
use leptos::prelude::*;

use crate::chat::Chat;
use crate::state::language::Language;
use crate::state::open_room::OpenRoom;
use crate::state::timeline::row::Reaction;
use crate::state::timeline::row_signal::RowSignal;

/// The emoji that the picker offers.
pub(super) const OFFERED: [&str; 8] = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀"];

/// A button for each emoji. A click adds one's own reaction, or takes it back.
#[component]
pub(super) fn Reactions(row: RowSignal) -> impl IntoView {
    let has_reactions = move || row.with_message(|row| !row.reactions.is_empty());
    let reactions = move || row.with_message(|row| row.reactions.clone());
    view! {
        <Show when=has_reactions>
            <div class="reactions">
                <For each=reactions key=|reaction| reaction.emoji.clone() let(reaction)>
                    <ReactionButton row emoji=reaction.emoji/>
                </For>
            </div>
        </Show>
    }
}

#[component]
fn ReactionButton(row: RowSignal, emoji: Emoji) -> impl IntoView {
    let (language, toggle) = (expect_context::<Language>(), use_toggle(row));
    let text = emoji.to_string();
    let emoji = StoredValue::new(emoji);
    let reaction = Memo::new(move |_| find(row, &emoji.read_value()));
    let count = Memo::new(move |_| reaction.get().map_or(0, |reaction| reaction.count));
    let is_mine = move || reaction.get().is_some_and(|reaction| reaction.mine).to_string();
    view! {
        <button
            type="button"
            class="reactions-chip"
            aria-pressed=is_mine
            aria-label=move || (language.words().reaction)(emoji.read_value().as_str(), count.get())
            on:click=move |_| toggle(emoji.get_value())
        >
            <span class="reactions-emoji">{text}</span>
            <span>{count}</span>
        </button>
    }
}

/// The reactions with one emoji. Tracks the row.
fn find(row: RowSignal, emoji: &Emoji) -> Option<Reaction> {
    row.with_message(|row| row.reactions.iter().find(|reaction| reaction.emoji == *emoji).cloned())
}

/// Sets or clears one's own reaction to a message.
pub(super) fn use_toggle(row: RowSignal) -> impl Fn(Emoji) + Copy + Send + Sync + 'static {
    let (chat, room) = (expect_context::<Chat>(), expect_context::<OpenRoom>());
    move |emoji| {
        let on = !untrack(|| find(row, &emoji)).is_some_and(|reaction| reaction.mine);
        if let Some(target) = row.seq() {
            let change = Change::React(React { target, emoji, on });
            chat.command(Command::Change { room: room.id(), change });
        }
    }
}
