-- The portal database, PostgreSQL: the tables of SQLite with the server's own types. Money is whole
-- cents (…_cents). Texts are compared byte by byte, so that keys come in the same order as there.
-- Keys and references are made once the rows are in: see keys.sql. There is no column for card or
-- bank data; none may be added.

CREATE TABLE cutover_run (
  run_id         text COLLATE "C" NOT NULL,
  mapping_sha256 text COLLATE "C" NOT NULL,
  cutover_on     date NOT NULL,
  tool_version   text COLLATE "C" NOT NULL
);

CREATE TABLE source_file (
  run_id        text COLLATE "C" NOT NULL,
  path          text COLLATE "C" NOT NULL,
  entity        text COLLATE "C" NOT NULL,  -- what is read from it: two may be read from one file
  sha256        text COLLATE "C" NOT NULL,
  rows_read     bigint NOT NULL,
  rows_carried  bigint NOT NULL,
  rows_dropped  bigint NOT NULL,  -- by a named rule: report.json tells which
  rows_rejected bigint NOT NULL
);

CREATE TABLE control_total (
  run_id       text COLLATE "C" NOT NULL,
  entity       text COLLATE "C" NOT NULL,
  measure      text COLLATE "C" NOT NULL,
  legacy_value text COLLATE "C" NOT NULL,
  portal_value text COLLATE "C" NOT NULL
);

CREATE TABLE customer (
  customer_id         text COLLATE "C" NOT NULL,
  legacy_customer_id  text COLLATE "C" NOT NULL,
  kind                text COLLATE "C" NOT NULL,  -- residential, business
  first_name          text COLLATE "C" NOT NULL,
  last_name           text COLLATE "C" NOT NULL,
  business_name       text COLLATE "C" NOT NULL,
  email               text COLLATE "C" NOT NULL,
  phone               text COLLATE "C" NOT NULL,
  language            text COLLATE "C" NOT NULL,  -- en, es
  mailing_line1       text COLLATE "C" NOT NULL,
  mailing_line2       text COLLATE "C" NOT NULL,
  mailing_city        text COLLATE "C" NOT NULL,
  mailing_state       text COLLATE "C" NOT NULL,
  mailing_postal_code text COLLATE "C" NOT NULL
);

CREATE TABLE service_location (
  service_location_id text COLLATE "C" NOT NULL,
  legacy_premise_id   text COLLATE "C" NOT NULL,
  line1               text COLLATE "C" NOT NULL,
  line2               text COLLATE "C" NOT NULL,
  city                text COLLATE "C" NOT NULL,
  state               text COLLATE "C" NOT NULL,
  postal_code         text COLLATE "C" NOT NULL,
  district            text COLLATE "C"
);

CREATE TABLE account (
  account_number        text COLLATE "C" NOT NULL,
  legacy_account_number text COLLATE "C" NOT NULL,
  customer_id           text COLLATE "C",
  service_location_id   text COLLATE "C",
  status                text COLLATE "C" NOT NULL,  -- open, closed
  opened_on             date,
  closed_on             date,
  bill_cycle            text COLLATE "C",
  custom_due_day        bigint,
  statement_group       text COLLATE "C",
  rate_class            text COLLATE "C",
  opening_balance_cents bigint,
  opening_balance_on    date NOT NULL,
  balance_cents         bigint,  -- positive: the customer owes
  deposit_cents         bigint,  -- held, not part of the balance
  donation_program      text COLLATE "C",
  donation_cents        bigint,
  medical_baseline      boolean NOT NULL,
  autopay_status        text COLLATE "C" NOT NULL,  -- none, re_enroll_required, carried
  paperless             boolean NOT NULL,
  portal_status         text COLLATE "C" NOT NULL,  -- enrolled, unenrolled, permanent_lock, hidden
  late_fee_waived_until date,
  disconnect_hold_until date
);

CREATE TABLE meter (
  account_number text COLLATE "C" NOT NULL,
  meter_number   text COLLATE "C" NOT NULL,
  commodity      text COLLATE "C" NOT NULL,  -- electric, water, gas
  multiplier     numeric NOT NULL,
  installed_on   date,
  removed_on     date
);

