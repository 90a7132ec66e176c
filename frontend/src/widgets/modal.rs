//! Modal dialogs. The browser keeps the focus inside, and closes them on Escape.

use leptos::ev::MouseEvent;
use leptos::{html, prelude::*};

use super::icon::{CLOSE, IconButton};
use crate::state::language::Language;

/// A dialog that shows its children while it is open.
#[component]
pub(crate) fn Modal(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<&'static str>,
    children: ChildrenFn,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let dialog = NodeRef::<html::Dialog>::new();
    let children = StoredValue::new(children);
    Effect::new(move || {
        let open = open.get();
        // The content is there one frame later, so that the browser can focus the first of it.
        request_animation_frame(move || show(dialog, open));
    });
    let close_on_backdrop = move |event: MouseEvent| {
        if is_on_backdrop(&event) {
            open.set(false);
        }
    };
    view! {
        <dialog
            class="modal"
            node_ref=dialog
            aria-label=title
            on:close=move |_| open.set(false)
            on:mousedown=close_on_backdrop
        >
            <Show when=move || open.get()>
                <div class="modal-body">
                    <header class="modal-header">
                        <h2>{title}</h2>
                        <IconButton
                            icon=CLOSE
                            label=language.text(|t| t.close)
                            on_click=move |_| open.set(false)
                        />
                    </header>
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </dialog>
    }
}

/// Whether a dialog was pressed outside its content.
pub(crate) fn is_on_backdrop(event: &MouseEvent) -> bool {
    event.target() == event.current_target()
}

/// Shows or closes a dialog.
pub(crate) fn show(dialog: NodeRef<html::Dialog>, open: bool) {
    let Some(dialog) = dialog.try_get_untracked().flatten() else { return };
    if open && !dialog.open() {
        // It fails only for a dialog that has left the page meanwhile.
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}

/// Asks before something that is not easily undone.
#[component]
pub(crate) fn Confirm(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<&'static str>,
    #[prop(into)] text: Signal<&'static str>,
    #[prop(into)] yes: Signal<&'static str>,
    #[prop(into)] on_yes: Callback<()>,
) -> impl IntoView {
    let language = expect_context::<Language>();
    let confirm = move |_| {
        open.set(false);
        on_yes.run(());
    };
    view! {
        <Modal open title>
            <p class="modal-text">{text}</p>
            <div class="modal-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {language.text(|t| t.cancel)}
                </button>
                <button type="button" class="button is-danger" on:click=confirm>
                    {yes}
                </button>
            </div>
        </Modal>
    }
}
