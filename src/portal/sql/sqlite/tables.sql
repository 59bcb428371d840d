-- The portal database, SQLite. Money is whole cents (…_cents), dates are ISO 8601 text, flags are
-- 0 or 1, instants are UTC in whole seconds. Keys of account-keyed tables begin with the account
-- number, and rows lie in that order. There is no column for card or bank data; none may be added.

CREATE TABLE cutover_run (
  run_id         TEXT NOT NULL PRIMARY KEY,
  mapping_sha256 TEXT NOT NULL,
  cutover_on     TEXT NOT NULL,
  tool_version   TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE source_file (
  run_id        TEXT NOT NULL REFERENCES cutover_run,
  path          TEXT NOT NULL,
  entity        TEXT NOT NULL,      -- what is read from it: two may be read from one file
  sha256        TEXT NOT NULL,
  rows_read     INTEGER NOT NULL,
  rows_carried  INTEGER NOT NULL,
  rows_dropped  INTEGER NOT NULL,   -- by a named rule: report.json tells which
  rows_rejected INTEGER NOT NULL,
  PRIMARY KEY (run_id, path, entity)
) WITHOUT ROWID;

CREATE TABLE control_total (
  run_id       TEXT NOT NULL REFERENCES cutover_run,
  entity       TEXT NOT NULL,
  measure      TEXT NOT NULL,
  legacy_value TEXT NOT NULL,
  portal_value TEXT NOT NULL,
  PRIMARY KEY (run_id, entity, measure)
) WITHOUT ROWID;

CREATE TABLE customer (
  customer_id         TEXT NOT NULL PRIMARY KEY,
  legacy_customer_id  TEXT NOT NULL,
  kind                TEXT NOT NULL,  -- residential, business
  first_name          TEXT NOT NULL,
  last_name           TEXT NOT NULL,
  business_name       TEXT NOT NULL,
  email               TEXT NOT NULL,
  phone               TEXT NOT NULL,
  language            TEXT NOT NULL,  -- en, es
  mailing_line1       TEXT NOT NULL,
  mailing_line2       TEXT NOT NULL,
  mailing_city        TEXT NOT NULL,
  mailing_state       TEXT NOT NULL,
  mailing_postal_code TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE service_location (
  service_location_id TEXT NOT NULL PRIMARY KEY,
  legacy_premise_id   TEXT NOT NULL,
  line1               TEXT NOT NULL,
  line2               TEXT NOT NULL,
  city                TEXT NOT NULL,
  state               TEXT NOT NULL,
  postal_code         TEXT NOT NULL,
  district            TEXT
) WITHOUT ROWID;

CREATE TABLE account (
  account_number        TEXT NOT NULL PRIMARY KEY,
  legacy_account_number TEXT NOT NULL,
  customer_id           TEXT REFERENCES customer,
  service_location_id   TEXT REFERENCES service_location,
  status                TEXT NOT NULL,  -- open, closed
  opened_on             TEXT,
  closed_on             TEXT,
  bill_cycle            TEXT,
  custom_due_day        INTEGER,
  statement_group       TEXT,
  rate_class            TEXT,
  opening_balance_cents INTEGER,
  opening_balance_on    TEXT NOT NULL,
  balance_cents         INTEGER,        -- positive: the customer owes
  deposit_cents         INTEGER,        -- held, not part of the balance
  donation_program      TEXT,
  donation_cents        INTEGER,
  medical_baseline      INTEGER NOT NULL,
  autopay_status        TEXT NOT NULL,  -- none, re_enroll_required, carried
  paperless             INTEGER NOT NULL,
  portal_status         TEXT NOT NULL,  -- enrolled, unenrolled, permanent_lock, hidden
  late_fee_waived_until TEXT,
  disconnect_hold_until TEXT
) WITHOUT ROWID;

CREATE TABLE meter (
  account_number TEXT NOT NULL REFERENCES account,
  meter_number   TEXT NOT NULL,
  commodity      TEXT NOT NULL,  -- electric, water, gas
  multiplier     NUMERIC NOT NULL,
  installed_on   TEXT,
  removed_on     TEXT,
  PRIMARY KEY (account_number, meter_number)
) WITHOUT ROWID;

CREATE TABLE bill (
  account_number         TEXT NOT NULL REFERENCES account,
  bill_id                TEXT NOT NULL,
  legacy_bill_id         TEXT NOT NULL,
  bill_date              TEXT NOT NULL,
  due_date               TEXT,
  legacy_due_date        TEXT,
  period_start           TEXT,
  period_end             TEXT,
  previous_balance_cents INTEGER,
  current_charges_cents  INTEGER NOT NULL,
  total_due_cents        INTEGER,
  image_available        INTEGER NOT NULL,
  moved_by               TEXT,  -- cycle_day, designated_day, first_open_day; null where it stays
  PRIMARY KEY (account_number, bill_id)
) WITHOUT ROWID;

CREATE TABLE usage (
  account_number TEXT NOT NULL REFERENCES account,
  usage_id       TEXT NOT NULL,
  meter_number   TEXT,
  legacy_bill_id TEXT,
  period_start   TEXT,
  period_end     TEXT,
  quantity       NUMERIC NOT NULL,
  unit           TEXT NOT NULL,  -- kWh, CCF, gal, therm, kgal
  read_type      TEXT NOT NULL,  -- actual, estimated
  PRIMARY KEY (account_number, usage_id),
  FOREIGN KEY (account_number, meter_number) REFERENCES meter,
  FOREIGN KEY (account_number, legacy_bill_id) REFERENCES bill
) WITHOUT ROWID;

CREATE TABLE payment (
  account_number    TEXT NOT NULL REFERENCES account,
  payment_id        TEXT NOT NULL,
  legacy_payment_id TEXT NOT NULL,
  paid_on           TEXT NOT NULL,
  amount_cents      INTEGER NOT NULL,  -- a returned payment is a negative row
  channel           TEXT NOT NULL,     -- card, bank_draft, bank_bill_pay, check, cash, lockbox, phone, kiosk, other
  status            TEXT NOT NULL,     -- posted, returned
  reference         TEXT,
  PRIMARY KEY (account_number, payment_id)
) WITHOUT ROWID;

CREATE TABLE adjustment (
  account_number       TEXT NOT NULL REFERENCES account,
  adjustment_id        TEXT NOT NULL,
  legacy_adjustment_id TEXT NOT NULL,
  posted_on            TEXT NOT NULL,
  amount_cents         INTEGER NOT NULL,  -- positive raises the balance
  kind                 TEXT NOT NULL,     -- late_fee, credit, balance_forward, returned_fee, deposit_applied, refund, other
  description          TEXT,
  PRIMARY KEY (account_number, adjustment_id)
) WITHOUT ROWID;

CREATE TABLE billing_calendar (
  bill_cycle       TEXT NOT NULL,
  period           TEXT NOT NULL,  -- YYYY-MM
  legacy_read_date TEXT NOT NULL,
  read_date        TEXT NOT NULL,
  legacy_bill_date TEXT NOT NULL,
  bill_date        TEXT NOT NULL,
  legacy_due_date  TEXT NOT NULL,
  due_date         TEXT NOT NULL,
  days_in_period   INTEGER,          -- from the cycle's read before; null for its first row
  accounts         INTEGER NOT NULL, -- the cycle's open carried accounts
  legacy_reminder_date   TEXT,       -- these six are null where the export has no such date
  reminder_date          TEXT,
  legacy_late_fee_date   TEXT,
  late_fee_date          TEXT,
  legacy_disconnect_date TEXT,
  disconnect_date        TEXT,
  legacy_days_in_period  INTEGER,    -- days_in_period as the legacy system planned it
  moved_by         TEXT,             -- due:window;late_fee:follows+business_days; null where nothing moved
  PRIMARY KEY (bill_cycle, period)
) WITHOUT ROWID;

CREATE TABLE period_change (
  account_number        TEXT NOT NULL REFERENCES account,
  bill_cycle            TEXT NOT NULL,
  period                TEXT NOT NULL,     -- YYYY-MM
  legacy_days           INTEGER NOT NULL,  -- from read to read, as the legacy system planned it
  days                  INTEGER NOT NULL,
  basis_bill_id         TEXT,              -- the account's latest bill with a known period; null where it has none
  basis_charges_cents   INTEGER,
  basis_days            INTEGER,
  expected_change_cents INTEGER,           -- basis_charges_cents / basis_days * (days - legacy_days); null without a basis
  prorated              INTEGER NOT NULL,  -- days lie outside the mapping's unprorated_days
  PRIMARY KEY (account_number, period)
) WITHOUT ROWID;

CREATE TABLE installment (
  account_number  TEXT NOT NULL REFERENCES account,
  arrangement_id  TEXT NOT NULL,
  sequence        INTEGER NOT NULL,
  legacy_due_date TEXT NOT NULL,
  due_date        TEXT NOT NULL,
  amount_cents    INTEGER NOT NULL,
  moved_by        TEXT,  -- first_open_day; null where it stays
  PRIMARY KEY (account_number, arrangement_id, sequence)
) WITHOUT ROWID;

CREATE TABLE budget_plan (
  account_number TEXT NOT NULL PRIMARY KEY REFERENCES account,
  amount_cents   INTEGER NOT NULL,
  month_in_plan  INTEGER NOT NULL,
  deferred_cents INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE scheduled_payment (
  account_number       TEXT NOT NULL REFERENCES account,
  scheduled_payment_id TEXT NOT NULL,
  legacy_draft_date    TEXT NOT NULL,
  draft_date           TEXT NOT NULL,
  amount_cents         INTEGER NOT NULL,
  status               TEXT NOT NULL,  -- carried, cancelled
  moved_by             TEXT,           -- first_open_day, draft_after_bill_days, draft_notice_days; null where it stays
  PRIMARY KEY (account_number, scheduled_payment_id)
) WITHOUT ROWID;

CREATE TABLE account_hold (
  account_number        TEXT NOT NULL REFERENCES account,
  kind                  TEXT NOT NULL,     -- collection_hold, disconnect_hold, draft_suppressed, late_fee_waiver
  sequence              INTEGER NOT NULL,  -- 1 and more inside account and kind, earliest first
  legacy_account_number TEXT NOT NULL,
  starts_on             TEXT NOT NULL,     -- a draft's own day
  ends_on               TEXT,              -- included; a draft runs on the next day, without an end never
  reason                TEXT NOT NULL,     -- window, policy, due_date_moved, calendar_date, designated_day_kept, autopay_reset, draft_in_window, portal_state
  legacy_date           TEXT,              -- the date behind the reason, as the legacy system had it
  amount_cents          INTEGER,           -- of the draft
  PRIMARY KEY (account_number, kind, sequence)
) WITHOUT ROWID;

CREATE TABLE portal_user (
  user_id       TEXT NOT NULL PRIMARY KEY,
  customer_id   TEXT NOT NULL REFERENCES customer,
  login         TEXT NOT NULL,
  email         TEXT NOT NULL,
  password_hash TEXT,
  credentials   TEXT NOT NULL,  -- carried, re_register
  failed_logins INTEGER NOT NULL,
  locked        INTEGER NOT NULL,
  last_login_at TEXT
) WITHOUT ROWID;

CREATE TABLE portfolio (
  portfolio_id TEXT NOT NULL PRIMARY KEY,
  name         TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE portfolio_account (
  account_number TEXT NOT NULL REFERENCES account,
  portfolio_id   TEXT NOT NULL REFERENCES portfolio,
  PRIMARY KEY (account_number, portfolio_id)
) WITHOUT ROWID;

CREATE TABLE portfolio_user (
  portfolio_id TEXT NOT NULL REFERENCES portfolio,
  user_id      TEXT NOT NULL REFERENCES portal_user,
  role         TEXT NOT NULL,  -- owner, guest
  PRIMARY KEY (portfolio_id, user_id)
) WITHOUT ROWID;

CREATE TABLE account_group (
  group_id     TEXT NOT NULL PRIMARY KEY,
  portfolio_id TEXT NOT NULL REFERENCES portfolio,
  name         TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE account_group_account (
  account_number TEXT NOT NULL REFERENCES account,
  group_id       TEXT NOT NULL REFERENCES account_group,
  PRIMARY KEY (account_number, group_id)
) WITHOUT ROWID;

CREATE TABLE account_group_user (
  group_id TEXT NOT NULL REFERENCES account_group,
  user_id  TEXT NOT NULL REFERENCES portal_user,
  PRIMARY KEY (group_id, user_id)
) WITHOUT ROWID;

CREATE TABLE activity_log (
  account_number TEXT NOT NULL REFERENCES account,
  at             TEXT NOT NULL,
  sequence       INTEGER NOT NULL,
  user_id        TEXT,
  kind           TEXT NOT NULL,
  detail         TEXT,
  PRIMARY KEY (account_number, at, sequence)
) WITHOUT ROWID;

CREATE TABLE account_note (
  account_number TEXT NOT NULL REFERENCES account,
  note_id        TEXT NOT NULL,
  noted_on       TEXT NOT NULL,
  text           TEXT NOT NULL,  -- card and bank numbers redacted
  PRIMARY KEY (account_number, note_id)
) WITHOUT ROWID;

CREATE TABLE crosswalk (
  legacy_account_number TEXT NOT NULL PRIMARY KEY,
  account_number        TEXT,           -- null when not carried
  disposition           TEXT NOT NULL,  -- carried, not_carried
  reason                TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE notice (
  notice_id   TEXT NOT NULL PRIMARY KEY,
  customer_id TEXT NOT NULL REFERENCES customer,
  kind        TEXT NOT NULL,     -- codes joined with +
  language    TEXT NOT NULL,     -- en, es
  channel     TEXT NOT NULL,     -- mail, email
  file        TEXT NOT NULL,
  first_page  INTEGER NOT NULL,
  last_page   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE notice_account (
  account_number TEXT NOT NULL REFERENCES account,
  notice_id      TEXT NOT NULL REFERENCES notice,
  PRIMARY KEY (account_number, notice_id)
) WITHOUT ROWID;
