//! The language that the app speaks now.

use leptos::prelude::*;

use super::{Lang, Words};
use crate::settings::current::Preferences;

/// The language now; what looked looks again when it changes.
pub(crate) fn lang() -> impl Fn() -> Lang + Copy + Send + Sync + 'static {
    let preferences = expect_context::<Preferences>();
    move || preferences.lang()
}

/// The texts now; what looked looks again when the language changes.
pub(crate) fn words() -> impl Fn() -> &'static Words + Copy + Send + Sync + 'static {
    let lang = lang();
    move || lang().words()
}
