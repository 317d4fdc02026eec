//! All tests from outside, in one program: thirty programs that each hold the whole library take minutes to link and
//! gigabytes to keep. `cargo test codes::` runs one file.

mod apply;
mod check;
mod cli;
mod codes;
mod data;
mod edits;
mod floors;
mod forms;
mod fuzz;
mod gone;
mod hostile;
mod incremental;
mod links;
mod manual;
mod matrix;
mod messages;
mod metrics;
mod new;
mod panel;
mod pdf;
mod private;
mod prose;
mod publish;
mod reports;
mod review;
mod serve;
mod sites;
mod support;
mod tables;
mod theme;
mod watch;
mod xlsx;
