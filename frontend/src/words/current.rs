//! The language that the app speaks now.

use super::{Lang, Words};
use crate::settings::current::Preferences;

/// The language now; what looked looks again when it changes.
pub(crate) fn lang() -> Lang {
    Preferences.lang()
}

/// The texts now; what looked looks again when the language changes.
pub(crate) fn t() -> &'static Words {
    lang().words()
}
