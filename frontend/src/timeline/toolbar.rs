//! What can be done with a message. Only the row that one points at has it: three hundred would be a
//! heavy page and a long way for the Tab key.

use common::Emoji;
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;

use super::delete::Deleting;
use super::reactions::{OFFERED, reactor};
use super::sheet::Followed;
use crate::composer::writing::Writing;
use crate::widgets::icon::{Icon, PENCIL, REPLY, SMILE, TRASH};
use crate::words::current::words;

/// React and reply; edit and delete, if it is mine.
#[component]
pub(super) fn Toolbar(row: Followed) -> impl IntoView {
    let (t, picking) = (words(), RwSignal::new(false));
    let tools = move || {
        if picking.get() {
            view! { <Picker row picking/> }.into_any()
        } else {
            view! { <Tools row picking/> }.into_any()
        }
    };
    let text = row.said(|said| said.text.is_some());
    let close = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && picking.get_untracked() {
            event.stop_propagation();
            focus_row(&event);
            picking.set(false);
        }
    };
    view! {
        <Show when=move || text.get()>
            <div class="toolbar" role="toolbar" aria-label=move || t().actions on:keydown=close>{tools}</div>
        </Show>
    }
}

#[component]
fn Tools(row: Followed, picking: RwSignal<bool>) -> impl IntoView {
    let (t, writing, deleting) = (words(), expect_context::<Writing>(), expect_context::<Deleting>());
    let seq = row.part(|row| row.seq);
    let (mine, text) =
        (row.said(|said| said.mine), row.said(|said| said.text.as_ref().map(ToString::to_string)));
    let reply = move || seq.get_untracked().into_iter().for_each(|seq| writing.reply(seq));
    let delete = move || seq.get_untracked().into_iter().for_each(|seq| deleting.ask(seq));
    let edit = move || {
        let text = text.get_untracked().unwrap_or_default();
        seq.get_untracked().into_iter().for_each(|seq| writing.edit(seq, &text));
    };
    view! {
        {tool(SMILE, move || t().react, move || picking.set(true))}
        {tool(REPLY, move || t().reply, reply)}
        <Show when=move || mine.get()>
            {tool(PENCIL, move || t().edit, edit)}
            {tool(TRASH, move || t().delete, delete)}
        </Show>
    }
}

fn tool(
    icon: &'static str,
    label: impl Fn() -> &'static str + Copy + Send + Sync + 'static,
    act: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    view! {
        <button type="button" class="icon-button" aria-label=label title=label on:click=move |_| act()>
            <Icon path=icon/>
        </button>
    }
    .into_any()
}

#[component]
fn Picker(row: Followed, picking: RwSignal<bool>) -> impl IntoView {
    let (t, react) = (words(), reactor());
    let (seq, chips) = (row.part(|row| row.seq), row.said(|said| said.chips.clone()));
    let choice = move |emoji: Emoji| {
        let (shown, label) = (emoji.to_string(), emoji.to_string());
        let choose = move |event: ev::MouseEvent| {
            focus_row(&event);
            let mine =
                chips.with_untracked(|chips| chips.iter().any(|chip| chip.emoji == emoji && chip.mine));
            if let Some(seq) = seq.get_untracked() {
                react.run((seq, emoji.clone(), !mine));
            }
            picking.set(false);
        };
        view! {
            <button type="button" class="icon-button emoji" aria-label=move || (t().react_with)(&label) on:click=choose>
                {shown}
            </button>
        }
    };
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let first = node.get().and_then(|node| node.first_element_child());
        focus(first);
    });
    let choices = OFFERED.iter().filter_map(|emoji| emoji.parse().ok()).map(choice).collect_view();
    view! { <div class="picker" node_ref=node>{choices}</div> }
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
