//! One row of the second reading: its fate, and the portal row it becomes.

use super::account_plan::{AccountPlan, bill_due};
use super::delivery::DeliveredFile;
use super::failure::Failure;
use super::job::Job;
use super::planning::Planned;
use super::rows;
use super::secrets::Secrets;
use super::survey::{AccountState, FileSurvey, Survey};
use crate::decide::{carry, drafts, due_dates};
use crate::portal::Loader;
use crate::record::fate::{DropRule, Fate};
use crate::record::portal::{
    AccountGroupAccountRow, AccountGroupRow, AccountGroupUserRow, AccountNoteRow, AccountRow,
    ActivityLogRow, AdjustmentRow, BillRow, CustomerRow, InstallmentRow, MeterRow, PaymentRow,
    PortalUserRow, PortfolioAccountRow, PortfolioRow, PortfolioUserRow, ScheduledPaymentRow,
    ServiceLocationRow, UsageRow,
};
use crate::record::raw::RawRow;
use crate::record::source::{Mapped, Record};

/// Everything that the fate of a row follows from.
pub struct Ground<'a> {
    /// The policy.
    pub job: &'a Job,
    /// What the first reading found.
    pub survey: &'a Survey,
    /// What was decided.
    pub planned: &'a Planned,
    /// The dropped values.
    pub secrets: &'a Secrets,
}

/// What becomes of a row.
pub struct Outcome {
    /// Its fate.
    pub fate: Fate,
    /// Cents of its money columns.
    pub money: Vec<(usize, i64)>,
    /// The row that the portal gets; none where it gets none of its own.
    pub row: Option<PortalRows>,
}

/// A row of any portal table that source rows become.
pub enum PortalRows {
    Customer(CustomerRow),
    ServiceLocation(ServiceLocationRow),
    Account(Box<AccountRow>),
    Meter(MeterRow),
    Usage(UsageRow),
    Bill(BillRow),
    Payment(PaymentRow),
    Adjustment(AdjustmentRow),
    Installment(InstallmentRow),
    ScheduledPayment(ScheduledPaymentRow),
    User(PortalUserRow),
    Note(AccountNoteRow),
    Activity(ActivityLogRow),
    /// With its recorded owner.
    Portfolio(PortfolioRow, Option<PortfolioUserRow>),
    PortfolioAccount(PortfolioAccountRow),
    PortfolioUser(PortfolioUserRow),
    /// With the group, where this is its first row.
    GroupMember(Option<AccountGroupRow>, GroupMemberRow),
}

/// A member of a group.
pub enum GroupMemberRow {
    Account(AccountGroupAccountRow),
    User(AccountGroupUserRow),
}

impl PortalRows {
    /// Loads the row.
    ///
    /// # Errors
    /// Those of the portal.
    pub fn insert(self, loader: &mut Loader<'_>) -> Result<(), Failure> {
        match self {
            Self::Customer(row) => loader.insert(row)?,
            Self::ServiceLocation(row) => loader.insert(row)?,
            Self::Account(row) => loader.insert(*row)?,
            Self::Meter(row) => loader.insert(row)?,
            Self::Usage(row) => loader.insert(row)?,
            Self::Bill(row) => loader.insert(row)?,
            Self::Payment(row) => loader.insert(row)?,
            Self::Adjustment(row) => loader.insert(row)?,
            Self::Installment(row) => loader.insert(row)?,
            Self::ScheduledPayment(row) => loader.insert(row)?,
            Self::User(row) => loader.insert(row)?,
            Self::Note(row) => loader.insert(row)?,
            Self::Activity(row) => loader.insert(row)?,
            Self::Portfolio(row, owner) => {
                loader.insert(row)?;
                owner.map_or(Ok(()), |owner| loader.insert(owner))?;
            }
            Self::PortfolioAccount(row) => loader.insert(row)?,
            Self::PortfolioUser(row) => loader.insert(row)?,
            Self::GroupMember(group, member) => {
                group.map_or(Ok(()), |group| loader.insert(group))?;
                match member {
                    GroupMemberRow::Account(row) => loader.insert(row)?,
                    GroupMemberRow::User(row) => loader.insert(row)?,
                }
            }
        }
        Ok(())
    }
}

