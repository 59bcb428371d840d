-- Payments, adjustments, accounts with their opening balance, people and what else an account has.
SET datestyle = 'ISO, MDY';
INSERT INTO payment (account_number, payment_id, legacy_payment_id, paid_on, amount_cents, channel,
                     status, reference)
SELECT a.account_number, p.pay_id, p.pay_id, p.paid_on::date, (p.amount::numeric * 100)::bigint,
       CASE p.source WHEN '10' THEN 'card' WHEN '20' THEN 'bank_draft' WHEN '30' THEN 'bank_bill_pay'
         WHEN '40' THEN 'check' WHEN '50' THEN 'cash' WHEN '60' THEN 'lockbox'
         WHEN '70' THEN 'phone' WHEN '80' THEN 'kiosk' END,
       CASE WHEN p.amount::numeric < 0 THEN 'returned' ELSE 'posted' END, p.reference
FROM staged_payment p
JOIN staged_carried a USING (acct_no)
WHERE p.paid_on::date >= :'history_from';

INSERT INTO adjustment (account_number, adjustment_id, legacy_adjustment_id, posted_on, amount_cents,
                        kind, description)
SELECT a.account_number, j.adj_id, j.adj_id, j.posted::date, (j.amount::numeric * 100)::bigint,
       CASE j.adj_code WHEN 'LF' THEN 'late_fee' WHEN 'CR' THEN 'credit'
         WHEN 'BF' THEN 'balance_forward' WHEN 'RF' THEN 'returned_fee'
         WHEN 'DA' THEN 'deposit_applied' WHEN 'RR' THEN 'refund' END, j.descr
FROM staged_adjust j
JOIN staged_carried a USING (acct_no)
WHERE j.posted::date >= :'history_from';

-- The opening balance: what is owed today without all that the window shows.
INSERT INTO account (account_number, legacy_account_number, customer_id, service_location_id, status,
                     opened_on, closed_on, bill_cycle, custom_due_day, statement_group, rate_class,
                     opening_balance_cents, opening_balance_on, balance_cents, deposit_cents,
                     donation_program, donation_cents, medical_baseline, autopay_status, paperless,
                     portal_status)
SELECT a.account_number, a.acct_no, a.cust_id, a.prem_id,
       CASE a.status WHEN 'A' THEN 'open' WHEN 'F' THEN 'closed' END, a.opened::date, a.closed::date,
       a.cycle, a.due_day::bigint, a.stmt_grp, a.rate,
       (a.balance::numeric * 100)::bigint - coalesce(b.cents, 0) - coalesce(j.cents, 0)
         + coalesce(p.cents, 0),
       :'history_from', (a.balance::numeric * 100)::bigint, (a.deposit::numeric * 100)::bigint,
       CASE WHEN a.donation::numeric > 0 THEN 'Neighbor Fund' END, (a.donation::numeric * 100)::bigint,
       a.med_base = 'Y',
       CASE WHEN a.status = 'A' AND a.autopay = 'Y' THEN 're_enroll_required' ELSE 'none' END, false,
       CASE WHEN EXISTS (SELECT FROM staged_webuser w WHERE w.cust_id = a.cust_id)
         THEN 'enrolled' ELSE 'unenrolled' END
FROM staged_carried a
LEFT JOIN (SELECT acct_no, sum((charges::numeric * 100)::bigint)::bigint AS cents FROM staged_bill
           WHERE bill_date::date >= :'history_from' GROUP BY 1) b USING (acct_no)
LEFT JOIN (SELECT account_number, sum(amount_cents)::bigint AS cents FROM adjustment GROUP BY 1) j
  USING (account_number)
LEFT JOIN (SELECT account_number, sum(amount_cents)::bigint AS cents FROM payment GROUP BY 1) p
  USING (account_number);

INSERT INTO customer
SELECT cust_id, cust_id, CASE cust_type WHEN 'R' THEN 'residential' WHEN 'B' THEN 'business' END,
       coalesce(first_name, ''), coalesce(last_name, ''), coalesce(company, ''), coalesce(email, ''),
       coalesce(phone, ''), CASE lang WHEN 'E' THEN 'en' WHEN 'S' THEN 'es' END, coalesce(mail_1, ''),
       coalesce(mail_2, ''), coalesce(mail_city, ''), coalesce(mail_state, ''), coalesce(mail_zip, '')
FROM staged_customer WHERE cust_id IN (SELECT cust_id FROM staged_carried);

INSERT INTO service_location
SELECT prem_id, prem_id, coalesce(addr_1, ''), coalesce(addr_2, ''), coalesce(city, ''),
       coalesce(state, ''), coalesce(zip, ''), district
FROM staged_premise WHERE prem_id IN (SELECT prem_id FROM staged_carried);

INSERT INTO meter
SELECT a.account_number, m.meter_no, 'electric', 1, m.installed::date, m.removed::date
FROM staged_meter m JOIN staged_carried a USING (acct_no);

INSERT INTO installment
SELECT a.account_number, r.arr_id, r.seq::bigint, r.due_date::date, r.due_date::date,
       (r.amount::numeric * 100)::bigint, NULL
FROM staged_arrange r JOIN staged_carried a USING (acct_no);

INSERT INTO scheduled_payment
SELECT a.account_number, d.draft_id, d.draft_date::date, d.draft_date::date,
       (d.amount::numeric * 100)::bigint,
       CASE WHEN d.draft_date::date >= :'cancel_from' THEN 'cancelled' ELSE 'carried' END, NULL
FROM staged_draft d JOIN staged_carried a USING (acct_no);

INSERT INTO portal_user
SELECT user_id, cust_id, login, email, password_hash, 'carried', failed::bigint, status = 'L',
       to_timestamp(last_login, 'MM/DD/YYYY HH24:MI')::timestamp AT TIME ZONE 'America/Los_Angeles'
FROM staged_webuser WHERE cust_id IN (SELECT cust_id FROM staged_carried);
