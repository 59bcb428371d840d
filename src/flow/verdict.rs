//! What the second path found, in the words of the report.

use crate::verify::{Status, Verification};
use crate::write::report::{
    BalanceLine, Check, CheckStatus, ControlTotal, Failure, Outcome, Verdict,
};

pub(super) fn verdict(verification: Option<&Verification>) -> Verdict {
    let outcome = match verification {
        None => Outcome::DryRun,
        Some(verification) if verification.is_go() => Outcome::Go,
        Some(_) => Outcome::NoGo,
    };
    Verdict {
        outcome,
        reasons: Vec::new(),
    }
}

pub(super) fn checks(verification: &Verification) -> Vec<Check> {
    let one = |check: &crate::verify::Check| Check {
        id: check.id.to_owned(),
        title: check.title.to_owned(),
        status: match check.status {
            Status::Passed => CheckStatus::Passed,
            Status::Failed => CheckStatus::Failed,
            Status::NotApplicable(_) => CheckStatus::NotApplicable,
        },
        checked: check.checked,
        unit: check.unit.to_owned(),
        details: match &check.status {
            Status::NotApplicable(why) => vec![why.clone()],
            Status::Passed | Status::Failed => Vec::new(),
        },
        failures: check.failure_count,
        first_failures: check.failures.iter().map(|text| failure(text)).collect(),
    };
    verification.checks.iter().map(one).collect()
}

/// A failure's text begins with what it is about, up to the first colon.
fn failure(text: &str) -> Failure {
    let (subject, message) = text.split_once(": ").unwrap_or(("", text));
    Failure {
        subject: subject.to_owned(),
        message: message.to_owned(),
    }
}

pub(super) fn control_totals(verification: &Verification) -> Vec<ControlTotal> {
    verification
        .control_totals
        .iter()
        .map(|total| ControlTotal {
            entity: total.entity.clone(),
            measure: total.measure.clone(),
            legacy_value: total.legacy_value.clone(),
            portal_value: total.portal_value.clone(),
            agree: total.legacy_value == total.portal_value,
        })
        .collect()
}

pub(super) fn balance_lines(verification: &Verification, prefix: &str) -> Vec<BalanceLine> {
    verification
        .control_totals
        .iter()
        .filter_map(|total| {
            let key = total.measure.strip_prefix(prefix)?;
            Some(BalanceLine {
                key: key.to_owned(),
                legacy_cents: total.legacy_value.parse().unwrap_or_default(),
                portal_cents: total.portal_value.parse().unwrap_or_default(),
            })
        })
        .collect()
}
