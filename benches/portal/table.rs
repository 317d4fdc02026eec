//! Samples → a table in Markdown: medians, and ratios within each round.

use crate::tool::{Sample, Task};
use std::collections::BTreeMap;

/// The middle of some numbers; for an even count the mean of the two in the middle.
fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let (low, high) = (numbers.len().saturating_sub(1) / 2, numbers.len() / 2);
    numbers.get(low).zip(numbers.get(high)).map_or(f64::NAN, |(low, high)| f64::midpoint(*low, *high))
}

fn task_name(task: Task) -> String {
    match task {
        Task::Cold => "cold".to_owned(),
        Task::Unchanged => "unchanged".to_owned(),
        Task::Limit(threads) => format!("the same bytes, {threads} thread{}", if threads == 1 { "" } else { "s" }),
    }
}

/// A line for each tool and task, each figure the median over the rounds.
pub(crate) fn medians(samples: &[Sample]) -> String {
    let mut groups: BTreeMap<(Task, &str), Vec<&Sample>> = BTreeMap::new();
    for sample in samples {
        groups.entry((sample.task, sample.tool)).or_default().push(sample);
    }
    let mut out =
        "| tool | task | wall s | CPU s | user | system | peak MiB | files | written | MiB | files / CPU s |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
            .to_owned();
    for ((task, tool), group) in groups {
        let of = |figure: fn(&Sample) -> f64| median(group.iter().map(|sample| figure(sample)).collect());
        let (files, cpu) = (of(|sample| sample.files as f64), of(|sample| sample.cost.cpu()));
        out.push_str(&format!(
            "| {tool} | {} | {:.3} | {cpu:.3} | {:.3} | {:.3} | {:.0} | {files:.0} | {:.0} | {:.1} | {:.0} |\n",
            task_name(task),
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

/// A line for each comparison between two tools that ran in the same round.
pub(crate) fn ratios(samples: &[Sample], threads: &[usize]) -> String {
    type Figure = fn(&Sample) -> f64;
    let (wall, cpu, peak): (Figure, Figure, Figure) = (|sample| sample.cost.wall, |sample| sample.cost.cpu(), |sample| sample.cost.peak);
    let mut rows = vec![
        ("Hugo's CPU / lanmu's, cold".to_owned(), cpu, ("hugo", Task::Cold), ("lanmu", Task::Cold)),
        ("Hugo's CPU / lanmu's, unchanged".to_owned(), cpu, ("hugo", Task::Unchanged), ("lanmu", Task::Unchanged)),
        ("Hugo's wall / lanmu's, cold".to_owned(), wall, ("hugo", Task::Cold), ("lanmu", Task::Cold)),
        ("Hugo's peak memory / lanmu's, cold".to_owned(), peak, ("hugo", Task::Cold), ("lanmu", Task::Cold)),
    ];
    for limit in threads {
        let name = |figure| format!("lanmu's {figure}, cold / writing {}", task_name(Task::Limit(*limit)));
        rows.push((name("wall"), wall, ("lanmu", Task::Cold), ("write", Task::Limit(*limit))));
        rows.push((name("CPU"), cpu, ("lanmu", Task::Cold), ("write", Task::Limit(*limit))));
    }
    let mut out = "| ratio | median | lowest | highest |\n|---|--:|--:|--:|\n".to_owned();
    for (name, figure, above, below) in rows {
        let of = |(tool, task)| samples.iter().filter(move |sample| sample.tool == tool && sample.task == task).map(figure);
        let ratios: Vec<f64> = of(above).zip(of(below)).map(|(above, below)| above / below).collect();
        if ratios.is_empty() {
            continue;
        }
        let (lowest, highest) = ratios.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), ratio| (low.min(*ratio), high.max(*ratio)));
        out.push_str(&format!("| {name} | {:.2} | {lowest:.2} | {highest:.2} |\n", median(ratios)));
    }
    out
}
