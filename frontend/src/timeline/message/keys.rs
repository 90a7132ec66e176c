//! The keys of a message.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::device::keys::is_modified;
use crate::state::timeline::row_signal::RowSignal;
use crate::timeline::actions::Action;
use crate::timeline::active_row::ActiveRow;
use crate::timeline::menu::MessageMenu;
use crate::timeline::perform::Performer;
use crate::widgets::focus::focus;

/// The keys of a message that has the focus: Enter goes inside, a letter does what the menu says, and the menu key and
/// Shift+F10 open the menu. From inside, Escape comes back.
pub(super) fn use_keys(key: StoredValue<String>, row: RowSignal) -> impl Fn(KeyboardEvent) + 'static {
    let (active, menu, performer) =
        (expect_context::<ActiveRow>(), expect_context::<MessageMenu>(), Performer::new());
    move |event| {
        let pressed = event.key();
        let Some(article) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok())
        else {
            return;
        };
        let has_focus = event.target() == event.current_target();
        let opens_menu = pressed == "ContextMenu" || pressed == "F10" && event.shift_key();
        let action = row.with_untracked(|row| Action::of_key(&pressed, is_modified(&event), row));
        if opens_menu && !row.with_untracked(Action::of).is_empty() {
            menu.open_at(&key.read_value(), document().active_element());
        } else if let Some(action) = action.filter(|_| has_focus) {
            performer.perform(action, row, &key.read_value());
        } else if pressed == "Enter" && has_focus {
            active.focus(&key.read_value(), true);
            focus_inside(&article);
        } else if pressed == "Escape" && !has_focus {
            focus(Some(article));
        } else {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Gives the focus to the toolbar, or to whatever else can have it.
fn focus_inside(article: &Element) {
    let first = |css| article.query_selector(css).ok().flatten();
    focus(first(".toolbar button").or_else(|| first("button, a")));
}
