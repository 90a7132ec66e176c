//! DynamoDB on a loopback port: an embedded engine over SQLite, behind a proxy that counts the calls.

mod access;
mod capacity;
mod proxy;
mod tables;
mod throttle;

use anyhow::{Context, Result, bail};
use dynoxide::Database;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::calls::Counter;
use crate::hold::Holds;
use crate::server::{Task, loopback, serve};
use crate::template::Table;

/// The time between two deletions of expired items. AWS only says "within a few days", so readers must filter
/// expired items anyway.
const SWEEP_INTERVAL: Duration = Duration::from_secs(60);

/// Where the tables are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// In memory, until the stack stops.
    Memory,
    /// In this file. The stack creates the file and its folder if they are missing.
    File(PathBuf),
}

/// What tests do to the calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Controls {
    pub holds: Holds,
    pub throttles: throttle::Throttles,
}

/// A running DynamoDB with the template's tables.
#[derive(Debug)]
pub(crate) struct DynamoDb {
    /// The URL of its HTTP API.
    pub endpoint: String,
    /// What tests do to its calls.
    pub controls: Controls,
    _tasks: [Task; 3],
    _lock: Option<File>,
}

impl DynamoDb {
    pub async fn start(data: &Data, tables: &[Table], calls: Arc<Counter>) -> Result<Self> {
        let (lock, database) = prepare(data, tables)?;
        let (listener, engine) = loopback().await?;
        let serve_engine = Task::spawn(dynoxide::server::serve_on(listener, database.clone()));
        let sweep = Task::spawn(sweep(database));
        let (listener, address) = loopback().await?;
        let (keys, controls) = (access::PartitionKeys::of(tables), Controls::default());
        let proxy = serve(listener, proxy::router(engine, calls, keys, controls.clone()));
        let endpoint = format!("http://{address}");
        Ok(Self { endpoint, controls, _tasks: [serve_engine, sweep, proxy], _lock: lock })
    }
}

/// Checks that the data can be used with these tables.
pub(crate) fn check(data: &Data, tables: &[Table]) -> Result<()> {
    prepare(data, tables).map(drop)
}

/// Locks and opens the data, and makes the tables that are missing.
fn prepare(data: &Data, tables: &[Table]) -> Result<(Option<File>, Database)> {
    let lock = lock(data)?;
    let database = open(data)?;
    for table in tables {
        tables::ensure(&database, table)?;
    }
    Ok((lock, database))
}

/// Locks the data file, because each of two stacks over one file would post to connections that only the other has.
fn lock(data: &Data) -> Result<Option<File>> {
    let Data::File(path) = data else { return Ok(None) };
    let folder = path.parent().unwrap_or(Path::new("."));
    let unusable = || format!("{} cannot be used, choose another place with --data", folder.display());
    std::fs::create_dir_all(folder).with_context(unusable)?;
    let lock = File::create(path.with_added_extension("lock")).with_context(unusable)?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => {
            bail!("{} is in use, stop the other stack or choose another file with --data", path.display())
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(unusable),
    }
}

fn open(data: &Data) -> Result<Database> {
    match data {
        Data::Memory => Database::memory().context("the in-memory database does not start"),
        Data::File(path) => Database::new(&path.to_string_lossy()).with_context(|| {
            format!(
                "{} cannot be opened as a database, delete it or choose another with --data",
                path.display()
            )
        }),
    }
}

async fn sweep(database: Database) {
    loop {
        tokio::time::sleep(SWEEP_INTERVAL).await;
        let database = database.clone();
        if let Ok(Err(error)) = tokio::task::spawn_blocking(move || database.sweep_ttl()).await {
            eprintln!("dynamodb: expired items could not be deleted: {error}");
        }
    }
}