CREATE TABLE bill (
  account_number         text COLLATE "C" NOT NULL,
  bill_id                text COLLATE "C" NOT NULL,
  legacy_bill_id         text COLLATE "C" NOT NULL,
  bill_date              date NOT NULL,
  due_date               date,
  legacy_due_date        date,
  period_start           date,
  period_end             date,
  previous_balance_cents bigint,
  current_charges_cents  bigint NOT NULL,
  total_due_cents        bigint,
  image_available        boolean NOT NULL,
  moved_by               text COLLATE "C"  -- cycle_day, designated_day, first_open_day; null where it stays
);

CREATE TABLE usage (
  account_number text COLLATE "C" NOT NULL,
  usage_id       text COLLATE "C" NOT NULL,
  meter_number   text COLLATE "C",
  legacy_bill_id text COLLATE "C",
  period_start   date,
  period_end     date,
  quantity       numeric NOT NULL,
  unit           text COLLATE "C" NOT NULL,  -- kWh, CCF, gal, therm, kgal
  read_type      text COLLATE "C" NOT NULL  -- actual, estimated
);

CREATE TABLE payment (
  account_number    text COLLATE "C" NOT NULL,
  payment_id        text COLLATE "C" NOT NULL,
  legacy_payment_id text COLLATE "C" NOT NULL,
  paid_on           date NOT NULL,
  amount_cents      bigint NOT NULL,  -- a returned payment is a negative row
  channel           text COLLATE "C" NOT NULL,  -- card, bank_draft, bank_bill_pay, check, cash, lockbox, phone, kiosk, other
  status            text COLLATE "C" NOT NULL,  -- posted, returned
  reference         text COLLATE "C"
);

CREATE TABLE adjustment (
  account_number       text COLLATE "C" NOT NULL,
  adjustment_id        text COLLATE "C" NOT NULL,
  legacy_adjustment_id text COLLATE "C" NOT NULL,
  posted_on            date NOT NULL,
  amount_cents         bigint NOT NULL,  -- positive raises the balance
  kind                 text COLLATE "C" NOT NULL,  -- late_fee, credit, balance_forward, returned_fee, deposit_applied, refund, other
  description          text COLLATE "C"
);

CREATE TABLE billing_calendar (
  bill_cycle             text COLLATE "C" NOT NULL,
  period                 text COLLATE "C" NOT NULL,  -- YYYY-MM
  legacy_read_date       date NOT NULL,
  read_date              date NOT NULL,
  legacy_bill_date       date NOT NULL,
  bill_date              date NOT NULL,
  legacy_due_date        date NOT NULL,
  due_date               date NOT NULL,
  days_in_period         bigint,  -- from the cycle's read before; null for its first row
  accounts               bigint NOT NULL,  -- the cycle's open carried accounts
  legacy_reminder_date   date,  -- these six are null where the export has no such date
  reminder_date          date,
  legacy_late_fee_date   date,
  late_fee_date          date,
  legacy_disconnect_date date,
  disconnect_date        date,
  legacy_days_in_period  bigint,  -- days_in_period as the legacy system planned it
  moved_by               text COLLATE "C"  -- due:window;late_fee:follows+business_days; null where nothing moved
);

CREATE TABLE period_change (
  account_number        text COLLATE "C" NOT NULL,
  bill_cycle            text COLLATE "C" NOT NULL,
  period                text COLLATE "C" NOT NULL,  -- YYYY-MM
  legacy_days           bigint NOT NULL,  -- from read to read, as the legacy system planned it
  days                  bigint NOT NULL,
  basis_bill_id         text COLLATE "C",  -- the account's latest bill with a known period; null where it has none
  basis_charges_cents   bigint,
  basis_days            bigint,
  expected_change_cents bigint,  -- basis_charges_cents / basis_days * (days - legacy_days); null without a basis
  prorated              boolean NOT NULL  -- days lie outside the mapping's unprorated_days
);

CREATE TABLE installment (
  account_number  text COLLATE "C" NOT NULL,
  arrangement_id  text COLLATE "C" NOT NULL,
  sequence        bigint NOT NULL,
  legacy_due_date date NOT NULL,
  due_date        date NOT NULL,
  amount_cents    bigint NOT NULL,
  moved_by        text COLLATE "C"  -- first_open_day; null where it stays
);

CREATE TABLE budget_plan (
  account_number text COLLATE "C" NOT NULL,
  amount_cents   bigint NOT NULL,
  month_in_plan  bigint NOT NULL,
  deferred_cents bigint NOT NULL
);

