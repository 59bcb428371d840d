-- Bills and usage.
SET datestyle = 'ISO, MDY';
INSERT INTO bill (account_number, bill_id, legacy_bill_id, bill_date, due_date, legacy_due_date,
                  period_start, period_end, previous_balance_cents, current_charges_cents,
                  total_due_cents, image_available, moved_by)
SELECT a.account_number, b.bill_id, b.bill_id, b.bill_date::date,
       coalesce(k.due_date, b.due_date::date), b.due_date::date,
       b.from_date::date, b.to_date::date, (b.prev_bal::numeric * 100)::bigint,
       (b.charges::numeric * 100)::bigint, (b.total_due::numeric * 100)::bigint, false,
       CASE WHEN k.due_date <> b.due_date::date THEN 'cycle_day' END
FROM staged_bill b
JOIN staged_carried a USING (acct_no)
LEFT JOIN billing_calendar k
  ON k.bill_cycle = a.cycle AND k.legacy_due_date = b.due_date::date
WHERE b.bill_date::date >= :'history_from';

INSERT INTO usage (account_number, usage_id, meter_number, legacy_bill_id, period_start, period_end,
                   quantity, unit, read_type)
SELECT a.account_number, u.bill_id || '/' || u.meter_no, u.meter_no, u.bill_id, u.from_date::date,
       u.to_date::date, u.kwh::numeric, 'kWh', 'actual'
FROM staged_usage u
JOIN staged_carried a USING (acct_no)
JOIN staged_bill b USING (bill_id)
WHERE b.bill_date::date >= :'history_from';
