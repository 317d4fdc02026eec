//! The agencies of a year side by side: a page for each metric and order.

use super::Planner;
use crate::form::Metric;
use crate::metric::measure_like;
use crate::model::{Agency, Report, Slug, Year};
use crate::page::metric::metrics;
use crate::page::{Dataset, MeasuredAgency, MetricPage, Order, Page};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An agency and its reports or data tables, by year; none where it has none of that name.
type Series<'s> = (&'s Agency, Option<&'s BTreeMap<Year, Report>>);

impl<'s> Planner<'s, '_> {
    /// Plans the pages of all metrics, of annual reports and of data tables; `only` names the year that is wanted.
    pub(super) fn metrics(&mut self, only: Option<Year>) {
        if !self.site.config.output.metrics {
            return;
        }
        let site = self.site;
        let reports: Vec<Series<'s>> = site.agencies().map(|agency| (agency, Some(&agency.reports))).collect();
        self.dataset(None, &reports, only);
        let names: BTreeSet<&Slug> = site.agencies().flat_map(|agency| agency.tables.keys()).collect();
        for name in names {
            // Only agencies that keep such a table can be missing one of it.
            let tables: Vec<Series<'s>> = site.agencies().map(|agency| (agency, agency.tables.get(name))).filter(|(_, years)| years.is_some()).collect();
            self.dataset(Some(name), &tables, only);
        }
    }

    /// By what the agencies of a year are set side by side: in their annual reports, then in each kind of data table.
    pub(super) fn metrics_of_year(&self, year: Year) -> Vec<(Dataset<'s>, Vec<&'s Metric>)> {
        if !self.site.config.output.metrics {
            return Vec::new();
        }
        let agencies = &self.site.agencies;
        let names: BTreeSet<&'s Slug> = agencies.iter().flat_map(|agency| agency.tables.keys()).collect();
        let of = |name: Option<&'s Slug>| {
            let years = |agency: &'s Agency| name.map_or(Some(&agency.reports), |name| agency.tables.get(name));
            let reports = || agencies.iter().filter_map(move |agency| years(agency)?.get(&year));
            let title = &reports().next()?.figures.form.title;
            Some((Dataset { name, title }, metrics(reports()))).filter(|(_, metrics)| !metrics.is_empty())
        };
        std::iter::once(None).chain(names.into_iter().map(Some)).filter_map(of).collect()
    }

    fn dataset(&mut self, name: Option<&'s Slug>, series: &[Series<'s>], only: Option<Year>) {
        let reports = || series.iter().flat_map(|(_, years)| years.iter().flat_map(|years| years.iter()));
        let years: BTreeSet<Year> = reports().map(|(year, _)| *year).collect();
        let Some((_, newest)) = reports().max_by_key(|(year, _)| **year) else { return };
        let dataset = Dataset { name, title: &newest.figures.form.title };
        let of_year = |year: Year| series.iter().filter_map(move |(_, years)| years.and_then(|years| years.get(&year)));
        let by_year: Vec<(Year, Arc<[&'s Metric]>)> = years.into_iter().rev().map(|year| (year, metrics(of_year(year)).into())).collect();
        let mut years_of: BTreeMap<&str, Vec<Year>> = BTreeMap::new();
        for (year, metrics) in &by_year {
            for metric in metrics.iter() {
                years_of.entry(&metric.key).or_default().push(*year);
            }
        }
        let years_of: BTreeMap<&str, Arc<[Year]>> = years_of.into_iter().map(|(key, years)| (key, years.into())).collect();
        for (year, siblings) in by_year.iter().filter(|(year, _)| only.is_none_or(|only| only == *year)) {
            for metric in siblings.iter() {
                let years = years_of.get(metric.key.as_str()).cloned().unwrap_or_default();
                self.orders(dataset, *year, (metric, Arc::clone(siblings), years), series);
            }
        }
    }

    /// Plans the pages of one metric of one year, in all orders.
    fn orders(&mut self, dataset: Dataset<'s>, year: Year, shown: (&'s Metric, Arc<[&'s Metric]>, Arc<[Year]>), series: &[Series<'s>]) {
        let (metric, siblings, years) = shown;
        let report = |years: &Option<&'s BTreeMap<Year, Report>>| years.and_then(|years| years.get(&year));
        let published = series.iter().filter_map(|(agency, years)| {
            let report = report(years)?;
            Some(MeasuredAgency { agency: &agency.card, measured: measure_like(metric, &report.figures), draft: report.draft })
        });
        let agencies: Arc<[MeasuredAgency<'s>]> = published.collect();
        let missing: Arc<[_]> = series.iter().filter(|(_, years)| report(years).is_none()).map(|(agency, _)| &*agency.card).collect();
        let has_year_page = self.site.agencies().any(|agency| agency.reports.contains_key(&year));
        for order in Order::ALL {
            let page = MetricPage {
                shell: self.shell,
                dataset,
                year,
                has_year_page,
                metric,
                order,
                siblings: Arc::clone(&siblings),
                years: Arc::clone(&years),
                agencies: Arc::clone(&agencies),
                missing: Arc::clone(&missing),
            };
            self.add(dataset.metric_address(year, metric, order), Page::Metric(Box::new(page)));
        }
    }
}
