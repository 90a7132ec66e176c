//! The clock and the calendar.

use common::Millis;
use js_sys::{Array, Date, Intl, Object, Reflect};

use crate::timeline::day::{Day, Nearness};
use crate::words::Lang;

/// Now, by the device's clock.
pub fn now() -> Millis {
    Date::now() as Millis
}

fn date(at: Millis) -> Date {
    Date::new(&(at as f64).into())
}

/// The local day of an instant.
pub fn day(at: Millis) -> Day {
    Day::of(at, date(at).get_timezone_offset() as i64)
}

/// A day's name: today, yesterday, or weekday and date.
pub fn day_name(nearness: Nearness, at: Millis, lang: Lang) -> String {
    match nearness {
        Nearness::Today => lang.words().today.to_owned(),
        Nearness::Yesterday => lang.words().yesterday.to_owned(),
        Nearness::Other => {
            let this_year = date(at).get_full_year() == date(now()).get_full_year();
            let year: &[(&str, &str)] = if this_year { &[] } else { &[("year", "numeric")] };
            format(at, lang, &[&[("weekday", "long"), ("month", "long"), ("day", "numeric")], year].concat())
        }
    }
}

/// The time of day, as the reader's region writes it.
pub fn clock(at: Millis, lang: Lang) -> String {
    format(at, lang, &[("hour", "numeric"), ("minute", "2-digit")])
}

/// Day and time, in full.
pub fn in_full(at: Millis, lang: Lang) -> String {
    format(at, lang, &[("dateStyle", "full"), ("timeStyle", "short")])
}

/// An instant for machines.
pub fn iso(at: Millis) -> String {
    date(at).to_iso_string().into()
}

fn format(at: Millis, lang: Lang, options: &[(&str, &str)]) -> String {
    let wanted = Object::new();
    for (name, value) in options {
        // Setting a field of a fresh object cannot fail.
        let _ = Reflect::set(&wanted, &(*name).into(), &(*value).into());
    }
    let format = Intl::DateTimeFormat::new(&locales(lang), &wanted);
    let text = format.format().call1(&wasm_bindgen::JsValue::NULL, &date(at));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// The reader's own variants of the app's language come first: `en-GB` writes dates otherwise than `en-US`.
fn locales(lang: Lang) -> Array {
    let language = lang.tag().split('-').next().unwrap_or_default();
    let own = super::languages().into_iter().filter(|tag| tag.starts_with(language));
    own.chain([lang.tag().to_owned()]).map(wasm_bindgen::JsValue::from).collect()
}
