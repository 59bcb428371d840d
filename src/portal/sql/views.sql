-- What a representative sees of an account and of a log-in: no password hash. The same in every
-- database.
CREATE VIEW representative_account AS
SELECT account.account_number, account.legacy_account_number, account.status, account.opened_on, account.closed_on,
       customer.kind, customer.first_name, customer.last_name, customer.business_name, customer.email, customer.phone,
       customer.language, customer.mailing_line1, customer.mailing_line2, customer.mailing_city,
       customer.mailing_state, customer.mailing_postal_code,
       service_location.line1 AS service_line1, service_location.line2 AS service_line2,
       service_location.city AS service_city, service_location.state AS service_state,
       service_location.postal_code AS service_postal_code,
       account.bill_cycle, account.custom_due_day, account.rate_class, account.balance_cents, account.deposit_cents,
       account.medical_baseline, account.autopay_status, account.paperless, account.portal_status,
       account.late_fee_waived_until, account.disconnect_hold_until
FROM account
LEFT JOIN customer ON customer.customer_id = account.customer_id
LEFT JOIN service_location ON service_location.service_location_id = account.service_location_id;
CREATE VIEW representative_user AS
SELECT user_id, customer_id, login, email, credentials, failed_logins, locked, last_login_at FROM portal_user;
