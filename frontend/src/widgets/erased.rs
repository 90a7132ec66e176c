//! Closures of one kind as one type. Leptos compiles its machinery anew for every type that it is given, and
//! every closure is a type of its own; behind these boxes it does so once, which keeps the page small.
//!
//! Each function here boxes and hands over to one that is not generic over the closure: a closure made in a
//! generic function would again be a type for each of its callers.

use std::sync::Arc;
use std::time::Duration;

use leptos::{ev, prelude::*};

/// What answers an event.
pub(crate) type On<E> = Box<dyn FnMut(E)>;

/// Answers an event.
pub(crate) fn on<E>(act: impl FnMut(E) + 'static) -> On<E> {
    Box::new(act)
}

/// Answers a click, whichever it is.
pub(crate) fn click(mut act: impl FnMut() + 'static) -> On<ev::MouseEvent> {
    Box::new(move |_| act())
}

/// A value that follows others; whoever looks at it is told only when it has changed.
pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(
    look: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    memo_of(Box::new(look))
}

fn memo_of<T: PartialEq + Send + Sync + 'static>(look: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| look())
}

/// Does something now, and again whenever what it looked at has changed.
pub(crate) fn effect(act: impl Fn() + 'static) {
    effect_of(Box::new(act));
}

fn effect_of(act: Box<dyn Fn()>) {
    Effect::new(move |_| act());
}

/// Does something before the next picture.
pub(crate) fn next_frame(act: impl FnOnce() + 'static) {
    let act: Box<dyn FnOnce()> = Box::new(act);
    request_animation_frame(act);
}

/// Does something later, unless it is cleared before.
pub(crate) fn later(wait: Duration, act: impl FnOnce() + 'static) -> Option<TimeoutHandle> {
    let act: Box<dyn FnOnce()> = Box::new(act);
    set_timeout_with_handle(act, wait).ok()
}

/// A view that is made anew whenever what it looked at has changed.
pub(crate) fn live(view: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let view: Box<dyn FnMut() -> AnyView + Send> = Box::new(view);
    view.into_any()
}

/// A view that is there while a condition holds.
pub(crate) fn when(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    when_of(memo(holds), Box::new(view))
}

fn when_of(holds: Memo<bool>, view: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    live(move || if holds.get() { view() } else { ().into_any() })
}

/// A row for each key; rows stay while their keys do.
pub(crate) fn each(
    keys: impl Fn() -> Vec<String> + Send + Sync + 'static,
    row: impl Fn(String) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    each_of(Box::new(keys), Arc::new(row))
}

fn each_of(
    keys: Box<dyn Fn() -> Vec<String> + Send + Sync>,
    row: Arc<dyn Fn(String) -> AnyView + Send + Sync>,
) -> AnyView {
    view! { <For each=keys key=String::clone children=move |key| row(key)/> }.into_any()
}
