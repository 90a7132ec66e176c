//! The emoji picker: a dialog beside what has opened it; on a phone, at the bottom of the screen.

mod choices;
mod grid;
mod keys;
mod search;
mod state;

use leptos::ev::MouseEvent;
use leptos::{html, prelude::*};

use self::choices::{Groups, Tones};
use self::grid::Grid;
use self::search::Search;
use self::state::PickerState;
use super::icon::{CLOSE, IconButton};
use super::modal::is_on_backdrop;
use super::popup::{self, Rect, Side};
use crate::device;
use crate::state::emoji::{EmojiTable, Loading};
use crate::state::language::Language;

/// Is open while `open` has an anchor. `on_choose` gets the emoji that a person chooses, when the picker is closed and the
/// focus is back where it was.
#[component]
pub(crate) fn EmojiPicker(
    open: RwSignal<Option<Rect>>,
    #[prop(into)] on_choose: Callback<String>,
) -> impl IntoView {
    let (table, language) = (expect_context::<EmojiTable>(), expect_context::<Language>());
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let anchor = open.get();
        // The content is there one frame later, so that the browser can focus the first of it.
        request_animation_frame(move || popup::show(dialog, anchor, Side::Above));
    });
    let choose = Callback::new(move |emoji: String| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
        table.choose(&emoji);
        on_choose.run(emoji);
    });
    let close_on_backdrop = move |event: MouseEvent| {
        if is_on_backdrop(&event) {
            open.set(None);
        }
    };
    view! {
        <dialog
            class="emoji-picker"
            node_ref=dialog
            aria-label=language.text(|t| t.emoji)
            on:close=move |_| open.set(None)
            on:mousedown=close_on_backdrop
            // What lies below the picker must not see its keys: Escape closes only the picker.
            on:keydown=|event| event.stop_propagation()
        >
            <Show when=move || open.read().is_some()>
                <Content choose close=move |_| open.set(None) />
            </Show>
        </dialog>
    }
}

#[component]
fn Content(choose: Callback<String>, #[prop(into)] close: Callback<MouseEvent>) -> impl IntoView {
    let (table, language) = (expect_context::<EmojiTable>(), expect_context::<Language>());
    table.load();
    let state = PickerState::new(table, language);
    let is_here = Memo::new(move |_| table.table().is_some());
    view! {
        // By touch it has the focus itself, because a keyboard would cover the emoji.
        <div class="emoji-picker-content" tabindex="-1" autofocus=device::is_touch()>
            <div class="emoji-picker-header">
                <Search state choose />
                <IconButton icon=CLOSE label=language.text(|t| t.close) on_click=close />
            </div>
            <Show when=move || is_here.get() fallback=|| view! { <Waiting /> }>
                <Groups state />
                <Grid state choose />
                <Tones />
            </Show>
        </div>
    }
}

/// The table is on its way, or has failed to come. From then on the button stays, so that it keeps the focus.
#[component]
fn Waiting() -> impl IntoView {
    let (table, language) = (expect_context::<EmojiTable>(), expect_context::<Language>());
    let has_failed = move || table.loading() == Loading::Failed;
    let ever_failed = Memo::new(move |before| before == Some(&true) || has_failed());
    let note =
        move || if has_failed() { language.words().emoji_failed } else { language.words().emoji_loading };
    view! {
        <div class="emoji-picker-note" role="status">
            <p>{note}</p>
            <Show when=move || ever_failed.get()>
                <button type="button" class="button" on:click=move |_| table.load()>
                    {language.text(|t| t.retry)}
                </button>
            </Show>
        </div>
    }
}
