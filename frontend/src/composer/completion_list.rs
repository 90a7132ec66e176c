//! The list of suggestions, above the box. The box keeps the focus.

use leptos::{html, prelude::*};

use super::completion::Completion;
use super::suggestions::Suggestion;
use crate::device::scroll::reveal;
use crate::state::language::Language;

/// The id of the list, which the box names.
pub(super) const LIST: &str = "completion";

/// The id of a suggestion's element.
pub(super) fn option_id(index: usize) -> String {
    format!("{LIST}-{index}")
}

#[component]
pub(super) fn CompletionList(completion: Completion) -> impl IntoView {
    let language = expect_context::<Language>();
    let is_open = Memo::new(move |_| completion.selected().is_some());
    let options = move || {
        let options = completion.suggestions().into_iter().enumerate();
        options.map(|(index, suggestion)| view! { <Choice completion index suggestion /> }).collect_view()
    };
    view! {
        <Show when=move || is_open.get()>
            <ul
                class="completion"
                role="listbox"
                id=LIST
                aria-label=language.text(|t| t.suggestions)
                // A click leaves the focus in the box.
                on:mousedown=|event| event.prevent_default()
            >
                {options}
            </ul>
        </Show>
    }
}

#[component]
fn Choice(completion: Completion, index: usize, suggestion: Suggestion) -> impl IntoView {
    let option = NodeRef::<html::Li>::new();
    let is_selected = Memo::new(move |_| completion.selected() == Some(index));
    Effect::new(move || {
        if let Some(option) = option.get().filter(|_| is_selected.get()) {
            reveal(&option);
        }
    });
    view! {
        <li
            class="completion-option"
            role="option"
            id=option_id(index)
            node_ref=option
            aria-selected=move || is_selected.get().to_string()
            on:click=move |_| completion.accept(index)
        >
            <span class="completion-label">{suggestion.label}</span>
            <span class="completion-description">{suggestion.description}</span>
        </li>
    }
}
