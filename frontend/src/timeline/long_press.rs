//! A finger that rests on a message opens its menu.

use gloo_timers::callback::Timeout;
use leptos::ev::{PointerEvent, TouchEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A press is long after so many milliseconds.
const LONG_MS: u32 = 500;
/// A finger that moves further than this, in pixels, scrolls.
const SLOP: f64 = 10.0;

/// The finger that is on a message.
#[derive(Clone, Copy)]
pub(super) struct LongPress {
    press: StoredValue<Option<Press>, LocalStorage>,
    /// The finger has opened the menu, and is still down.
    has_opened: StoredValue<bool>,
}

struct Press {
    x: f64,
    y: f64,
    _timer: Timeout,
}

impl LongPress {
    pub fn new() -> Self {
        Self { press: StoredValue::new_local(None), has_opened: StoredValue::new(false) }
    }

    /// A pointer is pressed. `open` runs if it is a finger that stays; it gets the place. A link has its own long press.
    pub fn begin(self, event: &PointerEvent, open: impl FnOnce(f64, f64) + 'static) {
        self.end();
        self.has_opened.set_value(false);
        if event.pointer_type() != "touch" || !event.is_primary() || is_on_link(event) {
            return;
        }
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let timer = Timeout::new(LONG_MS, move || {
            self.end();
            self.has_opened.set_value(true);
            open(x, y);
        });
        self.press.set_value(Some(Press { x, y, _timer: timer }));
    }

    /// The finger moves.
    pub fn moved(self, event: &PointerEvent) {
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let scrolls = |press: &Press| is_scroll(x - press.x, y - press.y);
        if self.press.with_value(|press| press.as_ref().is_some_and(scrolls)) {
            self.end();
        }
    }

    /// The finger is lifted. If it has opened the menu, it does not click on what the menu has put below it.
    pub fn lift(self, event: &TouchEvent) {
        if self.has_opened.get_value() {
            event.prevent_default();
        }
    }

    /// The press ends: the finger is lifted, or the browser scrolls with it.
    pub fn end(self) {
        self.press.try_set_value(None);
    }
}

fn is_scroll(x: f64, y: f64) -> bool {
    x.hypot(y) > SLOP
}

fn is_on_link(event: &PointerEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest("a").ok().flatten().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finger_that_trembles_does_not_scroll() {
        assert!(!is_scroll(6.0, -6.0));
        assert!(is_scroll(0.0, 12.0));
    }
}
