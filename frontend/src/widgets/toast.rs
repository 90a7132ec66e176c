//! Short notices over the room, which screen readers announce: what was done, and the offer to undo it.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use super::undo::UndoToast;
use crate::state::language::Language;
use crate::words::Words;

/// A notice stays for so many milliseconds.
const SHOWN_MS: u32 = 2_500;

/// A text, so that it follows the language.
type Text = fn(&'static Words) -> &'static str;

/// What was done just now: a context.
#[derive(Clone, Copy)]
pub(crate) struct Toast {
    text: RwSignal<Option<Text>>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Toast {
    pub fn new() -> Self {
        Self { text: RwSignal::new(None), timer: StoredValue::new_local(None) }
    }

    /// Says this for a short while.
    pub fn show(self, text: Text) {
        self.text.set(Some(text));
        self.timer.set_value(Some(Timeout::new(SHOWN_MS, move || self.text.set(None))));
    }
}

#[component]
pub(crate) fn Toasts() -> impl IntoView {
    let (toast, language) = (expect_context::<Toast>(), expect_context::<Language>());
    let done = move || {
        let text = toast.text.get()?;
        Some(view! { <p class="toast">{move || text(language.words())}</p> })
    };
    view! {
        <div class="toasts" role="status">
            <UndoToast />
            {done}
        </div>
    }
}
