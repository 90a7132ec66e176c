//! Whether somebody looks at the page.

use leptos::prelude::*;

use crate::device::{self, events};

/// Whether the page is visible and has the focus: a context.
#[derive(Clone, Copy)]
pub(crate) struct Attention(RwSignal<bool>);

impl Attention {
    /// Follows the window from now on.
    pub fn follow() -> Self {
        let attention = RwSignal::new(device::is_attentive());
        let update = move |_: &web_sys::Event| attention.set(device::is_attentive());
        events::listen(&window(), "focus", update);
        events::listen(&window(), "blur", update);
        events::listen(&document(), "visibilitychange", update);
        Self(attention)
    }

    pub fn get(self) -> bool {
        self.0.get()
    }

    pub fn get_untracked(self) -> bool {
        self.0.get_untracked()
    }
}
