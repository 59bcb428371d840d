-- The job in DuckDB's SQL: everything but the writing. A view or table `out_TABLE` for each table.
-- `exports`, `handed`, `history_from` and `cancel_from` are variables.
CREATE TABLE crosswalk AS
FROM read_csv(getvariable('handed') || '/crosswalk.csv', all_varchar = true);
CREATE TABLE calendar AS
FROM read_csv(getvariable('handed') || '/billing-calendar.csv', all_varchar = true);
CREATE TABLE due AS
SELECT bill_cycle, legacy_due_date::DATE AS legacy_due_date, due_date::DATE AS due_date FROM calendar;

CREATE TABLE carried AS
SELECT c.account_number, a.*
FROM read_csv(getvariable('exports') || '/ACCOUNT.csv', all_varchar = true) a
JOIN crosswalk c ON c.legacy_account_number = a.ACCT_NO
WHERE c.disposition = 'carried';
CREATE TABLE web_users AS
FROM read_csv(getvariable('exports') || '/WEBUSER.csv', all_varchar = true);

CREATE TABLE bills AS
SELECT a.account_number, a.CYCLE, b.*
FROM read_csv(getvariable('exports') || '/BILL.csv', header = true, dateformat = '%m/%d/%Y', columns = {
       BILL_ID: 'VARCHAR', ACCT_NO: 'VARCHAR', BILL_DATE: 'DATE', DUE_DATE: 'DATE', FROM_DATE: 'DATE',
       TO_DATE: 'DATE', PREV_BAL: 'DECIMAL(12,2)', CHARGES: 'DECIMAL(12,2)',
       TOTAL_DUE: 'DECIMAL(12,2)' }) b
JOIN carried a USING (ACCT_NO)
WHERE b.BILL_DATE >= getvariable('history_from');

CREATE VIEW out_bill AS
SELECT b.account_number, b.BILL_ID AS bill_id, b.BILL_ID AS legacy_bill_id, b.BILL_DATE AS bill_date,
       coalesce(k.due_date, b.DUE_DATE) AS due_date, b.DUE_DATE AS legacy_due_date,
       b.FROM_DATE AS period_start, b.TO_DATE AS period_end,
       (b.PREV_BAL * 100)::BIGINT AS previous_balance_cents,
       (b.CHARGES * 100)::BIGINT AS current_charges_cents,
       (b.TOTAL_DUE * 100)::BIGINT AS total_due_cents, false AS image_available,
       CASE WHEN k.due_date <> b.DUE_DATE THEN 'cycle_day' END AS moved_by
FROM bills b LEFT JOIN due k ON k.bill_cycle = b.CYCLE AND k.legacy_due_date = b.DUE_DATE;

CREATE VIEW out_usage AS
SELECT b.account_number, u.BILL_ID || '/' || u.METER_NO AS usage_id, u.METER_NO AS meter_number,
       u.BILL_ID AS legacy_bill_id, u.FROM_DATE AS period_start, u.TO_DATE AS period_end,
       u.KWH AS quantity, 'kWh' AS unit, 'actual' AS read_type
FROM read_csv(getvariable('exports') || '/USAGE.csv', header = true, dateformat = '%m/%d/%Y', columns = {
       BILL_ID: 'VARCHAR', ACCT_NO: 'VARCHAR', METER_NO: 'VARCHAR', FROM_DATE: 'DATE', TO_DATE: 'DATE',
       KWH: 'BIGINT' }) u
JOIN bills b USING (BILL_ID);

CREATE TABLE out_payment AS
SELECT a.account_number, p.PAY_ID AS payment_id, p.PAY_ID AS legacy_payment_id,
       p.PAID_ON AS paid_on, (p.AMOUNT * 100)::BIGINT AS amount_cents,
       CASE p.SOURCE WHEN '10' THEN 'card' WHEN '20' THEN 'bank_draft' WHEN '30' THEN 'bank_bill_pay'
         WHEN '40' THEN 'check' WHEN '50' THEN 'cash' WHEN '60' THEN 'lockbox'
         WHEN '70' THEN 'phone' WHEN '80' THEN 'kiosk' END AS channel,
       CASE WHEN p.AMOUNT < 0 THEN 'returned' ELSE 'posted' END AS status, p.REFERENCE AS reference
