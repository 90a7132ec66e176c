//! What can be done with a message. Only the row that one points at has it: three hundred would be a
//! heavy page and a long way for the Tab key.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use super::delete::Deleting;
use super::reactions::{OFFERED, toggler};
use super::sheet::Followed;
use crate::composer::writing::Writing;
use crate::widgets::element::{El, ElementRef, button, el};
use crate::widgets::erased::{effect, live};
use crate::widgets::icon::{PENCIL, REPLY, SMILE, TRASH, icon_button};
use crate::widgets::state::{Watched, context, memo};
use crate::words::current::t;

/// React and reply; edit and delete, if it is mine. Nothing for what is gone.
pub(super) fn toolbar(row: Followed) -> El {
    let picking = Watched::new(false);
    let close = move |event: KeyboardEvent| {
        if event.key() == "Escape" && picking.get_untracked() {
            event.stop_propagation();
            focus_row(&event);
            picking.set(false);
        }
    };
    let mine = memo(move || row.said(|said| said.mine));
    let content =
        move || if picking.get() { vec![picker(row, picking)] } else { tools(row, mine.get(), picking) };
    el("div.toolbar")
        .attr("role", "toolbar")
        .bind("aria-label", || t().actions)
        .on("keydown", close)
        .add(live(content))
}

fn tools(row: Followed, mine: bool, picking: Watched<bool>) -> Vec<El> {
    let (writing, deleting) = (context::<Writing>(), context::<Deleting>());
    let reply = move || row.seq().into_iter().for_each(|seq| writing.reply(seq));
    let delete = move || row.seq().into_iter().for_each(|seq| deleting.ask(seq));
    let edit = move || {
        let text = untrack(|| row.said(|said| said.text.as_ref().map(ToString::to_string)));
        row.seq().into_iter().for_each(|seq| writing.edit(seq, text.as_deref().unwrap_or_default()));
    };
    let mut tools = vec![
        icon_button(SMILE, || t().react, move || picking.set(true)),
        icon_button(REPLY, || t().reply, reply),
    ];
    if mine {
        tools.push(icon_button(PENCIL, || t().edit, edit));
        tools.push(icon_button(TRASH, || t().delete, delete));
    }
    tools
}

fn picker(row: Followed, picking: Watched<bool>) -> El {
    let toggle = toggler(row);
    let choice = |emoji: &'static str| {
        let toggle = toggle.clone();
        let choose = move |event: Event| {
            focus_row(&event);
            toggle(emoji);
            picking.set(false);
        };
        button("icon-button emoji")
            .bind("aria-label", move || (t().react_with)(emoji))
            .on("click", choose)
            .text(emoji)
    };
    let node = ElementRef::new();
    effect(move || focus(node.get().and_then(|node: Element| node.first_element_child())));
    el("div.picker").at(node).add(OFFERED.map(choice))
}

/// What had the focus goes away; the row keeps it.
fn focus_row(event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    focus(target.and_then(|target| target.closest("article").ok().flatten()));
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Refused only for elements that cannot have the focus.
        let _ = element.focus();
    }
}
