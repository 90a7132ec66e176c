//! The command line.

use anyhow::{Context, Result};
use clap::Parser;
use std::net::IpAddr;
use std::path::PathBuf;

/// Runs a SAM template on this machine: builds its functions and its site, starts it, prints its URL.
#[derive(Debug, Parser, PartialEq, Eq)]
#[command(bin_name = "cargo run --")]
pub struct Arguments {
    /// The template; without it, the nearest template.yaml, from here upwards
    #[arg(long, value_name = "PATH")]
    pub template: Option<PathBuf>,

    /// A value for a parameter of the template; may be repeated
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = parameter)]
    pub parameters: Vec<(String, String)>,

    /// The port to listen on; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 3000)]
    pub port: u16,

    /// Lets other devices in: an address of this machine, such as 192.168.1.20; the connection is not encrypted
    #[arg(long, value_name = "ADDRESS", value_parser = host)]
    pub host: Option<IpAddr>,

    /// The file that keeps the tables; without it, the template's Metadata.Local.Data
    #[arg(long, value_name = "PATH", conflicts_with = "memory")]
    pub data: Option<PathBuf>,

    /// Keeps the tables in memory only
    #[arg(long)]
    pub memory: bool,

    /// The folder of the functions' binaries, which are not built then
    #[arg(long, value_name = "PATH")]
    pub binaries: Option<PathBuf>,
}

fn parameter(text: &str) -> Result<(String, String)> {
    let (name, value) = text.split_once('=').context("write NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn host(text: &str) -> Result<IpAddr> {
    let address: Option<IpAddr> = text.parse().ok().filter(|address: &IpAddr| !address.is_unspecified());
    address.context("name the address that other devices use, such as 192.168.1.20")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(["confab"].iter().chain(arguments))
    }

    #[test]
    fn options_are_parsed() {
        let none = parse(&[]).unwrap();
        assert_eq!((none.port, none.host, none.data, none.memory), (3000, None, None, false));
        let arguments = ["--template", "a/b.yaml", "--parameter", "Name=x=y", "--port=0", "--data", "d"];
        let given = parse(&arguments).unwrap();
        assert_eq!((given.template, given.port, given.data), (Some("a/b.yaml".into()), 0, Some("d".into())));
        assert_eq!(given.parameters, [("Name".to_owned(), "x=y".to_owned())]);
        assert_eq!(parse(&["--host", "10.0.0.7"]).unwrap().host, Some("10.0.0.7".parse().unwrap()));
    }

    #[test]
    fn the_error_of_a_wrong_option_says_what_to_do() {
        let error = |arguments: &[&str]| parse(arguments).unwrap_err().to_string();
        assert!(error(&["--port"]).contains("--port <N>"));
        assert!(error(&["--port", "70000"]).contains("0..=65535"));
        assert!(error(&["--parameter", "Name"]).contains("NAME=VALUE"));
        assert!(error(&["--host", "0.0.0.0"]).contains("192.168.1.20"));
        assert!(error(&["--memory", "--data", "d"]).contains("cannot be used with"));
        assert!(error(&["--prot"]).contains("--port"));
    }
}
