//! Events of the window and the document, and changes of an element's size.

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget, ResizeObserver};

/// Listens to an event until the current reactive owner is cleaned up, so that nothing listens after its component has
/// left the screen.
pub(crate) fn listen(target: &EventTarget, event: &'static str, callback: impl FnMut(&Event) + 'static) {
    StoredValue::new_local(EventListener::new(target, event, callback));
}

/// Listens like [`listen`] to an event whose default the callback may prevent.
pub(crate) fn listen_to_default(
    target: &EventTarget,
    event: &'static str,
    callback: impl FnMut(&Event) + 'static,
) {
    let options = EventListenerOptions::enable_prevent_default();
    StoredValue::new_local(EventListener::new_with_options(target, event, options, callback));
}

/// Reports changes of the sizes of elements, until it is dropped.
pub(crate) struct SizeObserver {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

impl SizeObserver {
    /// Observes these elements; none in a browser without `ResizeObserver`.
    pub fn new(elements: &[&Element], callback: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut()>::new(callback);
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        elements.iter().for_each(|element| observer.observe(element));
        Some(Self { observer, _callback: callback })
    }
}

impl Drop for SizeObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
