-- The job in SQLite's SQL: days are turned round by hand, for it knows no other form of them. The
-- hour of the last sign-in stays as it is, for it knows no time zones.
CREATE TEMP TABLE carried AS
SELECT c.account_number, a.*
FROM staged_account a
JOIN staged_crosswalk c ON c.legacy_account_number = a.ACCT_NO
WHERE c.disposition = 'carried';
CREATE UNIQUE INDEX temp.carried_key ON carried (ACCT_NO);

INSERT INTO crosswalk
SELECT legacy_account_number, nullif(account_number, ''), disposition, reason FROM staged_crosswalk;
INSERT INTO billing_calendar
SELECT bill_cycle, period, legacy_read_date, read_date, legacy_bill_date, bill_date, legacy_due_date,
       due_date, nullif(days_in_period, ''), accounts, nullif(legacy_reminder_date, ''),
       nullif(reminder_date, ''), nullif(legacy_late_fee_date, ''), nullif(late_fee_date, ''),
       nullif(legacy_disconnect_date, ''), nullif(disconnect_date, ''),
       nullif(legacy_days_in_period, ''), nullif(moved_by, '')
FROM staged_billing_calendar;
CREATE TEMP TABLE due AS SELECT bill_cycle, legacy_due_date, due_date FROM billing_calendar;
CREATE UNIQUE INDEX temp.due_key ON due (bill_cycle, legacy_due_date);

CREATE TEMP TABLE bills AS
SELECT a.account_number, a.CYCLE, b.BILL_ID, substr(b.BILL_DATE, 7, 4) || '-' || substr(b.BILL_DATE, 1, 2) || '-' || substr(b.BILL_DATE, 4, 2) AS bill_date,
       substr(b.DUE_DATE, 7, 4) || '-' || substr(b.DUE_DATE, 1, 2) || '-' || substr(b.DUE_DATE, 4, 2) AS due_date, substr(b.FROM_DATE, 7, 4) || '-' || substr(b.FROM_DATE, 1, 2) || '-' || substr(b.FROM_DATE, 4, 2) AS period_start,
       substr(b.TO_DATE, 7, 4) || '-' || substr(b.TO_DATE, 1, 2) || '-' || substr(b.TO_DATE, 4, 2) AS period_end,
       CAST(round(b.PREV_BAL * 100) AS INTEGER) AS previous, CAST(round(b.CHARGES * 100) AS INTEGER) AS charges,
       CAST(round(b.TOTAL_DUE * 100) AS INTEGER) AS total
FROM staged_bill b JOIN carried a USING (ACCT_NO), policy
WHERE substr(b.BILL_DATE, 7, 4) || '-' || substr(b.BILL_DATE, 1, 2) || '-' || substr(b.BILL_DATE, 4, 2) >= history_from;
CREATE UNIQUE INDEX temp.bills_key ON bills (BILL_ID);

INSERT INTO bill (account_number, bill_id, legacy_bill_id, bill_date, due_date, legacy_due_date,
                  period_start, period_end, previous_balance_cents, current_charges_cents,
                  total_due_cents, image_available, moved_by)
SELECT b.account_number, b.BILL_ID, b.BILL_ID, b.bill_date, coalesce(k.due_date, b.due_date),
       b.due_date, b.period_start, b.period_end, b.previous, b.charges, b.total, 0,
       CASE WHEN k.due_date <> b.due_date THEN 'cycle_day' END
FROM bills b LEFT JOIN due k ON k.bill_cycle = b.CYCLE AND k.legacy_due_date = b.due_date;

INSERT INTO usage (account_number, usage_id, meter_number, legacy_bill_id, period_start, period_end,
                   quantity, unit, read_type)
SELECT b.account_number, u.BILL_ID || '/' || u.METER_NO, u.METER_NO, u.BILL_ID,
       substr(u.FROM_DATE, 7, 4) || '-' || substr(u.FROM_DATE, 1, 2) || '-' || substr(u.FROM_DATE, 4, 2),
       substr(u.TO_DATE, 7, 4) || '-' || substr(u.TO_DATE, 1, 2) || '-' || substr(u.TO_DATE, 4, 2), u.KWH, 'kWh', 'actual'
