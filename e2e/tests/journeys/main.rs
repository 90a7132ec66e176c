//! Journeys: people with real browsers use the built page over the real stack. Each person has a browser of their own.
//!
//! Without Chromium the journeys are reported as skipped, or as failed if `CI` is set. Their screenshots are in
//! `target/screenshots`.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod browser;
mod conversation;
mod crash;
mod devices;
mod display;
mod fixture;
mod journeys;
mod keyboard;
mod markup;
mod network;
mod notices;
mod person;
mod rooms;
mod sign_in;
mod stored;
mod tabs;

use std::process::ExitCode;

use futures::future::LocalBoxFuture;
use libtest_mimic::{Arguments, Completion, Failed, Trial};

use browser::Browser;
use fixture::Fixture;

type Journey = fn(&Fixture) -> LocalBoxFuture<'_, ()>;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Each journey has one to three browsers, and each browser is many processes.
    arguments.test_threads.get_or_insert(2);
    let trials = journeys::all().into_iter().map(|(name, journey)| trial(name, journey)).collect();
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
