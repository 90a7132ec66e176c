//! Locks that the pages of one browser share (the Web Locks API). Over plain HTTP, and in old browsers, there are none.
//!
//! web-sys has the API only with an unstable flag, so this calls it by name.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// A lock that this page holds. Dropping it, or closing the page, lets another page have it.
pub(crate) struct Lock(Option<Function>);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            // Resolving a promise cannot fail.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Whether the browser has locks.
pub(crate) fn exist() -> bool {
    manager().is_some()
}

/// Waits until no other page has the lock of this name, and takes it.
pub(crate) fn request(name: &str, granted: impl FnOnce(Lock) + 'static) {
    let Some(manager) = manager() else { return };
    let callback = Closure::once_into_js(move || {
        let mut lock = Lock(None);
        // The browser takes the lock back when this promise is resolved.
        let held = Promise::new(&mut |release, _| lock.0 = Some(release.unchecked_into()));
        granted(lock);
        held
    });
    let request = Reflect::get(&manager, &"request".into()).ok().and_then(|request| request.dyn_into().ok());
    // A browser that refuses locks refuses the storage too, which the page tells.
    let _ = request.map(|request: Function| request.call2(&manager, &name.into(), &callback));
}

fn manager() -> Option<JsValue> {
    let manager = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    manager.is_object().then_some(manager)
}