FROM staged_usage u JOIN bills b USING (BILL_ID);

INSERT INTO payment (account_number, payment_id, legacy_payment_id, paid_on, amount_cents, channel,
                     status, reference)
SELECT a.account_number, p.PAY_ID, p.PAY_ID, substr(p.PAID_ON, 7, 4) || '-' || substr(p.PAID_ON, 1, 2) || '-' || substr(p.PAID_ON, 4, 2),
       CAST(round(p.AMOUNT * 100) AS INTEGER),
       CASE p.SOURCE WHEN '10' THEN 'card' WHEN '20' THEN 'bank_draft' WHEN '30' THEN 'bank_bill_pay'
         WHEN '40' THEN 'check' WHEN '50' THEN 'cash' WHEN '60' THEN 'lockbox'
         WHEN '70' THEN 'phone' WHEN '80' THEN 'kiosk' END,
       CASE WHEN p.AMOUNT LIKE '-%' THEN 'returned' ELSE 'posted' END,
       nullif(p.REFERENCE, '')
FROM staged_payment p JOIN carried a USING (ACCT_NO), policy
WHERE substr(p.PAID_ON, 7, 4) || '-' || substr(p.PAID_ON, 1, 2) || '-' || substr(p.PAID_ON, 4, 2) >= history_from;

INSERT INTO adjustment (account_number, adjustment_id, legacy_adjustment_id, posted_on, amount_cents,
                        kind, description)
SELECT a.account_number, j.ADJ_ID, j.ADJ_ID, substr(j.POSTED, 7, 4) || '-' || substr(j.POSTED, 1, 2) || '-' || substr(j.POSTED, 4, 2),
       CAST(round(j.AMOUNT * 100) AS INTEGER),
       CASE j.ADJ_CODE WHEN 'LF' THEN 'late_fee' WHEN 'CR' THEN 'credit'
         WHEN 'BF' THEN 'balance_forward' WHEN 'RF' THEN 'returned_fee'
         WHEN 'DA' THEN 'deposit_applied' WHEN 'RR' THEN 'refund' END, nullif(j.DESCR, '')
FROM staged_adjust j JOIN carried a USING (ACCT_NO), policy
WHERE substr(j.POSTED, 7, 4) || '-' || substr(j.POSTED, 1, 2) || '-' || substr(j.POSTED, 4, 2) >= history_from;

-- The opening balance: what is owed today without all that the window shows.
INSERT INTO account (account_number, legacy_account_number, customer_id, service_location_id, status,
                     opened_on, closed_on, bill_cycle, custom_due_day, statement_group, rate_class,
                     opening_balance_cents, opening_balance_on, balance_cents, deposit_cents,
                     donation_program, donation_cents, medical_baseline, autopay_status, paperless,
                     portal_status)
SELECT a.account_number, a.ACCT_NO, a.CUST_ID, a.PREM_ID,
       CASE a.STATUS WHEN 'A' THEN 'open' WHEN 'F' THEN 'closed' END, CASE WHEN a.OPENED <> '' THEN substr(a.OPENED, 7, 4) || '-' || substr(a.OPENED, 1, 2) || '-' || substr(a.OPENED, 4, 2) END,
       CASE WHEN a.CLOSED <> '' THEN substr(a.CLOSED, 7, 4) || '-' || substr(a.CLOSED, 1, 2) || '-' || substr(a.CLOSED, 4, 2) END,
       a.CYCLE, nullif(a.DUE_DAY, ''), nullif(a.STMT_GRP, ''), a.RATE,
       CAST(round(a.BALANCE * 100) AS INTEGER) - coalesce(b.cents, 0) - coalesce(j.cents, 0)
         + coalesce(p.cents, 0),
       history_from, CAST(round(a.BALANCE * 100) AS INTEGER), CAST(round(a.DEPOSIT * 100) AS INTEGER),
       CASE WHEN CAST(round(a.DONATION * 100) AS INTEGER) > 0 THEN 'Neighbor Fund' END,
       CAST(round(a.DONATION * 100) AS INTEGER), a.MED_BASE = 'Y',
       CASE WHEN a.STATUS = 'A' AND a.AUTOPAY = 'Y' THEN 're_enroll_required' ELSE 'none' END, 0,
       CASE WHEN a.CUST_ID IN (SELECT CUST_ID FROM staged_webuser)
         THEN 'enrolled' ELSE 'unenrolled' END
