//! What must be known of other rows to say how a draft or a line of activity stands in the portal.

use super::source::Source;
use super::source_account::SourceAccount;
use crate::record::policy::Enrolled;
use crate::record::source::Record;
use std::collections::BTreeSet;

impl Source<'_> {
    /// Returns true for a draft that must be cancelled.
    pub(super) fn cancels(&self, record: &Record) -> bool {
        let Record::Draft(draft) = record else {
            return false;
        };
        let account = self.accounts.get(&draft.legacy_account_number);
        let state = account
            .filter(|_| self.policy.enrolled == Enrolled::AsExported)
            .map(SourceAccount::exported_state);
        let stopped = state.is_some_and(|s| self.policy.drafts_cancel_states.contains(&s));
        let none = BTreeSet::new();
        let bills = account.map_or(&none, |account| &account.bill_dates);
        stopped
            || self
                .draft_days
                .is_too_late(draft.draft_date, bills, self.policy)
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
