//! Rounds → ratios, each between two figures of one round.

use crate::preview::Latency;
use crate::round::{Round, median, worst};
use crate::tool::{Sample, Task};

/// A figure of a round; none where it was not taken.
type Figure = Box<dyn Fn(&Round) -> Option<f64>>;

/// The head of a table of ratios.
const HEAD: &str = "| ratio | median | lowest | highest |\n|---|--:|--:|--:|\n";

fn built(tool: &'static str, task: Task, figure: fn(&Sample) -> f64) -> Figure {
    Box::new(move |round| round.built(tool, task, figure))
}

fn served(tool: &'static str, figure: fn(&Latency) -> Option<f64>) -> Figure {
    Box::new(move |round| round.served(tool).and_then(figure))
}

fn wall(sample: &Sample) -> f64 {
    sample.cost.wall
}

fn cpu(sample: &Sample) -> f64 {
    sample.cost.cpu()
}

fn cpu_per_file(sample: &Sample) -> f64 {
    cpu(sample) / sample.files as f64
}

fn peak(sample: &Sample) -> f64 {
    sample.cost.peak
}

fn first(latency: &Latency) -> Option<f64> {
    Some(latency.first)
}

fn middle_edit(latency: &Latency) -> Option<f64> {
    median(latency.edits.clone())
}

fn worst_edit(latency: &Latency) -> Option<f64> {
    worst(&latency.edits)
}

/// A line for each comparison between two figures of the same round.
pub(crate) fn ratios(rounds: &[Round], threads: &[usize]) -> String {
    let of_both = |task, figure| (built("hugo", task, figure), built("lanmu", task, figure));
    let served_both = |figure| (served("hugo", figure), served("lanmu", figure));
    let mut rows = vec![
        ("Hugo's CPU / lanmu's, cold".to_owned(), of_both(Task::Cold, cpu)),
        ("Hugo's CPU / lanmu's, nothing changed".to_owned(), of_both(Task::Unchanged, cpu)),
        ("Hugo's CPU / lanmu's, one edit".to_owned(), of_both(Task::Edited, cpu)),
        ("Hugo's wall / lanmu's, cold".to_owned(), of_both(Task::Cold, wall)),
        ("Hugo's wall / lanmu's, one edit".to_owned(), of_both(Task::Edited, wall)),
        ("Hugo's peak memory / lanmu's, cold".to_owned(), of_both(Task::Cold, peak)),
        ("Hugo's p50 / lanmu's, an edit while serving".to_owned(), served_both(middle_edit)),
        ("Hugo's worst / lanmu's, an edit while serving".to_owned(), served_both(worst_edit)),
        ("Hugo's first page served / lanmu's, wall".to_owned(), served_both(first)),
        ("lanmu's first page served / its cold build, wall".to_owned(), (served("lanmu", first), built("lanmu", Task::Cold, wall))),
    ];
    for threads in threads {
        let limit = Task::Limit(*threads);
        for (name, figure) in [("wall", wall as fn(&Sample) -> f64), ("CPU", cpu)] {
            rows.push((format!("lanmu's {name}, cold / writing {}", limit.name()), (built("lanmu", Task::Cold, figure), built("write", limit, figure))));
        }
    }
    let line = |(name, (above, below)): &(String, (Figure, Figure))| line(name, rounds.iter().map(|round| Some(above(round)? / below(round)?)));
    HEAD.to_owned() + &rows.iter().filter_map(line).collect::<String>()
}

/// A line for each figure that should not grow with the portal, in rounds of a larger one over those of a smaller one.
pub(crate) fn growth(larger: &[Round], smaller: &[Round]) -> String {
    let rows = [
        ("lanmu's CPU per file, cold", built("lanmu", Task::Cold, cpu_per_file)),
        ("Hugo's CPU per file, cold", built("hugo", Task::Cold, cpu_per_file)),
        ("lanmu's p50, an edit while serving", served("lanmu", middle_edit)),
        ("Hugo's p50, an edit while serving", served("hugo", middle_edit)),
    ];
    let line = |(name, figure): &(&str, Figure)| line(name, larger.iter().zip(smaller).map(|(larger, smaller)| Some(figure(larger)? / figure(smaller)?)));
    HEAD.to_owned() + &rows.iter().filter_map(line).collect::<String>()
}

/// The line of some ratios, if all of them could be taken.
fn line(name: &str, ratios: impl Iterator<Item = Option<f64>>) -> Option<String> {
    let ratios: Vec<f64> = ratios.collect::<Option<_>>()?;
    let lowest = ratios.iter().copied().min_by(f64::total_cmp)?;
    let highest = worst(&ratios)?;
    Some(format!("| {name} | {:.2} | {lowest:.2} | {highest:.2} |\n", median(ratios)?))
}
