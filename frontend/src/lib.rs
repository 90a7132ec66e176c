//! The screen of Confab: what a browser shows of a [`client::Client`].
//!
//! Folders mirror the screen, with their stylesheets beside them. What can be decided without a browser is
//! plain Rust, public, and tested natively; the elements on top of it only show and
//! forward, and exist only for wasm32.
//!
//! Invariant: no inline style or script, never `inner_html`: text of other people stays text.

#[cfg(target_arch = "wasm32")]
mod app;
pub mod chat;
pub mod composer;
#[cfg(target_arch = "wasm32")]
mod device;
pub mod people;
pub mod rooms;
pub mod route;
pub mod settings;
#[cfg(target_arch = "wasm32")]
mod shell;
pub mod sign_in;
pub mod timeline;
pub mod welcome;
#[cfg(target_arch = "wasm32")]
mod widgets;
pub mod words;

/// Starts the app, as soon as the browser has loaded it.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    app::mount();
}
