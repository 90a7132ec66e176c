//! Elements that others than their makers look at.

use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::widgets::state::Watched;

/// An element on the page, once it is there.
#[derive(Clone, Copy)]
pub(crate) struct ElementRef(Watched<Option<Element>>);

impl ElementRef {
    pub fn new() -> Self {
        Self(Watched::new(None))
    }

    pub fn fill(self, element: &Element) {
        self.0.set(Some(element.clone()));
    }

    /// The element; whatever looked looks again when there is another. `T` is what its tag makes it.
    pub fn get<T: JsCast>(self) -> Option<T> {
        self.0.get().map(JsCast::unchecked_into)
    }

    /// The element now, if the part of the screen that it belongs to is still there.
    pub fn now<T: JsCast>(self) -> Option<T> {
        self.0.try_get_untracked().flatten().map(JsCast::unchecked_into)
    }
}
