//! The reactions to a message, and those that take one press.

use client::Command;
use common::{Change, Emoji, Name, React, Seq};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::chat::Chat;
use crate::state::language::Language;
use crate::state::open_room::OpenRoom;
use crate::state::timeline::row::Reaction;
use crate::state::timeline::row_signal::RowSignal;
use crate::widgets::inside::content_tab_index;
use crate::words::Words;

/// Eight fixed emoji, for a reaction with one press.
const QUICK_REACTIONS: [&str; 8] = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀"];

/// So many people are named who have reacted, at most.
const MAX_NAMES: usize = 10;

/// A button for each emoji. A click adds one's own reaction, or takes it back.
#[component]
pub(super) fn Reactions(row: RowSignal) -> impl IntoView {
    let has_reactions = move || row.with_message(|row| !row.reactions.is_empty());
    let reactions = move || row.with_message(|row| row.reactions.clone());
    view! {
        <Show when=has_reactions>
            <div class="reactions">
                <For each=reactions key=|reaction| reaction.emoji.clone() let(reaction)>
                    <ReactionButton row emoji=reaction.emoji />
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
            tabindex=content_tab_index()
            aria-pressed=is_mine
            aria-label=move || (language.words().reaction)(emoji.read_value().as_str(), count.get())
            title=move || reaction.read().as_ref().map(|reaction| who(reaction, language.words()))
            on:click=move |_| toggle(emoji.get_value())
        >
            <span class="reactions-emoji">{text}</span>
            <span>{count}</span>
        </button>
    }
}

/// A button for each of the quick reactions, in a toolbar or in a menu, whose items have a role. `on_choose` comes before the
/// reaction.
#[component]
pub(super) fn QuickReactions(
    row: RowSignal,
    class: &'static str,
    #[prop(optional)] role: Option<&'static str>,
    #[prop(into)] on_choose: Callback<MouseEvent>,
) -> impl IntoView {
    let (language, toggle) = (expect_context::<Language>(), use_toggle(row));
    let choice = move |emoji: &'static str| {
        let choose = move |event| {
            on_choose.run(event);
            emoji.parse().into_iter().for_each(toggle);
        };
        view! {
            <button
                type="button"
                class=class
                role=role
                tabindex=content_tab_index()
                aria-label=move || (language.words().react_with)(emoji)
                on:click=choose
            >
                {emoji}
            </button>
        }
    };
    QUICK_REACTIONS.map(choice).collect_view()
}

/// Who has reacted: this person first, then the others by name, and the rest as a number.
fn who(reaction: &Reaction, t: &Words) -> String {
    let me = reaction.mine.then_some(t.you);
    let names: Vec<&str> =
        me.into_iter().chain(reaction.names.iter().map(Name::as_str)).take(MAX_NAMES).collect();
    (t.reacted)(&names, reaction.count.saturating_sub(names.len()))
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
            react(chat, room, target, emoji, on);
        }
    }
}

/// Sets or clears one's own reaction with this emoji.
pub(super) fn react(chat: Chat, room: OpenRoom, target: Seq, emoji: Emoji, on: bool) {
    let change = Change::React(React { target, emoji, on });
    chat.command(Command::Change { room: room.id(), change });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn told(count: usize, mine: bool, names: &[&str]) -> [String; 2] {
        let names = names.iter().map(|name| name.parse().unwrap()).collect();
        let reaction = Reaction { emoji: "👍".parse().unwrap(), count, mine, names };
        Lang::ALL.map(|lang| who(&reaction, lang.words()))
    }

    #[test]
    fn who_has_reacted_is_told_by_name() {
        assert_eq!(told(1, true, &[]), ["You", "你"]);
        assert_eq!(told(3, true, &["Ada", "Bob"]), ["You, Ada and Bob", "你、Ada和Bob"]);
    }

    #[test]
    fn people_without_a_known_name_are_counted() {
        assert_eq!(told(2, false, &["Ada"]), ["Ada and 1 other", "Ada等 2 人"]);
        assert_eq!(told(5, true, &["Ada"]), ["You, Ada and 3 others", "你、Ada等 5 人"]);
        assert_eq!(told(4, false, &[]), ["4 people", "4 人"]);
    }
}
