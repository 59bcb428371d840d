//! The numbers given by earlier runs: a number once given stays.

use super::failure::Failure;
use super::job::Job;
use crate::portal::Portal;
use crate::read;
use crate::record::value::Value;
use std::collections::BTreeMap;

/// Returns legacy number to new number, from `--crosswalk`, from the portal database that stands,
/// and from the former OUT; the first of them that has an account counts.
///
/// # Errors
/// Exports, where the crosswalk that was named cannot be read; portal, where the database cannot.
pub fn numbers(job: &Job) -> Result<BTreeMap<String, String>, Failure> {
    let mut numbers = BTreeMap::new();
    let mut add = |more: BTreeMap<String, String>| {
        for (legacy, new) in more {
            numbers.entry(legacy).or_insert(new);
        }
    };
    if let Some(path) = &job.crosswalk {
        add(read::crosswalk(path).map_err(|finding| Failure::Exports(vec![finding]))?);
    }
    let database = job.target.live_database();
    if database.exists()? {
        let mut portal = Portal::open(&database)?;
        let mut given = BTreeMap::new();
        portal.each_row(
            "crosswalk",
            &["legacy_account_number", "account_number"],
            |row| {
                if let [Value::Text(legacy), Value::Text(new)] = row {
                    given.insert(legacy.clone(), new.clone());
                }
            },
        )?;
        portal.close()?;
        add(given);
    }
    let former = job.target.out.join("crosswalk.csv");
    if former.exists() {
        add(read::crosswalk(&former).map_err(|finding| Failure::Exports(vec![finding]))?);
    }
    Ok(numbers)
}
