//! A tone for messages that come while nobody looks. What one hears can be seen too: the tab's title has the number of
//! unread messages.

use common::Millis;
use leptos::prelude::*;

use super::attention::Attention;
use super::settings::Preferences;
use crate::device::{dates, sound};

/// The next tone comes no sooner than this after the last one.
const MIN_INTERVAL: Millis = 1_000;

/// Plays a tone whenever the number of unread messages grows, if the person wants sounds and does not look at the page.
pub(crate) fn play_for_new(unread: Memo<usize>) {
    let (preferences, attention) = (expect_context::<Preferences>(), expect_context::<Attention>());
    let last_tone = StoredValue::new(0);
    Effect::new(move |before: Option<usize>| {
        let (unread, now) = (unread.get(), dates::now());
        let is_wanted = untrack(|| preferences.sounds()) && !attention.get_untracked();
        if is_wanted
            && before.is_some_and(|before| unread > before)
            && now >= last_tone.get_value() + MIN_INTERVAL
        {
            last_tone.set_value(now);
            sound::play_tone();
        }
        unread
    });
}
