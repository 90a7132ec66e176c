//! The page.

use leptos::prelude::*;

use super::tokens::Tokens;
use super::widgets::Widgets;
use crate::state::language::Language;
use crate::widgets::drawer_button::DrawerButton;
use crate::widgets::icon::Logo;
use crate::words::Words;

const LICENCE: &str = "https://opensource.org/license/mit";
const LEPTOS: &str = "https://leptos.dev";

#[component]
pub(crate) fn About() -> impl IntoView {
    let language = expect_context::<Language>();
    let version = move || (language.words().version)(env!("CARGO_PKG_VERSION"), common::limits::VERSION);
    view! {
        <main class="shell-content" tabindex="-1">
            <header class="room-header">
                <DrawerButton />
                <h1 class="room-header-title">{language.text(|t| t.about)}</h1>
            </header>
            // The Tab key has to reach what scrolls.
            <div class="about" tabindex="0">
                <div class="about-column">
                    <Logo />
                    <p class="about-name">"Confab"</p>
                    <p>{language.text(|t| t.tagline)}</p>
                    <p class="about-version">{version}</p>
                    <p>
                        <ExternalLink to=LICENCE text=|t| t.licence /> " · "
                        <ExternalLink to=LEPTOS text=|t| t.made_with />
                    </p>
                    <h2>{language.text(|t| t.design)}</h2>
                    <Tokens />
                    <h3>{language.text(|t| t.widgets)}</h3>
                    <Widgets />
                </div>
            </div>
        </main>
    }
}

#[component]
fn ExternalLink(to: &'static str, text: fn(&'static Words) -> &'static str) -> impl IntoView {
    let language = expect_context::<Language>();
    view! {
        <a href=to target="_blank" rel="noopener noreferrer">
            {language.text(text)}
        </a>
    }
}
