//! Reads from `template.yaml` what a local run needs: the WebSocket API and its routes, the functions, the tables and
//! the site's headers.

mod api;
mod function;
mod headers;
mod intrinsics;
mod metadata;
mod sub;
mod table;
mod throttle;
mod yaml;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

pub use api::{Api, Route, RouteSelection};
pub use function::Function;
pub use headers::Header;
pub use intrinsics::Scope;
pub(crate) use intrinsics::{REGION, connections_arn, function_arn, table_arn};
pub use metadata::{Metadata, Site, Trunk};
pub use table::Table;
pub use throttle::Throttle;

/// What a template describes, with every intrinsic evaluated.
#[derive(Debug)]
pub struct Template {
    /// The one WebSocket API.
    pub api: Api,
    /// Every `AWS::Serverless::Function`, by logical id.
    pub functions: BTreeMap<String, Function>,
    /// Every `AWS::DynamoDB::Table`.
    pub tables: Vec<Table>,
    /// The headers that every `AWS::CloudFront::ResponseHeadersPolicy` adds to the site's responses.
    pub site_headers: Vec<Header>,
}

/// A template as JSON, before its intrinsics are evaluated.
#[derive(Debug)]
pub struct Document {
    path: PathBuf,
    value: Value,
    metadata: Metadata,
}

impl Document {
    /// Reads the file.
    ///
    /// # Errors
    /// The file is missing or not YAML, or its `Metadata.Local` is wrong.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| {
            format!("{} cannot be read, name the template with --template", path.display())
        })?;
        Self::parse(path, &text)
    }

    fn parse(path: &Path, text: &str) -> Result<Self> {
        let value = yaml::parse(text).with_context(|| format!("{} cannot be understood", path.display()))?;
        let metadata =
            Metadata::read(&value).with_context(|| format!("{} cannot be used", path.display()))?;
        Ok(Self { path: path.to_owned(), value, metadata })
    }

    /// The template's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// What the template says about runs on one machine.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The names of the binaries that the functions run.
    ///
    /// # Errors
    /// The template cannot be evaluated with its default parameters.
    pub fn binaries(&self) -> Result<BTreeSet<String>> {
        let template = self.evaluate(&self.parameters(0, None, &BTreeMap::new())?)?;
        Ok(template.functions.into_values().map(|function| function.binary).collect())
    }

    /// The parameters of a run on this port, and at this address of the network: those of `given`, and the others of `Metadata.Local.Parameters`.
    ///
    /// # Errors
    /// A value in `Metadata.Local.Parameters` has an unknown `${Name}`.
    pub fn parameters(
        &self,
        port: u16,
        host: Option<IpAddr>,
        given: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>> {
        let mut parameters = self
            .metadata
            .parameters(port, host)
            .with_context(|| format!("{} cannot be used", self.path.display()))?;
        parameters.extend(given.clone());
        Ok(parameters)
    }

    /// The resource with this logical id, with every intrinsic evaluated.
    ///
    /// # Errors
    /// The template has no such resource, or an intrinsic in it cannot be evaluated.
    pub fn resource(&self, id: &str, parameters: &BTreeMap<String, String>) -> Result<Value> {
        let scope = Scope::new(&self.value, parameters)?;
        scope.evaluate(scope.resource(id)?).with_context(|| format!("resource {id}"))
    }

    /// Evaluates the template with `parameters` in place of the defaults.
    ///
    /// # Errors
    /// One sentence that names the resource and what to correct.
    pub fn evaluate(&self, parameters: &BTreeMap<String, String>) -> Result<Template> {
        Template::of(&self.value, parameters)
            .with_context(|| format!("{} cannot be used", self.path.display()))
    }
}

impl Template {
    fn of(document: &Value, parameters: &BTreeMap<String, String>) -> Result<Self> {
        let scope = Scope::new(document, parameters)?;
        let mut apis = Vec::new();
        let mut functions = BTreeMap::new();
        let mut tables = Vec::new();
        let mut site_headers = Vec::new();
        for (id, resource) in scope.resources() {
            let name = || format!("resource {id}");
            match resource["Type"].as_str() {
                _ if Api::is_written_in(resource) => apis.push(Api::read(id, &scope).with_context(name)?),
                Some("AWS::Serverless::Function") => {
                    let globals = &document["Globals"]["Function"];
                    let function = Function::read(id, resource, globals, &scope).with_context(name)?;
                    functions.insert(id.to_owned(), function);
                }
                Some("AWS::DynamoDB::Table") => {
                    tables.push(Table::read(id, resource, &scope).with_context(name)?)
                }
                Some("AWS::CloudFront::ResponseHeadersPolicy") => {
                    site_headers.extend(headers::read(resource, &scope).with_context(name)?);
                }
                _ => {}
            }
        }
        let api = match <[Api; 1]>::try_from(apis) {
            Ok([api]) => api,
            Err(apis) => {
                bail!("one WebSocket API is expected in Resources, {} are there", apis.len())
            }
        };
        api.check(&functions).with_context(|| format!("resource {}", api.id))?;
        Ok(Self { api, functions, tables, site_headers })
    }
}

#[cfg(test)]
mod tests;
