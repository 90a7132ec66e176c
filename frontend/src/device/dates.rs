//! The clock, the time zone, and dates as the reader's region writes them.

use common::Millis;
use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

/// Now, by the device's clock.
pub(crate) fn now() -> Millis {
    Date::now() as Millis
}

fn date(at: Millis) -> Date {
    Date::new(&(at as f64).into())
}

/// UTC minus local time at an instant, in minutes.
pub(crate) fn timezone_offset(at: Millis) -> i64 {
    date(at).get_timezone_offset() as i64
}

/// Weekday and date; the year only if it is not this year.
pub(crate) fn day(at: Millis, language: &str) -> String {
    let this_year = date(at).get_full_year() == date(now()).get_full_year();
    let year: &[(&str, &str)] = if this_year { &[] } else { &[("year", "numeric")] };
    format(at, language, &[&[("weekday", "long"), ("month", "long"), ("day", "numeric")], year].concat())
}

/// The time of day.
pub(crate) fn time(at: Millis, language: &str) -> String {
    format(at, language, &[("hour", "numeric"), ("minute", "2-digit")])
}

/// The time of day, with the day if it is not today.
pub(crate) fn moment(at: Millis, language: &str) -> String {
    let is_today = date(at).to_date_string() == date(now()).to_date_string();
    if is_today {
        time(at, language)
    } else {
        format(at, language, &[("dateStyle", "medium"), ("timeStyle", "short")])
    }
}

/// The day and the time, in full.
pub(crate) fn in_full(at: Millis, language: &str) -> String {
    format(at, language, &[("dateStyle", "full"), ("timeStyle", "short")])
}

/// An instant for machines.
pub(crate) fn iso(at: Millis) -> String {
    date(at).to_iso_string().into()
}

fn format(at: Millis, language: &str, options: &[(&str, &str)]) -> String {
    let object = Object::new();
    for (name, value) in options {
        // Setting a field of a fresh object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    let format = Intl::DateTimeFormat::new(&locales(language), &object);
    let text = format.format().call1(&JsValue::NULL, &date(at));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// The reader's own variants of the page's language come first: `en-GB` writes dates otherwise than `en-US`.
fn locales(language: &str) -> Array {
    let base = language.split('-').next().unwrap_or_default();
    let own = super::languages().into_iter().filter(|tag| tag.starts_with(base));
    own.chain([language.to_owned()]).map(JsValue::from).collect()
}
