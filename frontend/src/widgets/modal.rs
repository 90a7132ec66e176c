//! A dialog above the page: the browser keeps the focus inside and closes it on Esc.

use std::sync::Arc;

use web_sys::{Event, HtmlDialogElement};

use super::element::{El, ElementRef, button, el};
use super::erased::{effect, next_frame, when};
use super::icon::{CLOSE, icon_button};
use super::state::Watched;
use crate::words::current::t;

/// Shows its content while `open`.
pub(crate) fn modal(
    open: Watched<bool>,
    title: fn() -> &'static str,
    content: impl Fn() -> El + Send + 'static,
) -> El {
    modal_of(open, title, Box::new(content))
}

fn modal_of(open: Watched<bool>, title: fn() -> &'static str, content: Box<dyn Fn() -> El + Send>) -> El {
    let node = ElementRef::new();
    effect(move || {
        let open = open.get();
        // A frame later the content is there, and the browser can focus the first of it.
        next_frame(move || show(node, open));
    });
    let on_backdrop = move |event: Event| {
        if event.target() == event.current_target() {
            open.set(false);
        }
    };
    let body = move || {
        el("div.modal-body").add([
            el("header.modal-head").add(el("h2").says(title)).add(icon_button(
                CLOSE,
                || t().close,
                move || open.set(false),
            )),
            content(),
        ])
    };
    el("dialog.modal")
        .at(node)
        .bind("aria-label", title)
        .on("close", move |_: Event| open.set(false))
        .on("mousedown", on_backdrop)
        .add(when(move || open.get(), body))
}

fn show(node: ElementRef, open: bool) {
    let Some(dialog) = node.now::<HtmlDialogElement>() else { return };
    if open && !dialog.open() {
        // Fails only for a dialog that has left the page meanwhile.
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}

/// What is asked before something that cannot be undone easily.
#[derive(Clone, Copy)]
pub(crate) struct Question {
    pub title: fn() -> &'static str,
    pub hint: fn() -> &'static str,
    pub yes: fn() -> &'static str,
}

/// Asks a question while `open`.
pub(crate) fn confirm(
    open: Watched<bool>,
    question: Question,
    on_yes: impl Fn() + Send + Sync + 'static,
) -> El {
    confirm_of(open, question, Arc::new(on_yes))
}

fn confirm_of(open: Watched<bool>, question: Question, on_yes: Arc<dyn Fn() + Send + Sync>) -> El {
    modal(open, question.title, move || {
        let on_yes = on_yes.clone();
        let accept = move || {
            open.set(false);
            on_yes();
        };
        el("div").add([
            el("p.hint").says(question.hint),
            el("div.modal-actions").add([
                button("button").says(|| t().cancel).click(move || open.set(false)),
                button("button danger").says(question.yes).click(accept),
            ]),
        ])
    })
}
