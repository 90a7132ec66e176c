//! The root of the app: the contexts, and the welcome or the rooms.

use client::Status;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::chat::Chat;
use crate::shell::Shell;
use crate::sign_in::flow::SignIn;
use crate::state::attention::Attention;
use crate::state::emoji::EmojiTable;
use crate::state::language::Language;
use crate::state::location::Location;
use crate::state::settings::Preferences;
use crate::welcome::page::Welcome;

/// Mounts the app in place of the static frame of index.html.
pub(crate) fn mount() {
    console_error_panic_hook::set_once();
    let element = document().get_element_by_id("app").and_then(|element| element.dyn_into().ok());
    let Some(element): Option<web_sys::HtmlElement> = element else { return };
    element.set_text_content(None);
    leptos::mount::mount_to(element, App).forget();
}

#[component]
fn App() -> impl IntoView {
    let preferences = Preferences::load();
    let (sign_in, answered) = SignIn::load();
    let chat = Chat::start();
    provide_context(preferences);
    provide_context(Language::of(preferences));
    provide_context(sign_in);
    provide_context(EmojiTable::new());
    provide_context(Location::follow());
    provide_context(Attention::follow());
    provide_context(chat);
    if let Some(answered) = answered {
        sign_in.finish(answered, chat);
    }
    let has_name = Memo::new(move |_| !matches!(chat.status.get(), Status::Nameless | Status::SignedOut));
    view! {
        <Show when=move || has_name.get() fallback=|| view! { <Welcome /> }>
            <Shell />
        </Show>
    }
}
