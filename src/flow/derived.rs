//! Accounts of an export that has no account file: those that its rows name.

use super::delivery::DeliveredFile;
use super::failure::Failure;
use super::job::Job;
use super::stream::each_row;
use super::survey::{AccountState, Survey};
use crate::map::DerivedAccounts;
use crate::record::account::Account;

/// Collects the accounts that the rows of `file` name, in the order in which they first stand.
///
/// # Errors
/// Exports, where the file's structure cannot be trusted.
pub fn collect(
    job: &Job,
    file: &DeliveredFile,
    derived: &DerivedAccounts,
    survey: &mut Survey,
) -> Result<(), Failure> {
    let bar = job.progress.file("accounts", &file.name, file.bytes);
    each_row(
        file,
        &bar,
        |row| {
            let mapped = file.map(row);
            let number = mapped.legacy_account_number.filter(|_| !mapped.skipped);
            (row.number, row.ordinal, number)
        },
        |(row, ordinal, number)| {
            if let (Some(number), Ok(at)) = (number, u32::try_from(survey.accounts.len()))
                && !survey.index.contains_key(&number)
            {
                survey.index.insert(number.clone(), at);
                let account = Some(Account::only_named(&number, derived.open));
                survey.accounts.push(AccountState {
                    number,
                    row,
                    ordinal,
                    account,
                });
            }
            Ok(())
        },
    )?;
    Ok(())
}