FROM carried a
JOIN policy
LEFT JOIN (SELECT account_number, sum(charges) AS cents FROM bills GROUP BY 1) b
  USING (account_number)
LEFT JOIN (SELECT account_number, sum(amount_cents) AS cents FROM adjustment GROUP BY 1) j
  USING (account_number)
LEFT JOIN (SELECT account_number, sum(amount_cents) AS cents FROM payment GROUP BY 1) p
  USING (account_number);

INSERT INTO customer
SELECT CUST_ID, CUST_ID, CASE CUST_TYPE WHEN 'R' THEN 'residential' WHEN 'B' THEN 'business' END,
       FIRST_NAME, LAST_NAME, COMPANY, EMAIL, PHONE, CASE LANG WHEN 'E' THEN 'en' WHEN 'S' THEN 'es' END,
       MAIL_1, MAIL_2, MAIL_CITY, MAIL_STATE, MAIL_ZIP
FROM staged_customer WHERE CUST_ID IN (SELECT CUST_ID FROM carried);

INSERT INTO service_location
SELECT PREM_ID, PREM_ID, ADDR_1, ADDR_2, CITY, STATE, ZIP, nullif(DISTRICT, '')
FROM staged_premise WHERE PREM_ID IN (SELECT PREM_ID FROM carried);

INSERT INTO meter
SELECT a.account_number, m.METER_NO, 'electric', 1, CASE WHEN m.INSTALLED <> '' THEN substr(m.INSTALLED, 7, 4) || '-' || substr(m.INSTALLED, 1, 2) || '-' || substr(m.INSTALLED, 4, 2) END,
       CASE WHEN m.REMOVED <> '' THEN substr(m.REMOVED, 7, 4) || '-' || substr(m.REMOVED, 1, 2) || '-' || substr(m.REMOVED, 4, 2) END
FROM staged_meter m JOIN carried a USING (ACCT_NO);

INSERT INTO installment
SELECT a.account_number, r.ARR_ID, r.SEQ, substr(r.DUE_DATE, 7, 4) || '-' || substr(r.DUE_DATE, 1, 2) || '-' || substr(r.DUE_DATE, 4, 2),
       substr(r.DUE_DATE, 7, 4) || '-' || substr(r.DUE_DATE, 1, 2) || '-' || substr(r.DUE_DATE, 4, 2),
       CAST(round(r.AMOUNT * 100) AS INTEGER), NULL
FROM staged_arrange r JOIN carried a USING (ACCT_NO);

INSERT INTO scheduled_payment
SELECT a.account_number, d.DRAFT_ID, substr(d.DRAFT_DATE, 7, 4) || '-' || substr(d.DRAFT_DATE, 1, 2) || '-' || substr(d.DRAFT_DATE, 4, 2),
       substr(d.DRAFT_DATE, 7, 4) || '-' || substr(d.DRAFT_DATE, 1, 2) || '-' || substr(d.DRAFT_DATE, 4, 2),
       CAST(round(d.AMOUNT * 100) AS INTEGER),
       CASE WHEN substr(d.DRAFT_DATE, 7, 4) || '-' || substr(d.DRAFT_DATE, 1, 2) || '-' || substr(d.DRAFT_DATE, 4, 2) >= cancel_from
         THEN 'cancelled' ELSE 'carried' END, NULL
FROM staged_draft d JOIN carried a USING (ACCT_NO), policy;

INSERT INTO portal_user
SELECT USER_ID, CUST_ID, LOGIN, EMAIL, PASSWORD_HASH, 'carried', FAILED, STATUS = 'L', LAST_LOGIN
FROM staged_webuser WHERE CUST_ID IN (SELECT CUST_ID FROM carried);
