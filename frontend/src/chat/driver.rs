//! Carries out the client's effects in the browser, and tells the client what happens.

use client::{Client, Command, Effect, Input};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use super::socket::Socket;
use super::{Chat, endpoint, persist};
use crate::device::{self, dates, events};

impl Chat {
    /// Starts a client with what the device has stored. It connects if it knows who this person is.
    pub(crate) fn start() -> Self {
        let chat = Self::new(Client::new(persist::load(), device::random()));
        chat.input(Input::Start);
        events::listen(&window(), "online", move |_| chat.input(Input::Online));
        let report_visibility = move |_: &web_sys::Event| chat.input(Input::Visible(device::is_visible()));
        events::listen(&document(), "visibilitychange", report_visibility);
        chat
    }

    /// Tells the client what the person wants.
    pub(crate) fn command(self, command: Command) {
        self.input(Input::Command(command));
    }

    /// Connects now instead of later.
    pub(crate) fn reconnect_now(self) {
        self.input(Input::Online);
    }

    pub(super) fn input(self, input: Input) {
        if let Input::Closed(id) = input {
            self.sockets.write_value().open.remove(&id);
        }
        self.handle(dates::now(), input).into_iter().for_each(|effect| self.perform(effect));
        self.set_timer();
    }

    fn perform(self, effect: Effect) {
        let mut sockets = self.sockets.write_value();
        match effect {
            Effect::Connect(id) => {
                sockets.open.insert(id, Socket::open(address(), id, move |input| self.input(input)));
            }
            Effect::Transmit(id, text) => {
                if let Some(socket) = sockets.open.get(&id) {
                    socket.send(text);
                }
            }
            Effect::Close(id) => drop(sockets.open.remove(&id)),
            Effect::Persist(change) => persist::store(&change),
        }
    }

    fn set_timer(self) {
        let deadline = self.with_client_untracked(Client::deadline);
        let timer = deadline.map(|deadline| {
            // Browsers take a wait of over 24.8 days for zero.
            let wait = deadline.saturating_sub(dates::now()).min(86_400_000);
            Timeout::new(wait as u32, move || self.input(Input::Tick))
        });
        self.sockets.write_value().timer = timer;
    }
}

fn address() -> String {
    let configured = device::meta("confab-endpoint");
    let location = window().location();
    let (protocol, host) = (location.protocol().unwrap_or_default(), location.host().unwrap_or_default());
    endpoint::endpoint(configured.as_deref(), &protocol, &host)
}
