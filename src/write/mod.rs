//! Files for people: crosswalk, calendar, rejects, manifest, removal evidence, reports, letters.
//!
//! Every writer is handed its data and a `Write`, makes no decision, knows no path and writes the
//! same bytes for the same data: UTF-8, lines that end in LF.

pub mod account_holds;
pub mod calendar;
pub mod crosswalk;
mod csv_text;
pub mod differences;
pub mod exports;
pub mod letter;
pub mod manifest;
pub mod own_file;
pub mod period_changes;
pub mod purge_list;
pub mod rejects;
pub mod removal;
mod removal_facts;
pub mod removal_page;
mod removal_page_lists;
#[cfg(test)]
mod removal_page_tests;
#[cfg(test)]
mod removal_sample;
pub mod report;
mod report_calendar;
mod report_calendar_days;
mod report_chart;
pub mod report_holds;
pub mod report_html;
pub mod report_lines;
pub mod report_periods;
#[cfg(test)]
mod report_sample;
#[cfg(test)]
mod report_sample_checks;
#[cfg(test)]
mod report_sample_lines;
pub mod report_shift;
mod report_words;
pub mod sheets;
pub mod skeleton;
