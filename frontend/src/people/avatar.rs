//! Somebody's picture: letters on their colour.

use leptos::prelude::*;

use super::{initials, tint};

/// Decoration: the name stands beside it.
#[component]
pub(crate) fn Avatar(
    /// What the colour depends on: the user id, where it is known.
    id: String,
    name: String,
) -> impl IntoView {
    view! { <span class=format!("avatar tint-{}", tint(&id)) aria-hidden="true">{initials(&name)}</span> }
}
