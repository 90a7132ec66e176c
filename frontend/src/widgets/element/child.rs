//! What can be inside an element, and how Leptos moves elements about.

use std::any::Any;

use leptos::tachys::view::{Mountable, Render};
use web_sys::{Element, Node};

use super::El;

/// What can be inside an element.
pub(crate) trait Child {
    fn add_to(self, parent: &mut El);
}

impl Child for El {
    fn add_to(self, parent: &mut El) {
        parent.append(&self.element);
        parent.kept.push(Box::new(self));
    }
}

impl<T: Child, const N: usize> Child for [T; N] {
    fn add_to(self, parent: &mut El) {
        self.into_iter().for_each(|child| child.add_to(parent));
    }
}

impl<T: Child> Child for Vec<T> {
    fn add_to(self, parent: &mut El) {
        self.into_iter().for_each(|child| child.add_to(parent));
    }
}

impl<T: Child> Child for Option<T> {
    fn add_to(self, parent: &mut El) {
        self.into_iter().for_each(|child| child.add_to(parent));
    }
}

/// A part of an element that comes and goes by itself.
pub(crate) struct Part(Mount);

/// Puts a part into its element, and returns what keeps it there.
type Mount = Box<dyn FnOnce(&Element) -> Box<dyn Any>>;

impl Part {
    /// What Leptos keeps up to date.
    pub fn new<V: Render<State: 'static> + 'static>(view: V) -> Self {
        Self(Box::new(move |parent| {
            let mut state = view.build();
            state.mount(parent, None);
            Box::new(state)
        }))
    }
}

impl Child for Part {
    fn add_to(self, parent: &mut El) {
        let state = (self.0)(&parent.element);
        parent.kept.push(state);
    }
}

/// Puts elements into one that is there already, for as long as the page lasts.
pub(crate) fn mount(place: Element, child: impl Child) {
    std::mem::forget(El { element: place, kept: Vec::new() }.add(child));
}

impl Render for El {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(mut self, old: &mut Self) {
        old.insert_before_this(&mut self);
        old.unmount();
        *old = self;
    }
}

impl Mountable for El {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        // Fails only where the marker is not in the parent.
        let _ = parent.insert_before(&self.element, marker);
    }

    fn insert_before_this(&self, other: &mut dyn Mountable) -> bool {
        let Some(parent) = self.element.parent_element() else { return false };
        other.mount(&parent, Some(&self.element));
        true
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}
