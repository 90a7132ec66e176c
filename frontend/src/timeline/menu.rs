//! The menu of a message: all its actions, and the quick reactions. On a small screen it is a sheet at the bottom.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::{html, prelude::*};
use web_sys::Element;

use super::actions::Action;
use super::perform::Performer;
use super::reactions::QuickReactions;
use crate::device::keys::is_modified;
use crate::state::language::Language;
use crate::state::timeline::row_signal::{RowSignal, Timeline};
use crate::widgets::focus::{focus_content, focus_message, is_focus_lost, move_in_menu};
use crate::widgets::icon::Icon;
use crate::widgets::modal::is_on_backdrop;
use crate::widgets::popup::{self, Rect, Side};

/// Which message has an open menu: a context. There is one dialog for all messages, so that it stays while rows change.
#[derive(Clone, Copy)]
pub(super) struct MessageMenu {
    opened: RwSignal<Option<Opened>>,
    dialog: NodeRef<html::Dialog>,
}

#[derive(Clone)]
struct Opened {
    /// The key of the message's row.
    key: String,
    /// What the menu opens beside.
    anchor: Rect,
}

impl MessageMenu {
    pub fn new() -> Self {
        Self { opened: RwSignal::new(None), dialog: NodeRef::new() }
    }

    /// Opens the menu of a message beside an element.
    pub fn open_at(self, key: &str, element: Option<Element>) {
        let anchor = element.map(|element| Rect::of(&element)).unwrap_or_default();
        self.opened.set(Some(Opened { key: key.to_owned(), anchor }));
    }

    /// Opens the menu of a message at a point of the screen.
    pub fn open_at_point(self, key: &str, x: f64, y: f64) {
        self.opened.set(Some(Opened { key: key.to_owned(), anchor: Rect::point(x, y) }));
    }

    /// The browser gives the focus back to the element that had it before.
    fn close(self) {
        if let Some(dialog) = self.dialog.get_untracked() {
            dialog.close();
        }
    }
}

#[component]
pub(super) fn MessageMenuDialog() -> impl IntoView {
    let (menu, timeline, language) =
        (expect_context::<MessageMenu>(), expect_context::<Timeline>(), expect_context::<Language>());
    Effect::new(move || {
        let anchor = menu.opened.read().as_ref().map(|opened| opened.anchor);
        // The content is there one frame later, so that the browser can focus the first item.
        request_animation_frame(move || popup::show(menu.dialog, anchor, Side::Below));
    });
    // The key of the message, so that other rows come and go without making the items anew: they have the focus.
    let shown = Memo::new(move |_| {
        let row = menu.opened.read().as_ref().and_then(|opened| timeline.find(&opened.key));
        row.map(|row| row.key)
    });
    // A row that leaves the screen takes its menu with it.
    Effect::new(move || {
        if menu.opened.read().is_some() && shown.read().is_none() {
            menu.close();
        }
    });
    let close_outside = move |event: MouseEvent| {
        if is_on_backdrop(&event) {
            menu.close();
        }
    };
    view! {
        <dialog
            class="menu"
            node_ref=menu.dialog
            aria-label=language.text(|t| t.actions)
            on:click=close_outside
            on:close=move |_| menu.opened.set(None)
        >
            {move || {
                shown
                    .get()
                    .and_then(|key| untrack(|| timeline.find(&key)))
                    .map(|row| {
                        let signal = row.signal();
                        view! { <Items key=StoredValue::new(row.key) row=signal /> }
                    })
            }}
        </dialog>
    }
}

#[component]
fn Items(key: StoredValue<String>, row: RowSignal) -> impl IntoView {
    let (menu, language, performer) =
        (expect_context::<MessageMenu>(), expect_context::<Language>(), Performer::new());
    let actions = Memo::new(move |_| row.with(Action::of));
    Effect::new(move || {
        if actions.read().is_empty() {
            menu.close();
        }
    });
    let seq = row.seq();
    on_cleanup(move || request_animation_frame(move || keep_focus(seq)));
    let choose = move |action: Action| {
        menu.close();
        performer.perform(action, row, &key.read_value());
    };
    let element = NodeRef::<html::Div>::new();
    let on_key = move |event: KeyboardEvent| {
        let moved = element.get_untracked().is_some_and(|menu| move_in_menu(&event, &menu));
        let action = row.with_untracked(|row| Action::of_key(&event.key(), is_modified(&event), row));
        if let Some(action) = action {
            event.prevent_default();
            choose(action);
        }
        if moved || event.key() == "Escape" {
            event.stop_propagation();
        }
    };
    view! {
        <div class="menu-items" role="menu" node_ref=element on:keydown=on_key>
            <Show when=move || actions.read().contains(&Action::React)>
                <div class="menu-reactions" role="group" aria-label=language.text(|t| t.react)>
                    <QuickReactions
                        row
                        class="menu-emoji"
                        role="menuitem"
                        on_choose=move |_| menu.close()
                    />
                </div>
            </Show>
            <For
                each=move || actions.get().into_iter().enumerate()
                key=|(_, action)| *action as u8
                let((index, action))
            >
                <Item action is_first=index == 0 choose />
            </For>
        </div>
    }
}

#[component]
fn Item(
    action: Action,
    is_first: bool,
    choose: impl Fn(Action) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let language = expect_context::<Language>();
    view! {
        <button
            type="button"
            class="menu-item"
            class:is-danger=action == Action::Delete
            role="menuitem"
            autofocus=is_first
            aria-keyshortcuts=action.key()
            on:click=move |_| choose(action)
        >
            <Icon path=action.icon() />
            <span>{move || action.label(language.words())}</span>
            <kbd aria-hidden="true">{action.key_label()}</kbd>
        </button>
    }
}

/// What had the focus before the menu may have left the screen meanwhile.
fn keep_focus(seq: Option<common::Seq>) {
    if is_focus_lost() {
        seq.map_or_else(focus_content, focus_message);
    }
}