/// A fate with the row it leads to.
pub(super) type Fated = (Fate, Option<PortalRows>);

impl Ground<'_> {
    /// Returns what becomes of a row.
    pub fn carry(&self, file: &DeliveredFile, seen: &FileSurvey, row: &RawRow) -> Outcome {
        let Mapped {
            record,
            money,
            skipped,
            ..
        } = file.map(row);
        let (fate, row) = if skipped {
            (Fate::Dropped(DropRule::SkippedByMapping), None)
        } else if seen.rejected.contains(row.ordinal) {
            (Fate::Rejected, None)
        } else if seen.repeated.contains(row.ordinal) {
            (Fate::Dropped(DropRule::RepeatedRow), None)
        } else {
            match record {
                Err(_) => (Fate::Rejected, None),
                Ok(mut record) => {
                    record.each_text(|_, text| {
                        self.secrets.clean(text);
                    });
                    self.fate(record, row)
                }
            }
        };
        Outcome { fate, money, row }
    }

    fn fate(&self, record: Record, row: &RawRow) -> Fated {
        let not_carried = (Fate::Dropped(DropRule::AccountNotCarried), None);
        let account = record
            .legacy_account_number()
            .and_then(|number| self.account(number));
        let dropped = |rule| (Fate::Dropped(rule), None);
        match (record, account) {
            (Record::Customer(r), _) if self.planned.customers.contains(&r.legacy_customer_id) => {
                (Fate::Carried, Some(PortalRows::Customer(rows::customer(r))))
            }
            (Record::Customer(_), _) => dropped(DropRule::CustomerNotCarried),
            (Record::Premise(r), _) if self.planned.premises.contains(&r.legacy_premise_id) => (
                Fate::Carried,
                Some(PortalRows::ServiceLocation(rows::service_location(r))),
            ),
            (Record::Premise(_), _) => dropped(DropRule::PremiseNotCarried),
            (Record::WebUser(r), _) if self.planned.customers.contains(&r.legacy_customer_id) => (
                Fate::Carried,
                Some(PortalRows::User(rows::user(r, &self.job.mapping.policy))),
            ),
            (Record::WebUser(_), _) => dropped(DropRule::UserNotCarried),
            (Record::Portfolio(r), _) => self.portfolio(r),
            (Record::PortfolioGuest(r), _) => self.guest(r),
            (Record::GroupMember(r), account) => {
                let number = account.and_then(|(_, plan)| plan.number.clone());
                self.group_member(r, number, row.ordinal)
            }
            (Record::Calendar(_), _) => (Fate::Carried, None),
            (Record::PaymentMethod(_), _) => dropped(DropRule::PaymentMethod),
            (record, Some((state, plan))) => match &plan.number {
                Some(number) => self.of_carried(record, row, state, plan, number),
                None => not_carried,
            },
            (_, None) => not_carried,
        }
    }

    fn of_carried(
        &self,
        record: Record,
        row: &RawRow,
        state: &AccountState,
        plan: &AccountPlan,
        number: &str,
    ) -> Fated {
        let (policy, days) = (&self.job.mapping.policy, &self.planned.days);
        let carried = |row| (Fate::Carried, Some(row));
        let fated = |fate: Fate, row: &dyn Fn() -> PortalRows| {
            let row = (fate == Fate::Carried).then(row);
            (fate, row)
        };
        let dated = |date, row: &dyn Fn() -> PortalRows| {
            fated(carry::fate(date, true, policy.window()), row)
        };
        match record {
            Record::Account(r) => carried(PortalRows::Account(Box::new(rows::account(
                &r,
                plan,
                number,
                policy,
                &self.planned.cycle_holds,
            )))),
            Record::Meter(r) => carried(PortalRows::Meter(rows::meter(r, number))),
            Record::Bill(r) => dated(r.bill_date, &|| {
                let account = state.account.as_ref();
                let due = account.zip(r.due_date);
                let due =
                    due.map(|(account, due)| bill_due(self.job, account, r.bill_date, due, days));
                PortalRows::Bill(rows::bill(&r, number, due, policy))
            }),
            Record::Usage(r) => fated(self.usage_fate(&r, row), &|| {
                PortalRows::Usage(rows::usage(&r, number, row.number))
            }),
            Record::Payment(r) => dated(r.paid_on, &|| {
                PortalRows::Payment(rows::payment(&r, number))
            }),
            Record::Adjustment(r) => dated(r.posted_on, &|| {
                PortalRows::Adjustment(rows::adjustment(&r, number))
            }),
            Record::Installment(r) => {
                let due = due_dates::installment_due(r.due_date, policy, days);
                carried(PortalRows::Installment(rows::installment(r, number, due)))
            }
            Record::Draft(r) => {
                let state = plan.portal_status;
                let draft = drafts::draft(r.draft_date, state, &plan.bill_dates, policy, days);
                carried(PortalRows::ScheduledPayment(rows::scheduled_payment(
                    r, number, draft,
                )))
            }
            Record::Note(r) if r.continues => (Fate::Carried, None),
            Record::Note(r) => carried(PortalRows::Note(rows::note(r, number))),
            Record::Activity(r) => {
                let opened_on = state.account.as_ref().and_then(|account| account.opened_on);
                let fate = carry::activity_fate(r.at, opened_on, policy);
                fated(fate, &|| {
                    let user = r.user_id.as_deref().filter(|user| self.carries_user(user));
                    PortalRows::Activity(rows::activity(&r, user, number, row.number))
                })
            }
            Record::PortfolioAccount(r) => self.portfolio_account(r, number),
            Record::Customer(_)
            | Record::Premise(_)
            | Record::Portfolio(_)
            | Record::PortfolioGuest(_)
            | Record::GroupMember(_)
            | Record::Calendar(_)
            | Record::PaymentMethod(_)
            // Its state stands in the account's own row.
            | Record::UserAccount(_)
            | Record::WebUser(_) => (Fate::Carried, None),
        }
    }

    /// Returns true where the log-in stands in the portal.
    fn carries_user(&self, user: &str) -> bool {
        let customer = self.survey.users.get(user);
        customer.is_some_and(|customer| self.planned.customers.contains(&customer.customer))
    }

    /// Consumption goes with the bill it was billed on, else with its own date.
    fn usage_fate(&self, usage: &crate::record::history::Usage, row: &RawRow) -> Fate {
        let known_meter = |meter: &String| {
            self.survey
                .meters
                .contains(&Survey::meter_hash(&usage.legacy_account_number, meter))
        };
        if !usage.meter_number.as_ref().is_none_or(known_meter) {
            return Fate::Dropped(DropRule::MeterNotCarried);
        }
        match (&self.survey.billed_usage, usage.period_start) {
            (Some(billed), _) if billed.contains(row.ordinal) => Fate::Carried,
            (Some(_), _) => Fate::Dropped(DropRule::BillNotCarried),
            (None, Some(start)) => carry::fate(start, true, self.job.mapping.policy.window()),
            (None, None) => Fate::Carried,
        }
    }

    fn account(&self, number: &str) -> Option<(&AccountState, &AccountPlan)> {
        let at = *self.survey.index.get(number)? as usize;
        Some((
            self.survey.accounts.get(at)?,
            self.planned.accounts.get(at)?,
        ))
    }

    /// Returns the portal row of the account at this position; none where it is not carried.
    pub fn account_row(&self, at: usize) -> Option<AccountRow> {
        let (state, plan) = (
            self.survey.accounts.get(at)?,
            self.planned.accounts.get(at)?,
        );
        Some(rows::account(
            state.account.as_ref()?,
            plan,
            plan.number.as_ref()?,
            &self.job.mapping.policy,
            &self.planned.cycle_holds,
        ))
    }
}
