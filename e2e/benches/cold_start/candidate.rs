//! A function that the bench starts, and the durations of its starts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use local::Stack;
use local::template::Function;
use tokio::process::Command;

use crate::events::{self, FIRST, ToEvent};
use crate::node::Node;
use crate::runtime::{Start, measure};
use crate::size::Size;

type Environment = BTreeMap<String, String>;

/// A function that the bench starts.
pub struct Candidate {
    pub name: String,
    pub size: Size,
    command: Vec<PathBuf>,
    environment: Environment,
    event: ToEvent,
    starts: Vec<Start>,
}

impl Candidate {
    fn new(
        name: String,
        deployed: &Path,
        command: Vec<PathBuf>,
        environment: Environment,
        event: ToEvent,
    ) -> Result<Self> {
        Ok(Self { name, size: Size::of(deployed)?, command, environment, event, starts: vec![] })
    }

    /// Starts the function once more, with an event of this connection.
    pub async fn start(&mut self, connection: &str) -> Result<()> {
        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]).env_clear().envs(&self.environment);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.starts.push(measure(&mut command, &(self.event)(connection)).await?);
        Ok(())
    }

    /// Milliseconds from exec to the request for the first event.
    pub fn init(&self) -> f64 {
        median(self.starts.iter().map(|start| start.init))
    }

    /// Milliseconds from there to the response.
    pub fn first(&self) -> f64 {
        median(self.starts.iter().map(|start| start.first))
    }
}

fn median(times: impl Iterator<Item = Duration>) -> f64 {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    times.get(times.len() / 2).map_or(0.0, Duration::as_secs_f64) * 1e3
}

/// The template's functions, in the order in which a connection invokes them.
pub fn template_functions(
    functions: &BTreeMap<String, Function>,
    binaries: &Path,
    stack: &Stack,
) -> Result<Vec<Candidate>> {
    let known = |id: &String| FIRST.iter().any(|(known, _)| known == id);
    let unknown = functions.keys().find(|id| !known(id));
    ensure!(unknown.is_none(), "add the first event of {} to events.rs", unknown.map_or("", |id| id));
    let candidate = |(id, event): (&str, ToEvent)| {
        let function = functions.get(id).with_context(|| format!("{id} is not in the template"))?;
        let path = binaries.join(&function.binary).with_extension(std::env::consts::EXE_EXTENSION);
        let name = format!("`{}`", function.binary);
        Candidate::new(name, &path, vec![path.clone()], environment(function, stack), event)
    };
    FIRST.into_iter().map(candidate).collect()
}

/// The Node function, as npm installs it and as one bundled file.
pub fn node_functions(
    node: &Node,
    functions: &BTreeMap<String, Function>,
    stack: &Stack,
) -> Result<Vec<Candidate>> {
    let connect = functions.get("ConnectFunction").context("ConnectFunction is not in the template")?;
    let candidate = |name: &str, deployed: &Path, file: PathBuf| {
        let command = vec!["node".into(), file];
        Candidate::new(name.to_owned(), deployed, command, environment(connect, stack), events::connect)
    };
    Ok(vec![
        candidate("`connect` in Node, AWS SDK", &node.folder, node.folder.join("index.mjs"))?,
        candidate("the same, bundled and minified", &node.bundle, node.bundle.clone())?,
    ])
}

/// The environment that Lambda sets, with the addresses of the stack's services.
fn environment(function: &Function, stack: &Stack) -> Environment {
    let mut environment = function.environment.clone();
    let set = [
        ("AWS_ACCESS_KEY_ID", "local"),
        ("AWS_SECRET_ACCESS_KEY", "local"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_LAMBDA_FUNCTION_NAME", &function.id),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "local"),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "local"),
        ("AWS_ENDPOINT_URL_DYNAMODB", &stack.dynamodb_url()),
        ("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", &stack.management_url()),
        ("PATH", &std::env::var("PATH").unwrap_or_default()),
    ];
    environment.extend(set.map(|(name, value)| (name.to_owned(), value.to_owned())));
    environment
}
