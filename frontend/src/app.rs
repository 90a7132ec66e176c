//! The whole app: who is here decides between the welcome and the rooms.

use client::Status;
use leptos::prelude::*;

use crate::chat::Chat;
use crate::device;
use crate::route::current::Here;
use crate::settings::current::Preferences;
use crate::shell::Shell;
use crate::sign_in::flow::SignIn;
use crate::welcome::page::Welcome;
use crate::widgets::erased::{live, memo};

/// Whether somebody is looking at the page.
#[derive(Clone, Copy)]
pub(crate) struct Attention(RwSignal<bool>);

impl Attention {
    fn watch() -> Self {
        let attention = Self(RwSignal::new(device::is_attentive()));
        for event in ["focus", "blur", "visibilitychange"] {
            window_event_listener_untyped(event, move |_| attention.0.set(device::is_attentive()));
        }
        attention
    }

    /// Whether somebody is looking now.
    pub fn get(self) -> bool {
        self.0.get()
    }
}

/// Puts the app where index.html shows its skeleton.
pub(crate) fn mount() {
    console_error_panic_hook::set_once();
    let Some(place) = document().get_element_by_id("app") else { return };
    place.set_text_content(None);
    let Ok(place) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(place) else { return };
    leptos::mount::mount_to(place, App).forget();
}

#[component]
fn App() -> impl IntoView {
    provide_context(Preferences::load());
    let sign_in = SignIn::load();
    provide_context(sign_in);
    provide_context(Here::follow());
    provide_context(Attention::watch());
    let chat = Chat::start();
    provide_context(chat);
    sign_in.come_back(chat);
    let named =
        memo(move || chat.with(|client| !matches!(client.status(), Status::Nameless | Status::SignedOut)));
    live(move || if named.get() { view! { <Shell/> }.into_any() } else { view! { <Welcome/> }.into_any() })
}
