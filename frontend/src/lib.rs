//! The page of Confab: Leptos components over a [`client::Client`].
//!
//! A module imports only modules that stand above it in this list, so there are no import circles:
//!
//! | module | is |
//! | --- | --- |
//! | [`words`] | the texts, in each language |
//! | `device` | the browser: clock, storage, clipboard, scroll geometry |
//! | [`chat`] | the client as signals, with its sockets, its timer and its storage |
//! | [`state`] | what the components share, as contexts; it knows no component |
//! | `widgets` | components that several parts of the screen use |
//! | [`about`], [`sign_in`], `settings`, [`welcome`], `rooms`, `timeline`, [`composer`] | the parts of the screen |
//! | `shell` | the frame around them |
//! | `app` | the root |
//!
//! What can be decided without a browser is plain Rust and tested natively. Stylesheets lie beside their components.
//!
//! Invariant: no inline style or script, never `inner_html`: the text of other people stays text.

pub mod words;

mod device;

pub mod chat;

pub mod state;

mod widgets;

pub mod about;
pub mod composer;
pub mod rooms;
mod settings;
pub mod sign_in;
mod timeline;
pub mod welcome;

mod shell;

mod app;

/// A smaller allocator than the standard library's, by 1 kB of the page.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Starts the app as soon as the browser has loaded it.
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    app::mount();
}