CREATE TABLE scheduled_payment (
  account_number       text COLLATE "C" NOT NULL,
  scheduled_payment_id text COLLATE "C" NOT NULL,
  legacy_draft_date    date NOT NULL,
  draft_date           date NOT NULL,
  amount_cents         bigint NOT NULL,
  status               text COLLATE "C" NOT NULL,  -- carried, cancelled
  moved_by             text COLLATE "C"  -- first_open_day, draft_after_bill_days, draft_notice_days; null where it stays
);

CREATE TABLE account_hold (
  account_number        text COLLATE "C" NOT NULL,
  kind                  text COLLATE "C" NOT NULL,  -- collection_hold, disconnect_hold, draft_suppressed, late_fee_waiver
  sequence              bigint NOT NULL,  -- 1 and more inside account and kind, earliest first
  legacy_account_number text COLLATE "C" NOT NULL,
  starts_on             date NOT NULL,  -- a draft's own day
  ends_on               date,  -- included; a draft runs on the next day, without an end never
  reason                text COLLATE "C" NOT NULL,  -- window, policy, due_date_moved, calendar_date, designated_day_kept, autopay_reset, draft_in_window, portal_state
  legacy_date           date,  -- the date behind the reason, as the legacy system had it
  amount_cents          bigint  -- of the draft
);

CREATE TABLE portal_user (
  user_id       text COLLATE "C" NOT NULL,
  customer_id   text COLLATE "C" NOT NULL,
  login         text COLLATE "C" NOT NULL,
  email         text COLLATE "C" NOT NULL,
  password_hash text COLLATE "C",
  credentials   text COLLATE "C" NOT NULL,  -- carried, re_register
  failed_logins bigint NOT NULL,
  locked        boolean NOT NULL,
  last_login_at timestamptz
);

CREATE TABLE portfolio (
  portfolio_id text COLLATE "C" NOT NULL,
  name         text COLLATE "C" NOT NULL
);

CREATE TABLE portfolio_account (
  account_number text COLLATE "C" NOT NULL,
  portfolio_id   text COLLATE "C" NOT NULL
);

CREATE TABLE portfolio_user (
  portfolio_id text COLLATE "C" NOT NULL,
  user_id      text COLLATE "C" NOT NULL,
  role         text COLLATE "C" NOT NULL  -- owner, guest
);

CREATE TABLE account_group (
  group_id     text COLLATE "C" NOT NULL,
  portfolio_id text COLLATE "C" NOT NULL,
  name         text COLLATE "C" NOT NULL
);

CREATE TABLE account_group_account (
  account_number text COLLATE "C" NOT NULL,
  group_id       text COLLATE "C" NOT NULL
);

CREATE TABLE account_group_user (
  group_id text COLLATE "C" NOT NULL,
  user_id  text COLLATE "C" NOT NULL
);

CREATE TABLE activity_log (
  account_number text COLLATE "C" NOT NULL,
  at             timestamptz NOT NULL,
  sequence       bigint NOT NULL,
  user_id        text COLLATE "C",
  kind           text COLLATE "C" NOT NULL,
  detail         text COLLATE "C"
);

CREATE TABLE account_note (
  account_number text COLLATE "C" NOT NULL,
  note_id        text COLLATE "C" NOT NULL,
  noted_on       date NOT NULL,
  text           text COLLATE "C" NOT NULL  -- card and bank numbers redacted
);

CREATE TABLE crosswalk (
  legacy_account_number text COLLATE "C" NOT NULL,
  account_number        text COLLATE "C",  -- null when not carried
  disposition           text COLLATE "C" NOT NULL,  -- carried, not_carried
  reason                text COLLATE "C" NOT NULL
);

CREATE TABLE notice (
  notice_id   text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  kind        text COLLATE "C" NOT NULL,  -- codes joined with +
  language    text COLLATE "C" NOT NULL,  -- en, es
  channel     text COLLATE "C" NOT NULL,  -- mail, email
  file        text COLLATE "C" NOT NULL,
  first_page  bigint NOT NULL,
  last_page   bigint NOT NULL
);

CREATE TABLE notice_account (
  account_number text COLLATE "C" NOT NULL,
  notice_id      text COLLATE "C" NOT NULL
);