FROM read_csv(getvariable('exports') || '/PAYMENT.csv', header = true, dateformat = '%m/%d/%Y',
       columns = { PAY_ID: 'VARCHAR', ACCT_NO: 'VARCHAR', PAID_ON: 'DATE', AMOUNT: 'DECIMAL(12,2)',
       SOURCE: 'VARCHAR', REFERENCE: 'VARCHAR' }) p
JOIN carried a USING (ACCT_NO)
WHERE p.PAID_ON >= getvariable('history_from');

CREATE TABLE out_adjustment AS
SELECT a.account_number, j.ADJ_ID AS adjustment_id, j.ADJ_ID AS legacy_adjustment_id,
       j.POSTED AS posted_on, (j.AMOUNT * 100)::BIGINT AS amount_cents,
       CASE j.ADJ_CODE WHEN 'LF' THEN 'late_fee' WHEN 'CR' THEN 'credit'
         WHEN 'BF' THEN 'balance_forward' WHEN 'RF' THEN 'returned_fee'
         WHEN 'DA' THEN 'deposit_applied' WHEN 'RR' THEN 'refund' END AS kind, j.DESCR AS description
FROM read_csv(getvariable('exports') || '/ADJUST.csv', header = true, dateformat = '%m/%d/%Y',
       columns = { ADJ_ID: 'VARCHAR', ACCT_NO: 'VARCHAR', POSTED: 'DATE', AMOUNT: 'DECIMAL(12,2)',
       ADJ_CODE: 'VARCHAR', DESCR: 'VARCHAR' }) j
JOIN carried a USING (ACCT_NO)
WHERE j.POSTED >= getvariable('history_from');

-- The opening balance: what is owed today without all that the window shows.
CREATE VIEW out_account AS
SELECT a.account_number, a.ACCT_NO AS legacy_account_number, a.CUST_ID AS customer_id,
       a.PREM_ID AS service_location_id,
       CASE a.STATUS WHEN 'A' THEN 'open' WHEN 'F' THEN 'closed' END AS status,
       strptime(a.OPENED, '%m/%d/%Y')::DATE AS opened_on,
       strptime(a.CLOSED, '%m/%d/%Y')::DATE AS closed_on, a.CYCLE AS bill_cycle,
       a.DUE_DAY::BIGINT AS custom_due_day, a.STMT_GRP AS statement_group, a.RATE AS rate_class,
       (a.BALANCE::DECIMAL(12,2) * 100)::BIGINT - coalesce(b.cents, 0) - coalesce(j.cents, 0)
         + coalesce(p.cents, 0) AS opening_balance_cents,
       getvariable('history_from') AS opening_balance_on,
       (a.BALANCE::DECIMAL(12,2) * 100)::BIGINT AS balance_cents,
       (a.DEPOSIT::DECIMAL(12,2) * 100)::BIGINT AS deposit_cents,
       CASE WHEN a.DONATION::DECIMAL(12,2) > 0 THEN 'Neighbor Fund' END AS donation_program,
       (a.DONATION::DECIMAL(12,2) * 100)::BIGINT AS donation_cents, a.MED_BASE = 'Y' AS medical_baseline,
       CASE WHEN a.STATUS = 'A' AND a.AUTOPAY = 'Y' THEN 're_enroll_required' ELSE 'none' END
         AS autopay_status, false AS paperless,
       CASE WHEN a.CUST_ID IN (SELECT CUST_ID FROM web_users) THEN 'enrolled' ELSE 'unenrolled' END
         AS portal_status
FROM carried a
LEFT JOIN (SELECT account_number, (sum(CHARGES) * 100)::BIGINT AS cents FROM bills GROUP BY 1) b
  USING (account_number)
LEFT JOIN (SELECT account_number, sum(amount_cents)::BIGINT AS cents FROM out_adjustment GROUP BY 1) j
  USING (account_number)
LEFT JOIN (SELECT account_number, sum(amount_cents)::BIGINT AS cents FROM out_payment GROUP BY 1) p
  USING (account_number);

