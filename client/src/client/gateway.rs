//! API Gateway's own errors. They do not tell which request they are about.

use common::Millis;

use super::Client;
use crate::SocketId;
use crate::connections::Stage;
use crate::requests::RequestKind;

impl Client {
    /// A function failed. All requests are sent again later, and the server recognises a committed change by its clientId.
    pub(super) fn gateway_failed(&mut self, socket: SocketId, now: Millis) {
        let is_greeting = self.requests.is_in_flight(|kind| *kind == RequestKind::Hello);
        if is_greeting || self.awaits_welcome(socket) {
            return self.close_socket(socket, now);
        }
        let later = now + self.connections.backoff.next(&mut self.random);
        self.retry_requests(socket, later);
    }

    /// API Gateway has refused a request, because there were too many. Nothing is sent for a while. Most of the requests
    /// that wait were not refused, so that their answers may still come: only those that have none when the pause ends
    /// are sent again.
    pub(super) fn throttled(&mut self, socket: SocketId, now: Millis) {
        let until = self.connections.throttle.pause(now, &mut self.random);
        if self.awaits_welcome(socket) {
            self.close_socket(socket, now);
            self.connections.retry_at = self.connections.retry_at.max(until);
        }
        self.requests.postpone(socket, until + 1);
    }

    /// Ends the pause in time. The requests without an answer are sent again one by one, so that they are no burst.
    pub(super) fn resume(&mut self, now: Millis) {
        if !self.connections.throttle.end(now) {
            return;
        }
        let Some(socket) = self.connections.ready() else { return };
        for kind in self.requests.abandon(socket) {
            let at = now + self.connections.backoff.next(&mut self.random);
            self.retry_request(kind, at);
        }
    }

    fn awaits_welcome(&mut self, socket: SocketId) -> bool {
        let connection = self.connections.get_mut(socket);
        connection.is_some_and(|connection| connection.stage == Stage::AwaitingWelcome)
    }
}
