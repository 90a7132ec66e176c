//! Elements of the page: made at once, and kept true to what they follow.
//!
//! Not by Leptos's `view!`: it compiles every element, attribute and closure as a type of its own, which was a third
//! of the page. Here everything is one type, and what is on the screen reads the same. Signals, owners, effects and
//! keyed lists are Leptos's.

mod child;
mod reference;

use std::any::Any;
use std::borrow::Cow;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event, HtmlInputElement, Node};

pub(crate) use child::{Child, Part, mount};
pub(crate) use reference::ElementRef;

/// An element, and what keeps it true: effects, listeners, children. They end with it.
pub(crate) struct El {
    element: Element,
    kept: Vec<Box<dyn Any>>,
}

/// An HTML element: its tag, and its classes behind dots.
pub(crate) fn el(what: &str) -> El {
    let (tag, classes) = what.split_once('.').unwrap_or((what, ""));
    let element = document().create_element(tag).expect("the name of an element");
    let el = El { element, kept: Vec::new() };
    if classes.is_empty() { el } else { el.attr("class", &classes.replace('.', " ")) }
}

/// A button that does not submit a form.
pub(crate) fn button(classes: &str) -> El {
    el("button").attr("type", "button").attr("class", classes)
}

/// An SVG element.
pub(crate) fn svg(tag: &str) -> El {
    let element = document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag);
    El { element: element.expect("the name of an element"), kept: Vec::new() }
}

impl El {
    /// Sets an attribute for good.
    pub fn attr(self, name: &str, value: &str) -> Self {
        show_attribute(&self.element, name, Some(value));
        self
    }

    /// An attribute that follows: none takes it away.
    pub fn bind<T: Says>(self, name: &'static str, value: impl Fn() -> T + 'static) -> Self {
        self.follow(name, show_attribute, Box::new(move || value().says()))
    }

    /// A class that is there while something holds.
    pub fn toggle(self, class: &'static str, holds: impl Fn() -> bool + 'static) -> Self {
        self.follow(class, show_class, Box::new(move || holds().then_some(Cow::Borrowed(""))))
    }

    /// Whether a box is ticked.
    pub fn checked(self, holds: impl Fn() -> bool + 'static) -> Self {
        self.follow("", show_checked, Box::new(move || holds().then_some(Cow::Borrowed(""))))
    }

    /// What stands in an input.
    pub fn value(self, value: impl Fn() -> String + 'static) -> Self {
        self.follow("", show_value, Box::new(move || value().says()))
    }

    /// Adds a text for good.
    pub fn text(self, text: &str) -> Self {
        self.append(&document().create_text_node(text));
        self
    }

    /// Adds a text that follows.
    pub fn says<T: Says>(self, text: impl Fn() -> T + 'static) -> Self {
        self.add(El { element: text_node(), kept: Vec::new() }.follow(
            "",
            show_text,
            Box::new(move || text().says()),
        ))
    }

    /// Answers an event. `E` is what the browser sends under that name.
    pub fn on<E: JsCast>(self, name: &'static str, mut act: impl FnMut(E) + 'static) -> Self {
        self.listen(name, Box::new(move |event| act(event.unchecked_into())))
    }

    /// Answers a click.
    pub fn click(self, mut act: impl FnMut() + 'static) -> Self {
        self.listen("click", Box::new(move |_| act()))
    }

    /// Lets others find the element.
    pub fn at(self, place: ElementRef) -> Self {
        place.fill(&self.element);
        self
    }

    /// Adds a child, or several.
    pub fn add(mut self, child: impl Child) -> Self {
        child.add_to(&mut self);
        self
    }

    fn append(&self, node: &Node) {
        // Fails only for what cannot be inside.
        let _ = self.element.append_child(node);
    }

    fn follow(mut self, name: &'static str, show: Show, value: Box<dyn Fn() -> Said>) -> Self {
        let element = self.element.clone();
        self.kept.push(Box::new(RenderEffect::new(move |old: Option<Said>| {
            let new = value();
            if old.as_ref() != Some(&new) {
                show(&element, name, new.as_deref());
            }
            new
        })));
        self
    }

    fn listen(mut self, name: &'static str, act: Box<dyn FnMut(Event)>) -> Self {
        let (element, act) = (self.element.clone(), Closure::wrap(act));
        // Fails only for what cannot be listened to.
        let _ = element.add_event_listener_with_callback(name, act.as_ref().unchecked_ref());
        self.kept.push(Box::new(Listener { element, name, act }));
        self
    }
}

/// Listens as long as it is there.
struct Listener {
    element: Element,
    name: &'static str,
    act: Closure<dyn FnMut(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let act = self.act.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(self.name, act);
    }
}

/// What an attribute or a text can be made from.
pub(crate) trait Says {
    fn says(self) -> Said;
}

/// A value as the page takes it.
pub(crate) type Said = Option<Cow<'static, str>>;

impl Says for &'static str {
    fn says(self) -> Said {
        Some(Cow::Borrowed(self))
    }
}

impl Says for String {
    fn says(self) -> Said {
        Some(Cow::Owned(self))
    }
}

impl Says for bool {
    fn says(self) -> Said {
        Some(Cow::Borrowed(if self { "true" } else { "false" }))
    }
}

impl<T: Says> Says for Option<T> {
    fn says(self) -> Said {
        self?.says()
    }
}

type Show = fn(&Element, &str, Option<&str>);

fn show_attribute(element: &Element, name: &str, value: Option<&str>) {
    // Fails only for names that are none.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

fn show_class(element: &Element, name: &str, value: Option<&str>) {
    let _ = element.class_list().toggle_with_force(name, value.is_some());
}

fn show_checked(element: &Element, _: &str, value: Option<&str>) {
    element.unchecked_ref::<HtmlInputElement>().set_checked(value.is_some());
}

fn show_value(element: &Element, _: &str, value: Option<&str>) {
    element.unchecked_ref::<HtmlInputElement>().set_value(value.unwrap_or_default());
}

fn show_text(text: &Element, _: &str, value: Option<&str>) {
    text.set_text_content(value);
}

/// A text node, which is followed as an element is.
fn text_node() -> Element {
    document().create_text_node("").unchecked_into()
}
