//! Journeys: people, each with a real browser of their own, over the built page and the real stack.
//!
//! Without Chromium they are reported as skipped; where `CI` is set that is a failure. What the people saw is in
//! `target/screenshots`.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod browser;
#[path = "../issuer/issuer.rs"]
#[expect(dead_code, reason = "forging is for the chat's tests; here only people sign in")]
mod issuer;
mod person;
mod sign_in;
mod stories;
mod world;

use std::process::ExitCode;

use futures::future::LocalBoxFuture;
use libtest_mimic::{Arguments, Completion, Failed, Trial};

use browser::Browser;
use world::World;

type Story = fn(&World) -> LocalBoxFuture<'_, ()>;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Each journey has one to three browsers, and they are many processes.
    arguments.test_threads.get_or_insert(2);
    let stories = stories::all();
    let trials = stories.into_iter().map(|(name, story)| trial(name, story)).collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    Browser::stop();
    conclusion.exit_code()
}

fn trial(name: &'static str, story: Story) -> Trial {
    Trial::ignorable_test(name, move || match Browser::shared() {
        Ok(browser) => {
            world::tell(name, browser, story);
            Ok(Completion::Completed)
        }
        Err(missing) if std::env::var_os("CI").is_some() => Err(Failed::from(missing)),
        Err(missing) => Ok(Completion::ignored_with(missing)),
    })
}
