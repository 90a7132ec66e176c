//! The field that searches the emoji.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::state::PickerState;
use crate::device;
use crate::device::keys::has_input_method;
use crate::state::language::Language;
use crate::widgets::focus::{closest, focus_in};

/// It has the focus when the picker opens, but not by touch.
#[component]
pub(super) fn Search(state: PickerState, choose: Callback<String>) -> impl IntoView {
    let language = expect_context::<Language>();
    let on_key = move |event: KeyboardEvent| {
        if has_input_method(&event) {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => focus_in(closest(&event, "dialog"), "[role=gridcell][tabindex='0']"),
            "Enter" => {
                let is_searching = !state.query.read_untracked().trim().is_empty();
                let best = state.cells.read_untracked().first().filter(|_| is_searching).cloned();
                best.into_iter().for_each(|best| choose.run(best.emoji));
            }
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <input
            class="field-input"
            type="text"
            inputmode="search"
            enterkeyhint="done"
            autocomplete="off"
            autofocus=!device::is_touch()
            aria-label=language.text(|t| t.search_emoji)
            placeholder=language.text(|t| t.search_emoji)
            prop:value=state.query
            on:input:target=move |event| state.query.set(event.target().value())
            on:keydown=on_key
        />
    }
}
