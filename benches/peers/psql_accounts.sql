-- What the other two files join: the accounts that are carried, and what is known of each.
SET datestyle = 'ISO, MDY';
CREATE UNLOGGED TABLE staged_carried AS
SELECT c.account_number, a.*
FROM staged_account a
JOIN staged_crosswalk c ON c.legacy_account_number = a.acct_no
WHERE c.disposition = 'carried';
ANALYZE staged_carried;

INSERT INTO crosswalk SELECT * FROM staged_crosswalk;
INSERT INTO billing_calendar
SELECT bill_cycle, period, legacy_read_date::date, read_date::date, legacy_bill_date::date,
       bill_date::date, legacy_due_date::date, due_date::date, days_in_period::bigint,
       accounts::bigint, legacy_reminder_date::date, reminder_date::date,
       legacy_late_fee_date::date, late_fee_date::date, legacy_disconnect_date::date,
       disconnect_date::date, legacy_days_in_period::bigint, moved_by
FROM staged_billing_calendar;
