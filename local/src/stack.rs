//! The whole system on this machine: started from one template, stopped as one unit.

use anyhow::{Result, anyhow, bail};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;

use crate::calls::{Calls, Counter};
use crate::dynamodb::{self, Data, DynamoDb};
use crate::gateway::{self, Gateway};
use crate::hold::Held;
use crate::lambda::{self, Endpoints, Lambda};
use crate::server::{Task, loopback, serve};
use crate::site;
use crate::template::{Document, Template};

/// What to start, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The path of the template.
    pub template: PathBuf,
    /// The folder with the functions' binaries.
    pub binaries: PathBuf,
    /// The folder of the built site. Without it, only the WebSocket is served.
    pub site: Option<PathBuf>,
    /// The port of site and WebSocket. 0 takes any free port.
    pub port: u16,
    /// An address of this machine at which other devices reach site and WebSocket. Without it, only this machine does.
    pub host: Option<IpAddr>,
    /// Where the tables are stored.
    pub data: Data,
    /// Values for the template's parameters, in place of those in `Metadata.Local` and of their defaults.
    pub parameters: BTreeMap<String, String>,
    /// How the WebSocket API behaves.
    pub gateway: gateway::Settings,
    /// How the functions' processes are run.
    pub lambda: lambda::Settings,
}

impl Options {
    /// The defaults, made for tests: data in memory, any free port, no site.
    #[must_use]
    pub fn new(template: impl Into<PathBuf>, binaries: impl Into<PathBuf>) -> Self {
        Self {
            template: template.into(),
            binaries: binaries.into(),
            site: None,
            port: 0,
            host: None,
            data: Data::Memory,
            parameters: BTreeMap::new(),
            gateway: gateway::Settings::default(),
            lambda: lambda::Settings::default(),
        }
    }
}

/// A running system. Dropping it stops it. [`Stack::stop`] also waits until every process has exited.
pub struct Stack {
    port: u16,
    host: Option<IpAddr>,
    stage: String,
    calls: Arc<Counter>,
    gateway: Arc<Gateway>,
    lambda: Lambda,
    dynamodb: DynamoDb,
    management: SocketAddr,
    servers: Vec<Task>,
}

impl Stack {
    /// Starts everything that the template names.
    ///
    /// # Errors
    /// The port is taken, the template is broken, a binary is missing or the data file is unusable. The error is one
    /// sentence that says what is wrong and what to do.
    pub async fn start(options: Options) -> Result<Self> {
        let (listeners, port) = listen(options.port, options.host).await?;
        let template = template(&options, port)?;
        let calls = Arc::new(Counter::default());
        let dynamodb = DynamoDb::start(&options.data, &template.tables, calls.clone()).await?;
        let (management_listener, management) = loopback().await?;
        let endpoints = Endpoints {
            dynamodb: dynamodb.endpoint.clone(),
            management: format!("http://{management}/{}", template.api.stage),
        };
        let lambda =
            Lambda::new(&template.functions, &options.binaries, &endpoints, &options.lambda, &calls)?;
        let gateway = Gateway::new(&template.api, &lambda, options.gateway, calls.clone());
        let public = gateway.sockets().merge(site::router(options.site.as_deref(), &template.site_headers));
        let mut servers = vec![serve(management_listener, gateway.management())];
        servers.extend(listeners.into_iter().map(|listener| serve(listener, public.clone())));
        let stage = template.api.stage;
        Ok(Self { port, host: options.host, stage, calls, gateway, lambda, dynamodb, management, servers })
    }

    /// The page's URL: `http://localhost:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The page's URL for other devices, if [`Options::host`] lets them in: `http://ADDRESS:PORT`.
    #[must_use]
    pub fn network_url(&self) -> Option<String> {
        Some(format!("http://{}", SocketAddr::from((self.host?, self.port))))
    }

    /// The URL that clients connect to: `ws://127.0.0.1:PORT/STAGE`.
    #[must_use]
    pub fn websocket_url(&self) -> String {
        format!("ws://127.0.0.1:{}/{}", self.port, self.stage)
    }

    /// The endpoint of the `@connections` API, as the functions get it: `http://127.0.0.1:PORT/STAGE`.
    #[must_use]
    pub fn management_url(&self) -> String {
        format!("http://{}/{}", self.management, self.stage)
    }

    /// The URL of DynamoDB's HTTP API.
    #[must_use]
    pub fn dynamodb_url(&self) -> String {
        self.dynamodb.endpoint.clone()
    }

