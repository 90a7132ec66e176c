//! `Metadata.Local` of a template: what a run on one machine needs to know and AWS does not. CloudFormation, SAM and
//! cfn-lint ignore it. Every key is optional.
//!
//! ```yaml
//! Metadata:
//!   Local:
//!     Data: .data/tables.sqlite
//!     Cache: my-project
//!     Site:
//!       Trunk: { Version: 0.21.14, Profile: wasm }
//!     Parameters:
//!       AllowedOrigins: ${Origins}
//! ```

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use super::sub;

/// The keys of `Metadata.Local`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct Metadata {
    /// The file of the tables, from the template's folder. `.local/data.sqlite` if it is missing.
    pub data: PathBuf,
    /// The folder for the tools that a build installs, in the user's cache folder. `local` if it is missing.
    pub cache: PathBuf,
    /// The site that is served beside the WebSocket. No site if it is missing.
    pub site: Option<Site>,
    /// Values of the template's parameters, in place of their defaults. `${Port}` is the port of the run, and
    /// `${Origins}` are the origins of its site, separated by spaces.
    pub parameters: BTreeMap<String, String>,
}

/// `Metadata.Local.Site`: one of these keys.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum Site {
    /// A folder of files that need no build, from the template's folder.
    Folder(PathBuf),
    /// A page that Trunk builds, with the `Trunk.toml` beside the template.
    Trunk(Trunk),
}

/// `Metadata.Local.Site.Trunk`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct Trunk {
    /// The version of Trunk, such as `0.21.14`. It is installed if it is missing.
    pub version: String,
    /// Cargo's profile for the release build. `release` if it is missing.
    #[serde(default = "release")]
    pub profile: String,
}

impl Default for Metadata {
    fn default() -> Self {
        let data = PathBuf::from(".local").join("data.sqlite");
        Self { data, cache: "local".into(), site: None, parameters: BTreeMap::new() }
    }
}

impl Metadata {
    /// Reads the keys of a template.
    pub(super) fn read(document: &Value) -> Result<Self> {
        let local = &document["Metadata"]["Local"];
        if local.is_null() {
            return Ok(Self::default());
        }
        serde_json::from_value(local.clone()).context("Metadata.Local")
    }

    /// The values of the parameters for a run on this port, and at this address of the network.
    pub(super) fn parameters(&self, port: u16, host: Option<IpAddr>) -> Result<BTreeMap<String, String>> {
        let value = |pattern: &str| {
            sub::replace(pattern, |name| match name {
                "Port" => Ok(port.to_string()),
                "Origins" => Ok(origins(port, host)),
                _ => bail!("${{{name}}} is unknown, only ${{Port}} and ${{Origins}} can be used here"),
            })
        };
        let parameter = |(name, pattern): (&String, &String)| {
            let value = value(pattern).with_context(|| format!("Metadata.Local.Parameters.{name}"))?;
            Ok((name.clone(), value))
        };
        self.parameters.iter().map(parameter).collect()
    }
}

/// The origins of the site, separated by spaces.
fn origins(port: u16, host: Option<IpAddr>) -> String {
    let host = host.map(|host| SocketAddr::from((host, port)).to_string());
    let hosts = [format!("localhost:{port}"), format!("127.0.0.1:{port}")].into_iter().chain(host);
    hosts.map(|host| format!("http://{host}")).collect::<Vec<_>>().join(" ")
}

fn release() -> String {
    "release".to_owned()
}
