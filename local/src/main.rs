//! `cargo run`: starts the whole system on this machine.

mod cli;
mod run;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::parse().and_then(|command| match command {
        cli::Command::Help => cli::print_help(),
        cli::Command::Run(arguments) => run::run(arguments),
    }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}.");
            ExitCode::FAILURE
        }
    }
}
