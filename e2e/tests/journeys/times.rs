//! Journeys of when a message was written.

use crate::fixture::Fixture;

/// In milliseconds.
const HOUR: u64 = 3_600_000;

/// Whether each divider above a message names its day: today and yesterday by these words, with the date as the title, the
/// others by their dates. Both words are there.
const NAMED_DAYS: &str = "(() => {
    const ago = days => { const date = new Date(); date.setDate(date.getDate() - days); return date.toDateString() };
    const year = date => date.getFullYear() == new Date().getFullYear() ? {} : {year: 'numeric'};
    const format = date => new Intl.DateTimeFormat(navigator.languages,
        {weekday: 'long', month: 'long', day: 'numeric', ...year(date)}).format(date);
    const article = row => row.matches('article') ? row : article(row.nextElementSibling);
    const dividers = [...document.querySelectorAll('[data-kind=day]:not(:has(+ [data-kind=system]))')];
    const names = dividers.map(divider => {
        const date = new Date(article(divider).querySelector('time').dateTime);
        const name = {[ago(0)]: 'Today', [ago(1)]: 'Yesterday'}[date.toDateString()];
        const [text, title] = name ? [name, format(date)] : [format(date), ''];
        const span = divider.firstElementChild;
        return span.innerText == text && span.title == title && (name ?? 'another day');
    });
    return ['Today', 'Yesterday', 'another day'].every(name => names.includes(name)) && !names.includes(false);
})()";

pub async fn exact_and_relative(fixture: &Fixture) {
    let ada = fixture.guest("", "Ada").await;
    // Four messages a day. The join lies before them in the log, and after them in time, so it must not be loaded.
    fixture.fill_every("lobby", 400, 6 * HOUR).await;
    ada.hears("No. 400:").await;
    ada.say("Just now").await;
    ada.hears("Just now").await;
    let date = "new Date(document.querySelector('article:last-of-type time').dateTime)";
    assert_eq!(ada.read(&format!("Math.abs(Date.now() - {date}) < 600000")).await, true);
    let format = |options| format!("new Intl.DateTimeFormat(navigator.languages, {options}).format({date})");
    let full = format("{dateStyle: 'full', timeStyle: 'short'}");
    ada.until_read(&format!("document.querySelector('article:last-of-type time').title == {full}")).await;
    let time = format("{hour: 'numeric', minute: '2-digit'}");
    ada.until_read(&format!("document.querySelector('article:last-of-type').ariaLabel == 'Ada, ' + {time}"))
        .await;
    // A day that is named has its date as the title.
    ada.until_read(NAMED_DAYS).await;
    // Whoever listens to a message of another day hears which day.
    ada.run("location.hash = '#/room/lobby/100'").await;
    ada.arrives_at(100).await;
    let label = format("{dateStyle: 'medium', timeStyle: 'short'}")
        .replace(date, "new Date(row(100).querySelector('time').dateTime)");
    assert_eq!(ada.read(&format!("row(100).ariaLabel.endsWith(', ' + {label})")).await, true);
    ada.screenshot("1-days").await;
}
