//! Whether an account is enrolled in the portal on its first day.
//!
//! In: what the export says of the account, and the policy. Out: the state that the portal shows.

use crate::record::account::PortalStatus;
use crate::record::policy::Enrolled;

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

#[cfg(test)]
mod tests {
    use super::*;

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
