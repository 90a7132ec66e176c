//! The emoji, in rows. The grid is one Tab stop: the arrow keys move within it.

use leptos::ev::{Event, FocusEvent, KeyboardEvent, MouseEvent};
use leptos::{html, prelude::*};
use web_sys::Element;

use super::keys::{COLUMNS, next_cell};
use super::state::{Cell, PickerState};
use crate::state::language::Language;
use crate::widgets::focus::{closest, focus_in};

#[component]
pub(super) fn Grid(state: PickerState, choose: Callback<String>) -> impl IntoView {
    let language = expect_context::<Language>();
    let grid = NodeRef::<html::Div>::new();
    Effect::new(move || {
        state.cells.track();
        if let Some(grid) = grid.get() {
            grid.set_scroll_top(0);
        }
    });
    let click = move |event: MouseEvent| {
        let emoji =
            index(&event).and_then(|index| Some(state.cells.read_untracked().get(index)?.emoji.clone()));
        emoji.into_iter().for_each(|emoji| choose.run(emoji));
    };
    let rows = move || {
        let cells = state.cells.read();
        cells.chunks(COLUMNS).enumerate().map(|(row, cells)| view_row(row * COLUMNS, cells)).collect_view()
    };
    let found_nothing = move || {
        let (query, is_empty) = (state.query.read(), state.cells.read().is_empty());
        if is_empty { (language.words().no_emoji)(query.trim()) } else { String::new() }
    };
    view! {
        <div
            class="emoji-picker-grid"
            role="grid"
            node_ref=grid
            aria-label=language.text(|t| t.emoji)
            on:click=click
            on:focusin=remember
            on:keydown=move |event| move_focus(&event, state.cells.read_untracked().len())
        >
            {rows}
        </div>
        <p class="emoji-picker-note" role="status">
            {found_nothing}
        </p>
    }
}

fn view_row(first: usize, cells: &[Cell]) -> impl IntoView + use<> {
    let cell = |(column, cell): (usize, &Cell)| {
        let index = first + column;
        view! {
            <button
                type="button"
                role="gridcell"
                tabindex=if index == 0 { "0" } else { "-1" }
                data-index=index
                aria-label=cell.name.clone()
                title=cell.name.clone()
            >
                {cell.emoji.clone()}
            </button>
        }
    };
    view! {
        <div class="emoji-picker-row" role="row">
            {cells.iter().enumerate().map(cell).collect_view()}
        </div>
    }
}

/// The Tab key comes back to the cell that had the focus last.
fn remember(event: FocusEvent) {
    let Some((grid, cell)) = grid_and_cell(&event) else { return };
    // Setting an attribute fails only for a name that is not valid.
    if let Ok(Some(before)) = grid.query_selector("[tabindex='0']") {
        let _ = before.set_attribute("tabindex", "-1");
    }
    let _ = cell.set_attribute("tabindex", "0");
}

fn move_focus(event: &KeyboardEvent, count: usize) {
    let (Some((grid, _)), Some(from)) = (grid_and_cell(event), index(event)) else { return };
    let key = event.key();
    if let Some(next) = next_cell(&key, from, count) {
        event.prevent_default();
        focus_in(Some(grid), &format!("[data-index='{next}']"));
    } else if key == "ArrowUp" {
        event.prevent_default();
        focus_in(closest(event, "dialog"), "input");
    } else if key.chars().count() == 1 && key != " " && !event.ctrl_key() && !event.meta_key() {
        // A letter belongs to the search, which gets it because it has the focus now.
        focus_in(closest(event, "dialog"), "input");
    }
}

fn grid_and_cell(event: &Event) -> Option<(Element, Element)> {
    let cell = closest(event, "[role=gridcell]")?;
    Some((cell.closest("[role=grid]").ok()??, cell))
}

fn index(event: &Event) -> Option<usize> {
    closest(event, "[role=gridcell]")?.get_attribute("data-index")?.parse().ok()
}
