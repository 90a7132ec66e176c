//! The markup of a message's text, as elements.

use common::markup::{Block, Inline};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::inside::content_tab_index;
use crate::device;
use crate::state::language::Language;
use crate::state::location;
use crate::state::route::Route;

/// The elements of some blocks. Their container has the class `markup`.
pub(crate) fn blocks(blocks: Vec<Block>) -> Vec<AnyView> {
    blocks.into_iter().map(block).collect()
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Paragraph(children) => view! { <p dir="auto">{inlines(children)}</p> }.into_any(),
        Block::Code { language, text } => view! { <CodeBlock language text /> }.into_any(),
        Block::Quote(children) => view! { <blockquote dir="auto">{blocks(children)}</blockquote> }.into_any(),
        Block::List { start: None, items } => view! { <ul dir="auto">{list_items(items)}</ul> }.into_any(),
        Block::List { start: Some(start), items } => view! {
            <ol dir="auto" start=start.to_string()>
                {list_items(items)}
            </ol>
        }
        .into_any(),
    }
}

fn list_items(items: Vec<Vec<Block>>) -> Vec<AnyView> {
    items.into_iter().map(|item| view! { <li>{blocks(item)}</li> }.into_any()).collect()
}

/// Code in lines of its own. Its language is named, and one click copies it.
#[component]
fn CodeBlock(language: String, text: String) -> impl IntoView {
    let words = expect_context::<Language>();
    let is_copied = RwSignal::new(false);
    let code = text.clone();
    let copy = move |_| {
        let code = code.clone();
        spawn_local(async move { is_copied.set(device::copy(&code).await) });
    };
    view! {
        <div class="markup-code" dir="ltr">
            <div class="markup-code-header">
                <span class="markup-code-language">{language}</span>
                <button type="button" class="markup-code-copy" tabindex=content_tab_index() on:click=copy>
                    {move || if is_copied.get() { words.words().copied } else { words.words().copy }}
                </button>
            </div>
            <pre>
                <code>{text}</code>
            </pre>
        </div>
    }
}

fn inlines(children: Vec<Inline>) -> Vec<AnyView> {
    children.into_iter().map(inline).collect()
}

fn inline(inline: Inline) -> AnyView {
    match inline {
        Inline::Text(text) => text.into_any(),
        Inline::LineBreak => view! { <br /> }.into_any(),
        Inline::Emphasis(children) => view! { <em>{inlines(children)}</em> }.into_any(),
        Inline::Strong(children) => view! { <strong>{inlines(children)}</strong> }.into_any(),
        Inline::Strikethrough(children) => view! { <s>{inlines(children)}</s> }.into_any(),
        Inline::Code(code) => view! { <code>{code}</code> }.into_any(),
        Inline::Link { destination, children } => link(destination, children),
        Inline::Shortcode(name) => format!(":{name}:").into_any(),
    }
}

/// A link to a room of this page opens in it, every other one in a new tab.
fn link(destination: String, children: Vec<Inline>) -> AnyView {
    let is_of_this_page = destination.starts_with(&location::address(&Route::Home));
    let target = (!is_of_this_page).then_some("_blank");
    view! {
        <a href=destination target=target tabindex=content_tab_index() rel="noopener noreferrer nofollow">
            {inlines(children)}
        </a>
    }
    .into_any()
}
