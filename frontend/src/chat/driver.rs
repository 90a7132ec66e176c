//! Carries out the client's effects in the browser, and tells the client what happens.

use client::{Client, Command, Effect, Input, StorageChange};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use super::signals::set;
use super::socket::Socket;
use super::{Chat, endpoint, persist};
use crate::device::{self, dates, events, storage};

impl Chat {
    /// Starts a client with what the device has stored. It connects if it knows who this person is.
    pub(crate) fn start() -> Self {
        let chat = Self::new(Client::new(persist::load(), device::random()));
        chat.stored.write_value().identity = persist::identity_text();
        chat.input(Input::Start);
        chat.follow_pages();
        events::listen(&window(), "online", move |_| chat.input(Input::Online));
        let report_visibility = move |_: &web_sys::Event| chat.input(Input::Visible(device::is_visible()));
        events::listen(&document(), "visibilitychange", report_visibility);
        // Some browsers close a page without telling before that it is hidden.
        events::listen(&window(), "pagehide", move |_| chat.input(Input::Visible(false)));
        events::listen(&window(), "pageshow", report_visibility);
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
        self.follow_identity();
        self.deliver(input);
    }

    /// Tells the client, and does what it wants.
    pub(super) fn deliver(self, input: Input) {
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
            Effect::Persist(change) => self.persist(&change),
        }
    }

    fn persist(self, change: &StorageChange) {
        if let StorageChange::PutPending(pending) = change
            && !persist::has_pending(pending)
        {
            self.claim(persist::pending_key(&pending.client_id));
            self.ask_to_keep();
        }
        let is_stored = self.stored.write_value().store(change);
        set(self.is_stored, is_stored);
    }

    /// Asks once: some browsers ask the person each time.
    fn ask_to_keep(self) {
        if !std::mem::replace(&mut self.stored.write_value().has_asked, true) {
            storage::ask_to_keep();
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
