//! How a text with markup will look, above the box.

use common::markup::{Block, plain_text};
use leptos::prelude::*;

use crate::state::composing::Composing;
use crate::state::emoji::EmojiTable;
use crate::state::language::Language;
use crate::widgets::markup;

/// The preview of the draft. It is offered only for a text that will look other than it is written.
#[derive(Clone, Copy)]
pub(super) struct Preview {
    /// Whether the person wants to see it.
    is_wanted: RwSignal<bool>,
    /// What is previewed; none if the text has no markup.
    blocks: Memo<Option<Vec<Block>>>,
}

impl Preview {
    pub fn new() -> Self {
        let (composing, emoji) = (expect_context::<Composing>(), expect_context::<EmojiTable>());
        let blocks = Memo::new(move |_| {
            composing.with(|draft| {
                let blocks = emoji.parse(draft.text());
                has_markup(draft.text(), &blocks).then_some(blocks)
            })
        });
        Self { is_wanted: RwSignal::new(false), blocks }
    }
}

/// Whether a text differs from what is shown of it by more than white space.
fn has_markup(text: &str, blocks: &[Block]) -> bool {
    let shown = plain_text(blocks);
    let is_visible = |c: &char| !c.is_whitespace();
    !text.chars().filter(is_visible).eq(shown.chars().filter(is_visible))
}

/// Shows the preview or hides it.
#[component]
pub(super) fn PreviewButton(preview: Preview) -> impl IntoView {
    let language = expect_context::<Language>();
    let is_offered = Memo::new(move |_| preview.blocks.read().is_some());
    view! {
        <Show when=move || is_offered.get()>
            <button
                type="button"
                class="button-link preview-button"
                aria-pressed=move || preview.is_wanted.get().to_string()
                on:click=move |_| preview.is_wanted.update(|is_wanted| *is_wanted = !*is_wanted)
            >
                {language.text(|t| t.preview)}
            </button>
        </Show>
    }
}

/// The text as others will see it. The Tab key reaches it, so that a long one can be scrolled by keyboard.
#[component]
pub(super) fn PreviewPane(preview: Preview) -> impl IntoView {
    let language = expect_context::<Language>();
    let blocks = move || preview.is_wanted.get().then(|| preview.blocks.get()).flatten();
    move || {
        blocks().map(|blocks| {
            view! {
                <section class="preview markup" tabindex="0" aria-label=language.text(|t| t.preview)>
                    {markup::blocks(blocks)}
                </section>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use common::markup::parse;

    use super::has_markup;

    #[test]
    fn only_a_text_that_will_look_other_is_previewed() {
        for (text, expected) in [
            ("Tea?\n\nhttps://a.example/b :unknown: 5 * 3 ", false),
            ("**tea**", true),
            ("- tea", true),
            ("`tea`", true),
            ("\\*tea", true),
        ] {
            assert_eq!(has_markup(text, &parse(text)), expected, "{text}");
        }
    }
}
