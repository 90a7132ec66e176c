//! API Gateway's WebSocket side: connections, routes, and the `@connections` API.

mod close;
mod connect;
mod connection;
mod event;
mod ids;
mod management;
mod routing;
mod settings;
mod socket;
mod throttle;

use axum::Router;
use axum::routing::any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use settings::{FrameOrder, Settings};

use crate::calls::Counter;
use crate::hold::Holds;
use crate::lambda::Lambda;
use crate::template::Api;
use close::CloseReason;
use connection::Connection;
use routing::Routes;

/// A WebSocket API with its connections.
#[derive(Debug)]
pub(crate) struct Gateway {
    /// The API's logical id. In events it is in lower case, like the ids of AWS.
    api: String,
    stage: String,
    routes: Routes,
    settings: Settings,
    calls: Arc<Counter>,
    /// The posts that a test holds, by their connections.
    pub holds: Holds,
    connections: Mutex<HashMap<String, Arc<Connection>>>,
}

impl Gateway {
    pub fn new(api: &Api, lambda: &Lambda, settings: Settings, calls: Arc<Counter>) -> Arc<Self> {
        Arc::new(Self {
            api: api.id.clone(),
            stage: api.stage.clone(),
            routes: Routes::new(api, lambda),
            settings,
            calls,
            holds: Holds::default(),
            connections: Mutex::default(),
        })
    }

    /// The router of the path where clients connect: `/{stage}`.
    pub fn sockets(self: &Arc<Self>) -> Router {
        Router::new().route(&format!("/{}", self.stage), any(connect::connect)).with_state(self.clone())
    }

    /// The router of the path where functions post: `/{stage}/@connections/{id}`.
    pub fn management(self: &Arc<Self>) -> Router {
        management::router(self)
    }

    /// Closes every connection, as AWS does when a stage goes away.
    pub fn close_all(&self) {
        for connection in self.connections().values() {
            connection.close(CloseReason::GOING_AWAY);
        }
    }

    fn connections(&self) -> MutexGuard<'_, HashMap<String, Arc<Connection>>> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connection(&self, id: &str) -> Option<Arc<Connection>> {
        self.connections().get(id).cloned()
    }
}
