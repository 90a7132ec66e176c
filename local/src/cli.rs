//! The command line.

use anyhow::{Context, Result, anyhow, bail};
use lexopt::prelude::{Long, Short, ValueExt};
use std::collections::BTreeMap;
use std::path::PathBuf;

const HELP: &str = "\
Runs a SAM template on this machine: builds its functions and its site, starts it, prints its URL.

  cargo run [-- OPTIONS]

  --template PATH          the template (the nearest template.yaml, from here upwards)
  --parameter NAME=VALUE   a value for a parameter of the template; may be repeated
  --port N                 listen on port N (3000); 0 takes any free one
  --data PATH              keep the tables in this file (the template's Metadata.Local.Data)
  --memory                 keep the tables in memory only
  --binaries PATH          run the functions' binaries from this folder, without building them
  --help                   print this
";

/// What the command line asks the program to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Run(Arguments),
    Help,
}

/// The options of a run.
#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    pub template: Option<PathBuf>,
    pub parameters: BTreeMap<String, String>,
    pub port: u16,
    pub data: Store,
    pub binaries: Option<PathBuf>,
}

impl Default for Arguments {
    fn default() -> Self {
        let (template, parameters, binaries) = (None, BTreeMap::new(), None);
        Self { template, parameters, port: 3000, data: Store::Default, binaries }
    }
}

/// Where the tables are stored.
#[derive(Debug, PartialEq, Eq)]
pub enum Store {
    Default,
    File(PathBuf),
    Memory,
}

/// Parses this process's arguments.
pub fn parse() -> Result<Command> {
    parse_with(lexopt::Parser::from_env())
}

fn parse_with(mut parser: lexopt::Parser) -> Result<Command> {
    let mut arguments = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("template") => arguments.template = Some(path(&mut parser, "--template", "a file")?),
            Long("parameter") => arguments.parameters.extend([parameter(&mut parser)?]),
            Long("port") => arguments.port = port(&mut parser)?,
            Long("data") => arguments.data = Store::File(path(&mut parser, "--data", "a file")?),
            Long("binaries") => arguments.binaries = Some(path(&mut parser, "--binaries", "a folder")?),
            Long("memory") => arguments.data = Store::Memory,
            Long("help") | Short('h') => return Ok(Command::Help),
            other => bail!("{}, see --help", other.unexpected()),
        }
    }
    Ok(Command::Run(arguments))
}

fn path(parser: &mut lexopt::Parser, option: &str, what: &str) -> Result<PathBuf> {
    let path = parser.value().with_context(|| format!("{option} needs the path of {what}"))?;
    Ok(path.into())
}

fn port(parser: &mut lexopt::Parser) -> Result<u16> {
    let port = parser.value().context("--port needs a number, such as --port 3001")?;
    port.parse().map_err(|_| anyhow!("--port needs a number from 0 to 65535"))
}

fn parameter(parser: &mut lexopt::Parser) -> Result<(String, String)> {
    let text = parser.value().ok().and_then(|value| value.into_string().ok());
    let pair = text.as_deref().and_then(|text| text.split_once('='));
    let (name, value) = pair.context("--parameter needs NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// Prints the options.
pub fn print_help() -> Result<()> {
    print!("{HELP}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_arguments(arguments: &[&str]) -> Result<Command> {
        parse_with(lexopt::Parser::from_args(arguments))
    }

    #[test]
    fn options_are_parsed() {
        let run = |port, data| Command::Run(Arguments { port, data, ..Arguments::default() });
        assert_eq!(parse_arguments(&[]).unwrap(), run(3000, Store::Default));
        assert_eq!(parse_arguments(&["--port", "0", "--memory"]).unwrap(), run(0, Store::Memory));
        assert_eq!(parse_arguments(&["--data=a/b"]).unwrap(), run(3000, Store::File("a/b".into())));
        assert_eq!(parse_arguments(&["-h"]).unwrap(), Command::Help);
        let other = Command::Run(Arguments {
            template: Some("a/b.yaml".into()),
            binaries: Some("c".into()),
            parameters: BTreeMap::from([("Name".to_owned(), "x=y".to_owned())]),
            ..Arguments::default()
        });
        let arguments = ["--template", "a/b.yaml", "--binaries", "c", "--parameter", "Name=x=y"];
        assert_eq!(parse_arguments(&arguments).unwrap(), other);
    }

    #[test]
    fn the_error_of_a_wrong_option_says_what_to_do() {
        let error = |arguments: &[&str]| format!("{:#}", parse_arguments(arguments).unwrap_err());
        assert!(error(&["--port"]).contains("--port 3001"));
        assert!(error(&["--port", "70000"]).contains("65535"));
        assert!(error(&["--parameter", "Name"]).contains("NAME=VALUE"));
        assert!(error(&["--template"]).contains("the path of a file"));
        assert!(error(&["--prot"]).contains("--help"));
    }
}
