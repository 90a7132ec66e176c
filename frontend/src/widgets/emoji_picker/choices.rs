//! The choice of a group and of a skin tone. Radio buttons, so that each is one Tab stop with arrow keys.

use leptos::prelude::*;

use super::state::PickerState;
use crate::state::emoji::EmojiTable;
use crate::state::emoji::table::GROUPS;
use crate::state::emoji::tone::Tone;
use crate::state::language::Language;

const RECENT_ICON: &str = "🕘";
const ICONS: [&str; GROUPS] = ["😀", "👋", "🐻", "🍎", "🚗", "⚽", "💡", "🔣", "🏁"];
const HANDS: [&str; Tone::ALL.len()] = ["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"];

/// The group that is shown. A choice ends the search.
#[component]
pub(super) fn Groups(state: PickerState) -> impl IntoView {
    let (table, language) = (expect_context::<EmojiTable>(), expect_context::<Language>());
    let has_recent = untrack(|| !table.recent().is_empty());
    let groups = has_recent.then_some(None).into_iter().chain((0..GROUPS).map(Some));
    let choice = move |group: Option<usize>| {
        let name = move || match group {
            Some(group) => language.words().emoji_groups[group],
            None => language.words().recent_emoji,
        };
        let icon = group.map_or(RECENT_ICON, |group| ICONS[group]);
        let is_chosen = move || state.group.get() == group && state.query.read().trim().is_empty();
        let choose = move || {
            state.query.set(String::new());
            state.group.set(group);
        };
        view! { <Choice set="emoji-group" name icon is_chosen choose /> }
    };
    view! {
        <fieldset class="emoji-picker-choices">
            <legend class="visually-hidden">{language.text(|t| t.emoji_group)}</legend>
            {groups.map(choice).collect_view()}
        </fieldset>
    }
}

/// The skin tone of all emoji that have one.
#[component]
pub(super) fn Tones() -> impl IntoView {
    let (table, language) = (expect_context::<EmojiTable>(), expect_context::<Language>());
    let choice = move |(index, tone): (usize, Tone)| {
        let name = move || language.words().skin_tones[index];
        let is_chosen = move || table.tone() == tone;
        let choose = move || table.set_tone(tone);
        view! { <Choice set="emoji-tone" name icon=HANDS[index] is_chosen choose /> }
    };
    view! {
        <fieldset class="emoji-picker-choices is-tones">
            <legend class="visually-hidden">{language.text(|t| t.skin_tone)}</legend>
            {Tone::ALL.into_iter().enumerate().map(choice).collect_view()}
        </fieldset>
    }
}

#[component]
fn Choice(
    set: &'static str,
    #[prop(into)] name: Signal<&'static str>,
    icon: &'static str,
    #[prop(into)] is_chosen: Signal<bool>,
    #[prop(into)] choose: Callback<()>,
) -> impl IntoView {
    view! {
        <label title=name>
            <input
                type="radio"
                name=set
                aria-label=name
                prop:checked=is_chosen
                on:change=move |_| choose.run(())
            />
            <span aria-hidden="true">{icon}</span>
        </label>
    }
}
