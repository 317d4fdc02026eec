//! The program: parses the command line, runs it, exits.

use clap::Parser;
use lanmu::cli::{Cli, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    run(Cli::parse())
}
