-- What a peer's result is compared by, in words that SQLite and PostgreSQL both understand. A line a
-- table: its name, rows, cents, days (each as the number YYYYMMDD) and characters, all summed.
-- Left out, because no peer computes them: due days that accounts have of their own and installments'
-- moved days, holds, and the hour of the last sign-in.
SELECT 'account', count(*),
       sum(opening_balance_cents + balance_cents + deposit_cents + donation_cents),
       sum(CAST(replace(CAST(opened_on AS text), '-', '') AS bigint)
         + CAST(replace(CAST(opening_balance_on AS text), '-', '') AS bigint))
         + sum(CAST(replace(CAST(closed_on AS text), '-', '') AS bigint)),
       sum(length(account_number || legacy_account_number || customer_id || service_location_id
         || status || bill_cycle || rate_class || autopay_status || portal_status)
         + length(coalesce(donation_program, '')) + coalesce(custom_due_day, 0)
         + CASE WHEN medical_baseline THEN 1 ELSE 0 END + CASE WHEN paperless THEN 1 ELSE 0 END)
FROM account;
SELECT 'bill', count(*),
       sum(previous_balance_cents + current_charges_cents + total_due_cents),
       sum(CAST(replace(CAST(bill_date AS text), '-', '') AS bigint)
         + CAST(replace(CAST(legacy_due_date AS text), '-', '') AS bigint)
         + CAST(replace(CAST(period_start AS text), '-', '') AS bigint)
         + CAST(replace(CAST(period_end AS text), '-', '') AS bigint)),
       sum(length(account_number || bill_id || legacy_bill_id)
         + CASE WHEN moved_by = 'cycle_day' THEN 1 ELSE 0 END)
FROM bill;
SELECT 'usage', count(*), CAST(sum(quantity) AS bigint),
       sum(CAST(replace(CAST(period_start AS text), '-', '') AS bigint)
         + CAST(replace(CAST(period_end AS text), '-', '') AS bigint)),
       sum(length(account_number || usage_id || meter_number || legacy_bill_id || unit || read_type))
FROM usage;
SELECT 'payment', count(*), sum(amount_cents),
       sum(CAST(replace(CAST(paid_on AS text), '-', '') AS bigint)),
       sum(length(account_number || payment_id || legacy_payment_id || channel || status || reference))
FROM payment;
SELECT 'adjustment', count(*), sum(amount_cents),
       sum(CAST(replace(CAST(posted_on AS text), '-', '') AS bigint)),
       sum(length(account_number || adjustment_id || legacy_adjustment_id || kind || description))
FROM adjustment;
SELECT 'meter', count(*), CAST(sum(multiplier) AS bigint),
       sum(CAST(replace(CAST(installed_on AS text), '-', '') AS bigint))
         + sum(CAST(replace(CAST(removed_on AS text), '-', '') AS bigint)),
       sum(length(account_number || meter_number || commodity))
FROM meter;
SELECT 'customer', count(*), 0, 0,
       sum(length(customer_id || legacy_customer_id || kind || first_name || last_name
         || business_name || email || phone || language || mailing_line1 || mailing_line2
         || mailing_city || mailing_state || mailing_postal_code))
FROM customer;
SELECT 'service_location', count(*), 0, 0,
       sum(length(service_location_id || legacy_premise_id || line1 || line2 || city || state
         || postal_code || district))
FROM service_location;
SELECT 'installment', count(*), sum(amount_cents),
       sum(CAST(replace(CAST(legacy_due_date AS text), '-', '') AS bigint)),
       sum(length(account_number || arrangement_id) + sequence)
FROM installment;
SELECT 'scheduled_payment', count(*), sum(amount_cents),
       sum(CAST(replace(CAST(draft_date AS text), '-', '') AS bigint)),
       sum(length(account_number || scheduled_payment_id || status))
FROM scheduled_payment;
SELECT 'portal_user', count(*), 0, 0,
       sum(length(user_id || customer_id || login || email || password_hash || credentials)
         + failed_logins + CASE WHEN locked THEN 1 ELSE 0 END)
FROM portal_user;
SELECT 'crosswalk', count(*), 0, 0,
       sum(length(legacy_account_number || coalesce(account_number, '') || disposition || reason))
FROM crosswalk;
SELECT 'billing_calendar', count(*), sum(accounts),
       sum(CAST(replace(CAST(read_date AS text), '-', '') AS bigint)
         + CAST(replace(CAST(bill_date AS text), '-', '') AS bigint)
         + CAST(replace(CAST(due_date AS text), '-', '') AS bigint)),
       sum(length(bill_cycle || period) + coalesce(days_in_period, 0))
FROM billing_calendar;
