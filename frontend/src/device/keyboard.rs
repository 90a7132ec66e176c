//! Keys, as the logic wants them.

use web_sys::KeyboardEvent;

use crate::composer::keys::Press;

/// What the browser says of a key press, for a box that is `empty` or not.
pub fn press<'a>(event: &KeyboardEvent, key: &'a str, empty: bool) -> Press<'a> {
    Press {
        key,
        code: event.key_code(),
        composing: event.is_composing(),
        modified: event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key(),
        touch: super::matches("(pointer: coarse)"),
        empty,
    }
}
