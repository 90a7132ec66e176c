//! The whole app: who is here decides between the welcome and the rooms.

use client::Status;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::chat::Chat;
use crate::device;
use crate::route::current::Here;
use crate::settings::current::Preferences;
use crate::shell::shell;
use crate::sign_in::flow::SignIn;
use crate::welcome::page::welcome;
use crate::widgets::element::{self, Part};
use crate::widgets::erased::live;
use crate::widgets::state::{Only, Watched, memo};

/// Whether somebody is looking at the page.
pub(crate) struct Attention;

thread_local! {
    static ATTENTION: Only<Watched<bool>> = const { Only::new() };
}

impl Attention {
    fn watch() {
        let attention = Watched::new(device::is_attentive());
        ATTENTION.with(|only| only.begin(attention));
        for event in ["focus", "blur", "visibilitychange"] {
            window_event_listener_untyped(event, move |_| attention.set(device::is_attentive()));
        }
    }

    /// Whether somebody is looking now.
    pub fn get(self) -> bool {
        ATTENTION.with(Only::get).get()
    }
}

/// Puts the app where index.html shows its skeleton.
pub(crate) fn mount() {
    console_error_panic_hook::set_once();
    let Some(place) = document().get_element_by_id("app") else { return };
    place.set_text_content(None);
    let Ok(parent) = place.clone().dyn_into::<web_sys::HtmlElement>() else { return };
    leptos::mount::mount_to(parent, move || element::mount(place, app())).forget();
}

fn app() -> Part {
    Preferences::load();
    let returned = SignIn::load();
    Here::follow();
    Attention::watch();
    Chat::start();
    SignIn.come_back(returned);
    let named =
        memo(move || Chat.with(|client| !matches!(client.status(), Status::Nameless | Status::SignedOut)));
    live(move || if named.get() { shell() } else { vec![welcome()] })
}
