//! Journeys: people with real browsers use the built page over the real stack. Each person has a browser of their own.
//!
//! `BROWSER=firefox` and `BROWSER=webkit` run the core journeys in another engine than Chromium. Without the browser, the
//! journeys are reported as skipped, or as failed if `CI` is set. Their screenshots are in `target/screenshots`;
//! `SCREENSHOTS=all` takes each of them in every language and theme, and on three screens.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod actions;
mod axe;
mod completion;
mod composer;
mod conversation;
mod crash;
mod devices;
mod display;
mod emoji_picker;
mod fixture;
mod journeys;
mod keyboard;
mod markup;
mod network;
mod notices;
mod person;
mod rooms;
mod senses;
mod shortcuts;
mod sign_in;
mod stored;
mod tabs;
mod timeline;
mod times;

use std::process::ExitCode;

use futures::future::LocalBoxFuture;
use libtest_mimic::{Arguments, Completion, Failed, Trial};

use e2e::browser::{Browser, Engine};
use fixture::Fixture;

type Journey = fn(&Fixture) -> LocalBoxFuture<'_, ()>;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Each journey has one to three browsers, and each browser is many processes.
    arguments.test_threads.get_or_insert(2);
    let journeys = if Engine::chosen() == Engine::Chromium { journeys::all() } else { journeys::core() };
    let trials = journeys.into_iter().map(|(name, journey)| trial(name, journey)).collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    Browser::stop();
    conclusion.exit_code()
}

fn trial(name: &'static str, journey: Journey) -> Trial {
    Trial::ignorable_test(name, move || match Browser::shared() {
        Ok(browser) => {
            fixture::run(name, browser, journey);
            Ok(Completion::Completed)
        }
        Err(missing) if std::env::var_os("CI").is_some() => Err(Failed::from(missing)),
        Err(missing) => Ok(Completion::ignored_with(missing)),
    })
}
