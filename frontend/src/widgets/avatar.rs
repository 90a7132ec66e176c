//! A person's picture: letters on their colour.

use leptos::prelude::*;

use crate::state::people::{initials, tint};

/// Decoration: the name stands beside it. The colour depends on `id`, the user id where it is known.
#[component]
pub(crate) fn Avatar(id: String, name: String) -> impl IntoView {
    view! {
        <span class="avatar" data-tint=tint(&id) aria-hidden="true">
            {initials(&name)}
        </span>
    }
}