    /// Holds the next call to DynamoDB with this operation and this text in its request, so that a test can let something
    /// else happen first.
    #[must_use]
    pub fn hold_dynamodb(&self, operation: &str, text: &str) -> Held {
        self.dynamodb.controls.holds.add(operation, text)
    }

    /// Holds the next post to a connection, so that a test can let something else happen first.
    #[must_use]
    pub fn hold_post(&self, connection: &str) -> Held {
        self.gateway.holds.add("POST", connection)
    }

    /// Throttles each call to DynamoDB with this operation and this text in its request, until
    /// [`relieve_dynamodb`](Self::relieve_dynamodb).
    pub fn throttle_dynamodb(&self, operation: &str, text: &str) {
        self.dynamodb.controls.throttles.add(operation, text);
    }

    /// Throttles no call any more.
    pub fn relieve_dynamodb(&self) {
        self.dynamodb.controls.throttles.clear();
    }

    /// The calls since the start.
    #[must_use]
    pub fn calls(&self) -> Calls {
        self.calls.calls()
    }

    /// The process ids of the function with this logical id. Empty if the function has no process or does not exist.
    #[must_use]
    pub fn processes(&self, function: &str) -> Vec<u32> {
        self.lambda.function(function).map(|function| function.processes()).unwrap_or_default()
    }

    /// Closes every connection, releases the port and waits until the last process has exited.
    pub async fn stop(mut self) {
        self.gateway.close_all();
        for server in std::mem::take(&mut self.servers) {
            server.stop().await;
        }
        self.lambda.stop().await;
    }
}

impl std::fmt::Debug for Stack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stack").field("port", &self.port).finish_non_exhaustive()
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // The connections' tasks are detached, and they keep the functions alive: both are shut down here.
        self.gateway.close_all();
        self.lambda.shut_down();
    }
}

fn template(options: &Options, port: u16) -> Result<Template> {
    let document = Document::read(&options.template)?;
    document.evaluate(&document.parameters(port, options.host, &options.parameters)?)
}

/// Checks that a stack can listen on this port, and at this address of the network. `cargo run` calls it before the
/// build, which takes minutes.
///
/// # Errors
/// The port or the address cannot be used. The error says what to do.
pub fn check_port(port: u16, host: Option<IpAddr>) -> Result<()> {
    for address in [Ipv4Addr::LOCALHOST.into()].into_iter().chain(host) {
        std::net::TcpListener::bind((address, port)).map_err(|error| unusable(address, port, &error))?;
    }
    Ok(())
}

/// Checks that a stack of this template can use the data. `cargo run` calls it before the build.
///
/// # Errors
/// The file is in use, is no database, or has other tables. The error says what to do.
pub fn check_data(data: &Data, template: &Template) -> Result<()> {
    dynamodb::check(data, &template.tables)
}

fn unusable(address: IpAddr, port: u16, error: &std::io::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::AddrInUse => {
            anyhow!("port {port} is taken, stop what uses it or choose another with --port")
        }
        ErrorKind::AddrNotAvailable => {
            anyhow!("{address} is no address of this machine, name one that it has with --host")
        }
        _ => anyhow!("port {port} cannot be used ({error}), choose another with --port"),
    }
}

/// Listens on both loopback addresses, since `localhost` may mean either, and at the address for other devices.
async fn listen(port: u16, host: Option<IpAddr>) -> Result<(Vec<TcpListener>, u16)> {
    let (mut listeners, port) = listen_on_loopback(port).await?;
    if let Some(host) = host {
        let listener = TcpListener::bind((host, port)).await;
        listeners.push(listener.map_err(|error| unusable(host, port, &error))?);
    }
    Ok((listeners, port))
}

async fn listen_on_loopback(port: u16) -> Result<(Vec<TcpListener>, u16)> {
    let unusable = |error: std::io::Error| unusable(Ipv4Addr::LOCALHOST.into(), port, &error);
    for _ in 0..20 {
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(unusable)?;
        let chosen = first.local_addr()?.port();
        match TcpListener::bind((Ipv6Addr::LOCALHOST, chosen)).await {
            Ok(second) => return Ok((vec![first, second], chosen)),
            Err(error) if error.kind() != ErrorKind::AddrInUse => return Ok((vec![first], chosen)), // no IPv6
            Err(error) if port != 0 => return Err(unusable(error)),
            Err(_) => {} // another program has this port on IPv6: try another port
        }
    }
    bail!("no free port was found, name one with --port")
}
