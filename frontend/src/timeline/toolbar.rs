//! What can be done with a message. Only the row that one points at has it: three hundred would be a
//! heavy page and a long way for the Tab key.

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;

use super::delete::Deleting;
use super::reactions::{OFFERED, toggler};
use super::sheet::Followed;
use crate::composer::writing::Writing;
use crate::widgets::erased::{click, effect, live, on, when};
use crate::widgets::icon::{Icon, PENCIL, REPLY, SMILE, TRASH};
use crate::words::Words;
use crate::words::current::words;

/// React and reply; edit and delete, if it is mine.
pub(super) fn toolbar(row: Followed) -> AnyView {
    when(move || row.said(|said| said.text.is_some()), move || bar(row))
}

fn bar(row: Followed) -> AnyView {
    let (t, picking) = (words(), RwSignal::new(false));
    let close = on(move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && picking.get_untracked() {
            event.stop_propagation();
            focus_row(&event);
            picking.set(false);
        }
    });
    let content = live(move || if picking.get() { picker(row, picking) } else { tools(row, picking) });
    view! {
        <div class="toolbar" role="toolbar" aria-label=move || t().actions on:keydown=close>{content}</div>
    }
    .into_any()
}

fn tools(row: Followed, picking: RwSignal<bool>) -> AnyView {
    let (writing, deleting) = (expect_context::<Writing>(), expect_context::<Deleting>());
    let reply = move || row.seq().into_iter().for_each(|seq| writing.reply(seq));
    let delete = move || row.seq().into_iter().for_each(|seq| deleting.ask(seq));
    let edit = move || {
        let text = untrack(|| row.said(|said| said.text.as_ref().map(ToString::to_string)));
        row.seq().into_iter().for_each(|seq| writing.edit(seq, text.as_deref().unwrap_or_default()));
    };
    let mine = move || vec![tool(PENCIL, |t| t.edit, edit), tool(TRASH, |t| t.delete, delete)].into_any();
    let all = vec![
        tool(SMILE, |t| t.react, move || picking.set(true)),
        tool(REPLY, |t| t.reply, reply),
        when(move || row.said(|said| said.mine), mine),
    ];
    all.into_any()
}

fn tool(icon: &'static str, name: fn(&Words) -> &'static str, act: impl Fn() + 'static) -> AnyView {
    let t = words();
    view! {
        <button type="button" class="icon-button" aria-label=move || name(t()) title=move || name(t()) on:click=click(act)>
            <Icon path=icon/>
        </button>
    }
    .into_any()
}

fn picker(row: Followed, picking: RwSignal<bool>) -> AnyView {
    let (t, toggle) = (words(), toggler(row));
    let choice = |emoji: &'static str| {
        let toggle = toggle.clone();
        let choose = on(move |event: ev::MouseEvent| {
            focus_row(&event);
            toggle(emoji);
            picking.set(false);
        });
        view! {
            <button type="button" class="icon-button emoji" aria-label=move || (t().react_with)(emoji) on:click=choose>
                {emoji}
            </button>
        }
        .into_any()
    };
    let node = NodeRef::<html::Div>::new();
    effect(move || focus(node.get().and_then(|node| node.first_element_child())));
    let choices: Vec<AnyView> = OFFERED.into_iter().map(choice).collect();
    view! { <div class="picker" node_ref=node>{choices}</div> }.into_any()
}

/// What had the focus goes away; the row keeps it.
fn focus_row(event: &web_sys::Event) {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    focus(target.and_then(|target| target.closest("article").ok().flatten()));
}

fn focus(element: Option<web_sys::Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Refused only for elements that cannot have the focus.
        let _ = element.focus();
    }
}
