//! API Gateway's WebSocket side: connections, routes, and the `@connections` API beside them.

mod connection;
mod ending;
mod event;
mod handshake;
mod ids;
mod management;
mod routing;
mod settings;
mod socket;

use axum::Router;
use axum::routing::any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use settings::{FrameOrder, Settings};

use crate::calls::Counter;
use crate::lambda::Lambda;
use crate::template::Api;
use connection::Connection;
use ending::Ending;
use routing::Routes;

/// A WebSocket API with its connections.
#[derive(Debug)]
pub(crate) struct Gateway {
    api: String,
    stage: String,
    routes: Routes,
    settings: Settings,
    calls: Arc<Counter>,
    connections: Mutex<HashMap<String, Arc<Connection>>>,
}

impl Gateway {
    pub fn new(api: &Api, lambda: &Lambda, settings: Settings, calls: Arc<Counter>) -> Arc<Self> {
        Arc::new(Self {
            api: api.id.to_lowercase(),
            stage: api.stage.clone(),
            routes: Routes::new(api, lambda),
            settings,
            calls,
            connections: Mutex::default(),
        })
    }

    /// Where browsers connect: `/{stage}`.
    pub fn sockets(self: &Arc<Self>) -> Router {
        Router::new().route(&format!("/{}", self.stage), any(handshake::connect)).with_state(self.clone())
    }

    /// Where functions post: `/{stage}/@connections/{id}`.
    pub fn management(self: &Arc<Self>) -> Router {
        management::router(self)
    }

    /// Closes every connection, as a stage does that goes away.
    pub fn close_all(&self) {
        for connection in self.connections().values() {
            connection.close(Ending::GOING_AWAY);
        }
    }

    fn connections(&self) -> MutexGuard<'_, HashMap<String, Arc<Connection>>> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connection(&self, id: &str) -> Option<Arc<Connection>> {
        self.connections().get(id).cloned()
    }
}
