//! The language of the page now.

use leptos::prelude::*;

use super::settings::Preferences;
use crate::words::{Lang, Words};

/// The language of the page: a context.
#[derive(Clone, Copy)]
pub(crate) struct Language(Memo<Lang>);

impl Language {
    pub fn of(preferences: Preferences) -> Self {
        Self(Memo::new(move |_| preferences.language()))
    }

    pub fn get(self) -> Lang {
        self.0.get()
    }

    /// The tag for `Intl`.
    pub fn tag(self) -> &'static str {
        self.get().tag()
    }

    /// All texts in this language.
    pub fn words(self) -> &'static Words {
        self.get().words()
    }

    /// One text, for a view. The view follows when the language changes.
    ///
    /// `pick` is a function pointer, because Leptos would compile a view anew for each closure.
    pub fn text(
        self,
        pick: fn(&'static Words) -> &'static str,
    ) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        move || pick(self.words())
    }
}
