//! Tasks and HTTP servers that stop when they are dropped.

use anyhow::{Context, Result};
use axum::Router;
use axum::serve::ListenerExt;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A task that stops when it is dropped.
#[derive(Debug)]
pub(crate) struct Task(JoinHandle<()>);

impl Task {
    pub fn spawn(future: impl Future<Output = ()> + Send + 'static) -> Self {
        Self(tokio::spawn(future))
    }

    /// Stops the task and waits until it has released its resources, such as its port.
    pub async fn stop(mut self) {
        self.0.abort();
        let _ = (&mut self.0).await;
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A listener on a free loopback port.
pub(crate) async fn loopback() -> Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("no loopback port is free")?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves `router` on `listener`.
pub(crate) fn serve(listener: TcpListener, router: Router) -> Task {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(set_nodelay);
    // `axum::serve` never returns an error: after a failed accept it waits and tries again.
    Task::spawn(async move { axum::serve(listener, service).await.unwrap_or_default() })
}

/// Disables Nagle's algorithm. With it, a small response may wait 40 ms for a TCP acknowledgement.
fn set_nodelay(connection: &mut TcpStream) {
    let _ = connection.set_nodelay(true);
}
