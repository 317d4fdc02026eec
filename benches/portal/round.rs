//! What was measured in one round of one size.

use crate::preview::Latency;
use crate::tool::{Sample, Task};

/// All tools, one after another.
pub(crate) struct Round {
    pub(crate) samples: Vec<Sample>,
    pub(crate) latencies: Vec<Latency>,
}

impl Round {
    /// A figure of a task; the median where it was done several times.
    pub(crate) fn built(&self, tool: &str, task: Task, figure: impl Fn(&Sample) -> f64) -> Option<f64> {
        median(self.samples.iter().filter(|sample| sample.tool == tool && sample.task == task).map(figure).collect())
    }

    /// How long a tool that served its site let wait.
    pub(crate) fn served(&self, tool: &str) -> Option<&Latency> {
        self.latencies.iter().find(|latency| latency.tool == tool)
    }
}

/// The middle of some numbers; for an even count the mean of the two in the middle; none of none.
pub(crate) fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let (low, high) = (numbers.len().saturating_sub(1) / 2, numbers.len() / 2);
    numbers.get(low).zip(numbers.get(high)).map(|(low, high)| f64::midpoint(*low, *high))
}

/// The largest of some numbers.
pub(crate) fn worst(numbers: &[f64]) -> Option<f64> {
    numbers.iter().copied().max_by(f64::total_cmp)
}
