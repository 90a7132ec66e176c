//! What stands below the last row.

use leptos::prelude::*;

use crate::state::language::Language;
use crate::state::viewport::Viewport;

/// Tells that later messages load, where the rows do not reach the newest one.
#[component]
pub(super) fn Ending() -> impl IntoView {
    let (viewport, language) = (expect_context::<Viewport>(), expect_context::<Language>());
    view! {
        <Show when=move || !viewport.window.get().is_at_end()>
            <p class="timeline-older">{language.text(|t| t.loading_newer)}</p>
        </Show>
    }
}
