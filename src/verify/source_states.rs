//! What must be known of other rows to say how a draft or a line of activity stands in the portal.

use super::source::Source;
use super::source_account::SourceAccount;
use crate::record::holds::{Hold, HoldKind, HoldReason};
use crate::record::policy::{Carry, Enrolled};
use crate::record::source::Record;
use std::collections::BTreeSet;

impl Source<'_> {
    /// Returns true for a draft that must be cancelled.
    pub(super) fn cancels(&self, record: &Record) -> bool {
        let Record::Draft(draft) = record else {
            return false;
        };
        let account = self.accounts.get(&draft.legacy_account_number);
        let none = BTreeSet::new();
        let bills = account.map_or(&none, |account| &account.bill_dates);
        self.stops(account)
            || self
                .draft_days
                .is_too_late(draft.draft_date, bills, self.policy)
    }

    /// Returns true where the state of an account stops its drafts.
    fn stops(&self, account: Option<&SourceAccount>) -> bool {
        let state = account
            .filter(|_| self.policy.enrolled == Enrolled::AsExported)
            .map(SourceAccount::exported_state);
        state.is_some_and(|s| self.policy.drafts_cancel_states.contains(&s))
    }

    /// Returns the hold that must stand for a draft; none where it runs on its day.
    pub(super) fn suppressed(&self, record: &Record, cancelled: bool) -> Option<Hold> {
        let Record::Draft(draft) = record else {
            return None;
        };
        let account = self.accounts.get(&draft.legacy_account_number);
        let planned = draft.draft_date;
        let from = self.policy.drafts_cancel_from;
        let (ends_on, reason) = if !cancelled {
            let runs = self
                .draft_days
                .first(planned, &account?.bill_dates, self.policy);
            let until = runs.pred_opt().filter(|_| runs > planned)?;
            (Some(until), HoldReason::DraftInWindow)
        } else if from.is_some_and(|from| planned >= from) {
            let reset = self.policy.autopay == Carry::Reset;
            let reason = if reset {
                HoldReason::AutopayReset
            } else {
                HoldReason::Policy
            };
            (None, reason)
        } else if self.stops(account) {
            (None, HoldReason::PortalState)
        } else {
            (None, HoldReason::DraftInWindow)
        };
        Some(Hold {
            kind: HoldKind::DraftSuppressed,
            starts_on: planned,
            ends_on,
            reason,
            legacy_date: Some(planned),
            amount: Some(draft.amount),
        })
    }

    /// Returns true where the log-in that a line of activity names stands in the portal. That the
    /// right log-ins stand there is asked elsewhere.
    pub(super) fn user_stands(&self, record: &Record) -> bool {
        let Record::Activity(activity) = record else {
            return false;
        };
        let users = self.portal.table("portal_user");
        activity
            .user_id
            .as_deref()
            .is_some_and(|user| users.has(user))
    }
}
