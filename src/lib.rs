//! lanmu (栏目): a static site generator for government disclosure portals. It knows what the figures mean: each is
//! checked against the others before it is published.
//!
//! The function to read first is [`build::build`]. A module uses only what stands on floors below it, or to its left:
//!
//! ```text
//! floor  modules                             what they are for
//! 8      cli                                 the command line: parse, call, print, exit code
//! 7      watch serve                         wake when files change; preview on the loopback address
//! 6      portal build                        a portal with its theme, and what is wrong with it; THE function: load, plan, check, render, publish
//! 5      view render                         a page → the variables of its template; a page → bytes
//! 4      output scaffold import gate         write what differs, remove what is no longer planned; new files of the content; reports of others → files; findings placed, waived, levelled
//! 3      load theme page                     files → Site; template layers; which pages exist, at which addresses
//! 2      markdown check metric compare chart export explain search  words → html, sections; rules → findings; what metrics come to; years side by side; figures → svg; csv, xlsx, json; what codes mean; what is found
//! 1      form document phrase model          the statutory forms as data; files of others → their words; words of the interface; Site, Agency, Report, Document
//! 0      source disk number date html colour diagnostic tree  digests and texts; files without opening them; exact decimals; days; escaping; contrast; what is wrong; YAML, TOML
//! ```

pub mod build;
pub mod chart;
pub mod check;
pub mod cli;
pub mod colour;
pub mod compare;
pub mod date;
pub mod diagnostic;
pub mod disk;
pub mod document;
pub mod explain;
pub mod export;
pub mod form;
pub mod gate;
pub mod html;
pub mod import;
pub mod load;
pub mod markdown;
pub mod metric;
pub mod model;
pub mod number;
pub mod output;
pub mod page;
pub mod phrase;
pub mod portal;
pub mod render;
pub mod scaffold;
pub mod search;
pub mod serve;
pub mod source;
pub mod theme;
pub mod tree;
pub mod view;
pub mod watch;
