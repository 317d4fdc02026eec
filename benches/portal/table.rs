//! Rounds → tables in Markdown of what was measured in seconds, MiB and files.

use crate::preview::Latency;
use crate::round::{Round, median, worst};
use crate::tool::{Sample, Task};
use std::collections::BTreeMap;

/// A line for each tool and task, each figure the median over the rounds.
pub(crate) fn builds(rounds: &[Round]) -> String {
    let mut groups: BTreeMap<(Task, &str), Vec<&Sample>> = BTreeMap::new();
    for sample in rounds.iter().flat_map(|round| &round.samples) {
        groups.entry((sample.task, sample.tool)).or_default().push(sample);
    }
    let mut out =
        "| tool | task | wall s | CPU s | user | system | peak MiB | files | written | MiB | files / CPU s |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
            .to_owned();
    for ((task, tool), group) in groups {
        let of = |figure: fn(&Sample) -> f64| median(group.iter().map(|sample| figure(sample)).collect()).unwrap_or(f64::NAN);
        let (files, cpu) = (of(|sample| sample.files as f64), of(|sample| sample.cost.cpu()));
        out.push_str(&format!(
            "| {tool} | {} | {:.3} | {cpu:.3} | {:.3} | {:.3} | {:.0} | {files:.0} | {:.0} | {:.1} | {:.0} |\n",
            task.name(),
            of(|sample| sample.cost.wall),
            of(|sample| sample.cost.user),
            of(|sample| sample.cost.system),
            of(|sample| sample.cost.peak),
            of(|sample| sample.written as f64),
            of(|sample| sample.bytes as f64 / f64::from(1 << 20)),
            files / cpu,
        ));
    }
    out
}

/// A line for each tool that served its site, over the edits of all rounds.
pub(crate) fn previews(rounds: &[Round]) -> String {
    let mut groups: BTreeMap<&str, Vec<&Latency>> = BTreeMap::new();
    for latency in rounds.iter().flat_map(|round| &round.latencies) {
        groups.entry(latency.tool).or_default().push(latency);
    }
    let mut out = "| tool, serving | first page s | edits | p50 ms | worst ms |\n|---|--:|--:|--:|--:|\n".to_owned();
    for (tool, group) in groups {
        let edits: Vec<f64> = group.iter().flat_map(|latency| &latency.edits).map(|seconds| seconds * 1e3).collect();
        let first = median(group.iter().map(|latency| latency.first).collect()).unwrap_or(f64::NAN);
        let (count, worst) = (edits.len(), worst(&edits).unwrap_or(f64::NAN));
        out.push_str(&format!("| {tool} | {first:.3} | {count} | {:.1} | {worst:.1} |\n", median(edits).unwrap_or(f64::NAN)));
    }
    out
}
