//! Closures of one kind as one type. Leptos compiles its machinery anew for every type that it is given, and
//! every closure is a type of its own; behind these boxes it does so once, which keeps the page small.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos::tachys::view::keyed::keyed;

use super::element::{El, Part};
use super::state::{Derived, memo};

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

/// Elements that are made anew whenever anything that was looked at while they were made has changed. What does not
/// change often is looked at through a [`memo`]: new elements have neither the focus nor the pointer's click.
pub(crate) fn live(view: impl FnMut() -> Vec<El> + Send + 'static) -> Part {
    let view: Box<dyn FnMut() -> Vec<El> + Send> = Box::new(view);
    Part::new(view)
}

/// An element that is there while a condition holds.
pub(crate) fn when(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> El + Send + 'static,
) -> Part {
    when_of(memo(holds), Box::new(view))
}

fn when_of(holds: Derived<bool>, view: Box<dyn Fn() -> El + Send>) -> Part {
    live(move || if holds.get() { vec![view()] } else { vec![] })
}

/// An element for each key; elements stay while their keys do.
pub(crate) fn each(
    keys: impl Fn() -> Vec<String> + Send + 'static,
    row: impl Fn(&str) -> Option<El> + Send + Sync + 'static,
) -> Part {
    each_of(Box::new(keys), Arc::new(row))
}

type Row = Arc<dyn Fn(&str) -> Option<El> + Send + Sync>;

fn each_of(keys: Box<dyn Fn() -> Vec<String> + Send>, row: Row) -> Part {
    let owner = Owner::current().unwrap_or_default();
    Part::new(move || {
        let (owner, row) = (owner.clone(), row.clone());
        keyed(keys(), String::clone, move |_, key: String| {
            // What a row makes ends with it.
            let owner = owner.child();
            let view = owner.with(|| row(&key));
            (|_| (), OwnedView::new_with_owner(view, owner))
        })
    })
}
