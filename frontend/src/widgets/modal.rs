//! A dialog above the page: the browser keeps the focus inside and closes it on Esc.

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;

use super::icon::{CLOSE, Icon};
use crate::words::current::words;

/// Shows its children while `open`.
#[component]
pub(crate) fn Modal(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    let t = words();
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let open = open.get();
        // A frame later the children are there, and the browser can focus the first of them.
        request_animation_frame(move || show(node, open));
    });
    let on_backdrop = move |event: ev::MouseEvent| {
        let on_dialog =
            event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if on_dialog.is_some() {
            open.set(false);
        }
    };
    view! {
        <dialog class="modal" node_ref=node aria-label=title on:close=move |_| open.set(false) on:mousedown=on_backdrop>
            <Show when=move || open.get()>
                <div class="modal-body">
                    <header class="modal-head">
                        <h2>{title}</h2>
                        <button type="button" class="icon-button" aria-label=move || t().close on:click=move |_| open.set(false)>
                            <Icon path=CLOSE/>
                        </button>
                    </header>
                    {children()}
                </div>
            </Show>
        </dialog>
    }
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
#[component]
pub(crate) fn Confirm(
    open: RwSignal<bool>,
    #[prop(into)] question: Signal<String>,
    #[prop(into)] hint: Signal<String>,
    #[prop(into)] yes: Signal<String>,
    on_yes: Callback<()>,
) -> impl IntoView {
    let t = words();
    view! {
        <Modal open title=question>
            <p class="hint">{hint}</p>
            <div class="modal-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>{move || t().cancel}</button>
                <button type="button" class="button danger" on:click=move |_| { open.set(false); on_yes.run(()); }>
                    {yes}
                </button>
            </div>
        </Modal>
    }
}
