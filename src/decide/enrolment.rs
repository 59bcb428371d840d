//! Whether an account is enrolled in the portal on its first day.
//!
//! In: what the export says of the account, and the policy. Out: the state that the portal shows.

use crate::record::account::PortalStatus;
use crate::record::policy::Enrolled;
use std::collections::BTreeSet;

/// What the export says of an account's place in the legacy portal.
#[derive(Clone, Copy, Debug, Default)]
pub struct PortalFacts {
    /// Its customer has a log-in.
    pub web_user: bool,
    /// It is in a portfolio.
    pub portfolio: bool,
    /// The state in which the export has it; none where no row says so.
    pub exported: Option<PortalStatus>,
}

/// Returns the account's state, by the policy key `enrolled`.
#[must_use]
pub fn portal_status(facts: PortalFacts, policy: Enrolled) -> PortalStatus {
    let enrolled = match policy {
        Enrolled::Nobody => false,
        Enrolled::WebUsers => facts.web_user,
        Enrolled::Portfolios => facts.portfolio,
        Enrolled::AsExported => return facts.exported.unwrap_or(PortalStatus::Unenrolled),
    };
    if enrolled {
        PortalStatus::Enrolled
    } else {
        PortalStatus::Unenrolled
    }
}

/// States from the one that lets the fewest see an account to the one that lets the most.
const STRICTEST_FIRST: [PortalStatus; 4] = [
    PortalStatus::PermanentLock,
    PortalStatus::Hidden,
    PortalStatus::Enrolled,
    PortalStatus::Unenrolled,
];

/// Returns the state of an account that several log-ins may have in different states: a lock or a
/// hiding holds whoever else sees the account, and an enrolment holds where there is neither.
#[must_use]
pub fn of_log_ins(states: &BTreeSet<PortalStatus>) -> Option<PortalStatus> {
    let mut order = STRICTEST_FIRST.into_iter();
    order.find(|state| states.contains(state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_states_the_strictest_stands() {
        use PortalStatus::{Enrolled, Hidden, PermanentLock, Unenrolled};
        for (states, stands) in [
            (&[][..], None),
            (&[Unenrolled], Some(Unenrolled)),
            (&[Unenrolled, Enrolled], Some(Enrolled)),
            (&[Enrolled, Hidden], Some(Hidden)),
            (&[Hidden, Enrolled, PermanentLock], Some(PermanentLock)),
        ] {
            let states = states.iter().copied().collect();
            assert_eq!(of_log_ins(&states), stands, "{states:?}");
        }
    }

    #[test]
    fn the_policy_says_which_fact_counts() {
        let all = PortalFacts {
            web_user: true,
            portfolio: true,
            exported: Some(PortalStatus::Hidden),
        };
        let none = PortalFacts::default();
        for (policy, with, without) in [
            (Enrolled::Nobody, "unenrolled", "unenrolled"),
            (Enrolled::WebUsers, "enrolled", "unenrolled"),
            (Enrolled::Portfolios, "enrolled", "unenrolled"),
            (Enrolled::AsExported, "hidden", "unenrolled"),
        ] {
            assert_eq!(portal_status(all, policy).name(), with);
            assert_eq!(portal_status(none, policy).name(), without);
        }
        let only_user = PortalFacts {
            web_user: true,
            ..none
        };
        let status = portal_status(only_user, Enrolled::Portfolios);
        assert_eq!(status, PortalStatus::Unenrolled);
    }
}
