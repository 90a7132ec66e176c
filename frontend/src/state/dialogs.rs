//! Which dialogs are open, and the drawer of small screens, which lies over the room like one.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Whether the drawer with the rooms is open: a context. Only small screens show it.
#[derive(Clone, Copy)]
pub(crate) struct Drawer {
    open: RwSignal<bool>,
    /// The element that had the focus before, which gets it back.
    opener: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl Drawer {
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), opener: StoredValue::new_local(None) }
    }

    pub fn is_open(self) -> bool {
        self.open.get()
    }

    pub fn is_open_untracked(self) -> bool {
        self.open.get_untracked()
    }

    pub fn open(self) {
        self.opener.set_value(document().active_element().and_then(|element| element.dyn_into().ok()));
        self.open.set(true);
    }

    /// Closes the drawer.
    pub fn close(self) {
        if self.open.get_untracked() {
            self.open.set(false);
        }
    }

    /// Closes the drawer, and gives the focus back to what opened it.
    pub fn dismiss(self) {
        self.close();
        // The page behind the drawer takes the focus only when it is not inert any more: after the next rendering.
        request_animation_frame(move || {
            let Some(opener) = self.opener.try_update_value(Option::take).flatten() else { return };
            let content = || document().query_selector(".shell-content").ok()??.dyn_into().ok();
            // A choice in the drawer may have replaced the opener with its room.
            let target: Option<HtmlElement> = if opener.is_connected() { Some(opener) } else { content() };
            // Browsers refuse it only to elements that cannot have the focus.
            let _ = target.map(|target| target.focus());
        });
    }
}

/// Whether the dialog for a new room is open: a context.
#[derive(Clone, Copy)]
pub(crate) struct NewRoomOpen(pub RwSignal<bool>);

/// Whether the settings are open: a context.
#[derive(Clone, Copy)]
pub(crate) struct SettingsOpen(pub RwSignal<bool>);
