//! Line icons on a grid of 24, buttons that show only an icon, and the logo.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::inside::content_tab_index;

pub(crate) const MENU: &str = "M4 7h16M4 12h16M4 17h10";
pub(crate) const PLUS: &str = "M12 5v14M5 12h14";
pub(crate) const SEND: &str = "M12 19V5M6 11l6-6 6 6";
pub(crate) const SLIDERS: &str = "M4 8h9.5M18.5 8H20M4 16h1.5M10.5 16H20M16 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M8 13.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5";
pub(crate) const LINK: &str =
    "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1-1";
pub(crate) const LEAVE: &str = "M10 5H6a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1h4M15 8l4 4-4 4M19 12H9";
pub(crate) const SEARCH: &str = "M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12M15.5 15.5L20 20";
pub(crate) const SMILE: &str =
    "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M9.5 10v.01M14.5 10v.01M8.5 14a4 4 0 0 0 7 0";
pub(crate) const REPLY: &str = "M10 7l-5 5 5 5M5 12h9a5 5 0 0 1 5 5v1";
pub(crate) const PENCIL: &str = "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3";
pub(crate) const TRASH: &str = "M5 7h14M10 7V5h4v2M7 7l1 12h8l1-12";
pub(crate) const COPY: &str = "M9 9h10v10H9zM15 9V5H5v10h4";
pub(crate) const UNREAD: &str = "M4 6h9M4 6v12h16v-7M4 7l8 6 4-3M18.5 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4";
pub(crate) const UNDO: &str = "M9 6L5 10l4 4M5 10h9a4.5 4.5 0 0 1 0 9h-4";
pub(crate) const MORE: &str = "M5.5 12a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M11.5 12a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M17.5 12a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0";
pub(crate) const CLOSE: &str = "M6 6l12 12M18 6L6 18";
pub(crate) const UP: &str = "M12 19V5M6 11l6-6 6 6";
pub(crate) const DOWN: &str = "M12 5v14M6 13l6 6 6-6";
pub(crate) const AGAIN: &str = "M5 12a7 7 0 0 1 12-5l2 2M19 5v4h-4M19 12a7 7 0 0 1-12 5l-2-2M5 19v-4h4";
pub(crate) const CHECK: &str = "M5 12.5l4.5 4.5L19 7.5";

/// Decoration: the button around it has a name.
#[component]
pub(crate) fn Icon(path: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=path></path>
        </svg>
    }
}

/// A button that shows only an icon. Its label is its name for assistive technology, and its tooltip.
#[component]
pub(crate) fn IconButton(
    icon: &'static str,
    #[prop(into)] label: Signal<&'static str>,
    #[prop(into)] on_click: Callback<MouseEvent>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="icon-button"
            tabindex=content_tab_index()
            aria-label=label
            title=label
            on:click=move |event| on_click.run(event)
        >
            <Icon path=icon />
        </button>
    }
}

/// The logo of the app: two people who talk.
#[component]
pub(crate) fn Logo() -> impl IntoView {
    view! {
        <svg class="icon-logo" viewBox="0 0 32 32" aria-hidden="true">
            <path class="icon-logo-back" d="M20 11a8 8 0 0 1 5.9 13.4L27 28l-4.2-1.3A8 8 0 1 1 20 11z"></path>
            <path class="icon-logo-front" d="M12 4a9 9 0 1 1-3.6 17.25L3.5 23l1.4-4.6A9 9 0 0 1 12 4z"></path>
        </svg>
    }
}
