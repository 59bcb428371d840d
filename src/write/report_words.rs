//! What the codes of a report mean, in plain words.

/// Returns what a code means in plain words; an unknown code is shown with blanks for `_`.
pub(super) fn label(code: &str) -> String {
    match code {
        "open" => "open",
        "balance" => "closed, but a balance stands",
        "activity" => "closed, but active inside the window",
        "closed_before_window" => "closed and settled before the window",
        "ledger_does_not_tie" => "its ledger does not make its balance",
        "customer_missing" => "its customer is not in the delivery",
        "premise_missing" => "its place is not in the delivery",
        "row_rejected" => "its own row was refused",
        "account_not_carried" => "account not carried",
        "customer_not_carried" => "customer not carried",
        "premise_not_carried" => "place not carried",
        "user_not_carried" => "web user not carried",
        "portfolio_not_carried" => "portfolio not carried",
        "guest_is_owner" => "the guest owns the portfolio",
        "before_window" => "older than the window",
        "after_window" => "after the cutover",
        "bill_not_carried" => "its bill is not carried",
        "meter_not_carried" => "its meter is not carried",
        "payment_method" => "stored card or bank account",
        "activity_too_old" => "older than the activity log is kept",
        "repeated_row" => "the same row stands before",
        "new_account_number" => "New account number",
        "due_date_moved" => "A due date moved",
        "period_changed" => "A billing period is longer or shorter",
        "draft_cancelled" => "A draft will not run",
        "draft_moved" => "A draft runs on another day",
        "autopay_re_enroll" => "Set up automatic payment again",
        "bank_bill_pay" => "Change the number at the bank",
        "payment_methods_removed" => "Stored payment methods were not moved",
        "paperless_re_enroll" => "Choose electronic bills again",
        "re_register" => "Make a new log-in",
        other => return other.replace('_', " "),
    }
    .to_owned()
}
