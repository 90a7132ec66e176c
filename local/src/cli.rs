//! The command line.

use anyhow::{Context, Result, anyhow, bail};
use lexopt::prelude::{Long, Short, ValueExt};
use std::path::PathBuf;

const HELP: &str = "\
Runs Confab on this machine: builds it, starts it from template.yaml, prints its URL.

  cargo run [-- OPTIONS]

  --port N      listen on port N (3000); 0 takes any free one
  --data PATH   keep messages in this file (.confab/data.sqlite)
  --memory      keep messages in memory only
  --help        print this
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
    pub port: u16,
    pub data: Store,
}

/// Where messages are stored.
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
    let mut arguments = Arguments { port: 3000, data: Store::Default };
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => {
                let port = parser.value().context("--port needs a number, such as --port 3001")?;
                arguments.port =
                    port.parse().map_err(|_| anyhow!("--port needs a number from 0 to 65535"))?;
            }
            Long("data") => {
                arguments.data =
                    Store::File(parser.value().context("--data needs the path of a file")?.into());
            }
            Long("memory") => arguments.data = Store::Memory,
            Long("help") | Short('h') => return Ok(Command::Help),
            other => bail!("{}, see --help", other.unexpected()),
        }
    }
    Ok(Command::Run(arguments))
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
        let run = |port, data| Command::Run(Arguments { port, data });
        assert_eq!(parse_arguments(&[]).unwrap(), run(3000, Store::Default));
        assert_eq!(parse_arguments(&["--port", "0", "--memory"]).unwrap(), run(0, Store::Memory));
        assert_eq!(parse_arguments(&["--data=a/b"]).unwrap(), run(3000, Store::File("a/b".into())));
        assert_eq!(parse_arguments(&["-h"]).unwrap(), Command::Help);
    }

    #[test]
    fn the_error_of_a_wrong_option_says_what_to_do() {
        let error = |arguments: &[&str]| format!("{:#}", parse_arguments(arguments).unwrap_err());
        assert!(error(&["--port"]).contains("--port 3001"));
        assert!(error(&["--port", "70000"]).contains("65535"));
        assert!(error(&["--prot"]).contains("--help"));
    }
}
