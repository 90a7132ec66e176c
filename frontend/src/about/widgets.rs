//! The widgets as they are.

use leptos::prelude::*;

use crate::state::language::Language;
use crate::state::people::TINTS;
use crate::widgets::icon::{IconButton, REPLY, SMILE};

#[component]
pub(super) fn Widgets() -> impl IntoView {
    let language = expect_context::<Language>();
    let avatar = |tint| view! { <span class="avatar" data-tint=tint aria-hidden="true">"Aa"</span> };
    view! {
        <div class="about-widgets">
            <button type="button" class="button">{language.text(|t| t.cancel)}</button>
            <button type="button" class="button is-primary">{language.text(|t| t.done)}</button>
            <button type="button" class="button is-danger">{language.text(|t| t.delete)}</button>
            <button type="button" class="button-link">{language.text(|t| t.retry)}</button>
            <IconButton icon=SMILE label=language.text(|t| t.react) on_click=|_| () />
            <IconButton icon=REPLY label=language.text(|t| t.reply) on_click=|_| () />
        </div>
        <div class="about-widgets">{(0..TINTS).map(avatar).collect_view()}</div>
        <div>
            <label class="field-label" for="about-field">{language.text(|t| t.name)}</label>
            <input class="field-input" id="about-field" type="text" autocomplete="off" />
        </div>
        <div class="about-widgets">
            <span class="reactions-chip">"🎉 2"</span>
            <span class="room-list-badge">"3"</span>
        </div>
        <div class="skeleton about-skeleton" aria-hidden="true">
            <i></i>
            <i></i>
            <i></i>
        </div>
    }
}
