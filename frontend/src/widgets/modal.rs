//! A dialog above the page: the browser keeps the focus inside and closes it on Esc.

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;

use super::erased::{click, effect, next_frame, on, when};
use super::icon::{CLOSE, Icon};
use crate::words::Words;
use crate::words::current::words;

/// Shows its content while `open`.
pub(crate) fn modal(
    open: RwSignal<bool>,
    title: fn(&Words) -> String,
    content: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let t = words();
    let node = NodeRef::<html::Dialog>::new();
    effect(move || {
        let open = open.get();
        // A frame later the content is there, and the browser can focus the first of it.
        next_frame(move || show(node, open));
    });
    let on_backdrop = on(move |event: ev::MouseEvent| {
        let on_dialog =
            event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if on_dialog.is_some() {
            open.set(false);
        }
    });
    let body = move || {
        view! {
            <div class="modal-body">
                <header class="modal-head">
                    <h2>{move || title(t())}</h2>
                    <button type="button" class="icon-button" aria-label=move || t().close on:click=click(move || open.set(false))>
                        <Icon path=CLOSE/>
                    </button>
                </header>
                {content()}
            </div>
        }
        .into_any()
    };
    view! {
        <dialog class="modal" node_ref=node aria-label=move || title(t()) on:close=on(move |_: ev::Event| open.set(false))
            on:mousedown=on_backdrop>
            {when(move || open.get(), body)}
        </dialog>
    }
    .into_any()
}

fn show(node: NodeRef<html::Dialog>, open: bool) {
    let Some(dialog) = node.try_get_untracked().flatten() else { return };
    if open && !dialog.open() {
        // Fails only for a dialog that has left the page meanwhile.
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}

/// Asks before something that cannot be undone easily.
pub(crate) fn confirm(
    open: RwSignal<bool>,
    question: fn(&Words) -> String,
    hint: fn(&Words) -> &'static str,
    yes: fn(&Words) -> &'static str,
    on_yes: impl Fn() + Clone + Send + 'static,
) -> AnyView {
    let t = words();
    modal(open, question, move || {
        let on_yes = on_yes.clone();
        let accept = click(move || {
            open.set(false);
            on_yes();
        });
        view! {
            <p class="hint">{move || hint(t())}</p>
            <div class="modal-actions">
                <button type="button" class="button" on:click=click(move || open.set(false))>{move || t().cancel}</button>
                <button type="button" class="button danger" on:click=accept>{move || yes(t())}</button>
            </div>
        }
        .into_any()
    })
}