CREATE VIEW out_customer AS
SELECT CUST_ID AS customer_id, CUST_ID AS legacy_customer_id,
       CASE CUST_TYPE WHEN 'R' THEN 'residential' WHEN 'B' THEN 'business' END AS kind,
       coalesce(FIRST_NAME, '') AS first_name, coalesce(LAST_NAME, '') AS last_name,
       coalesce(COMPANY, '') AS business_name, coalesce(EMAIL, '') AS email,
       coalesce(PHONE, '') AS phone,
       CASE LANG WHEN 'E' THEN 'en' WHEN 'S' THEN 'es' END AS language,
       coalesce(MAIL_1, '') AS mailing_line1, coalesce(MAIL_2, '') AS mailing_line2,
       coalesce(MAIL_CITY, '') AS mailing_city, coalesce(MAIL_STATE, '') AS mailing_state,
       coalesce(MAIL_ZIP, '') AS mailing_postal_code
FROM read_csv(getvariable('exports') || '/CUSTOMER.csv', all_varchar = true)
WHERE CUST_ID IN (SELECT CUST_ID FROM carried);

CREATE VIEW out_service_location AS
SELECT PREM_ID AS service_location_id, PREM_ID AS legacy_premise_id, coalesce(ADDR_1, '') AS line1,
       coalesce(ADDR_2, '') AS line2, coalesce(CITY, '') AS city, coalesce(STATE, '') AS state,
       coalesce(ZIP, '') AS postal_code, DISTRICT AS district
FROM read_csv(getvariable('exports') || '/PREMISE.csv', all_varchar = true)
WHERE PREM_ID IN (SELECT PREM_ID FROM carried);

CREATE VIEW out_meter AS
SELECT a.account_number, m.METER_NO AS meter_number, 'electric' AS commodity, 1 AS multiplier,
       strptime(m.INSTALLED, '%m/%d/%Y')::DATE AS installed_on,
       strptime(m.REMOVED, '%m/%d/%Y')::DATE AS removed_on
FROM read_csv(getvariable('exports') || '/METER.csv', all_varchar = true) m
JOIN carried a USING (ACCT_NO);

CREATE VIEW out_installment AS
SELECT a.account_number, r.ARR_ID AS arrangement_id, r.SEQ::BIGINT AS sequence,
       strptime(r.DUE_DATE, '%m/%d/%Y')::DATE AS legacy_due_date,
       strptime(r.DUE_DATE, '%m/%d/%Y')::DATE AS due_date,
       (r.AMOUNT::DECIMAL(12,2) * 100)::BIGINT AS amount_cents
FROM read_csv(getvariable('exports') || '/ARRANGE.csv', all_varchar = true) r
JOIN carried a USING (ACCT_NO);

CREATE VIEW out_scheduled_payment AS
SELECT a.account_number, d.DRAFT_ID AS scheduled_payment_id,
       strptime(d.DRAFT_DATE, '%m/%d/%Y')::DATE AS legacy_draft_date,
       strptime(d.DRAFT_DATE, '%m/%d/%Y')::DATE AS draft_date,
       (d.AMOUNT::DECIMAL(12,2) * 100)::BIGINT AS amount_cents,
       CASE WHEN strptime(d.DRAFT_DATE, '%m/%d/%Y')::DATE >= getvariable('cancel_from')
         THEN 'cancelled' ELSE 'carried' END AS status
FROM read_csv(getvariable('exports') || '/DRAFT.csv', all_varchar = true) d
JOIN carried a USING (ACCT_NO);

CREATE VIEW out_portal_user AS
SELECT USER_ID AS user_id, CUST_ID AS customer_id, LOGIN AS login, EMAIL AS email,
       PASSWORD_HASH AS password_hash, 'carried' AS credentials, FAILED::BIGINT AS failed_logins,
       STATUS = 'L' AS locked,
       strptime(LAST_LOGIN, '%m/%d/%Y %H:%M') AT TIME ZONE 'America/Los_Angeles' AS last_login_at
FROM web_users WHERE CUST_ID IN (SELECT CUST_ID FROM carried);

CREATE VIEW out_crosswalk AS FROM crosswalk;

CREATE VIEW out_billing_calendar AS
SELECT bill_cycle, period, legacy_read_date::DATE AS legacy_read_date, read_date::DATE AS read_date,
       legacy_bill_date::DATE AS legacy_bill_date, bill_date::DATE AS bill_date,
       legacy_due_date::DATE AS legacy_due_date, due_date::DATE AS due_date,
       days_in_period::BIGINT AS days_in_period, accounts::BIGINT AS accounts, moved_by
FROM calendar;
