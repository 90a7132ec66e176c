//! The notice that a link leads to a message which the room does not have.

use leptos::prelude::*;

use crate::state::language::Language;
use crate::state::viewport::Viewport;
use crate::widgets::focus::keep_focus;
use crate::widgets::icon::{CLOSE, IconButton};

#[component]
pub(super) fn MissingMessage() -> impl IntoView {
    let (viewport, language) = (expect_context::<Viewport>(), expect_context::<Language>());
    let close = move |_| {
        viewport.lacks_message.set(false);
        request_animation_frame(keep_focus);
    };
    view! {
        <div role="alert">
            <Show when=move || viewport.lacks_message.get()>
                <p class="notice missing-message">
                    {language.text(|t| t.no_such_message)} <span class="notice-actions">
                        <IconButton icon=CLOSE label=language.text(|t| t.close) on_click=close />
                    </span>
                </p>
            </Show>
        </div>
    }
}
