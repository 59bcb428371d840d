-- Made after the rows are in: building an index once is cheaper than keeping it up to date.
CREATE UNIQUE INDEX account_by_legacy_number ON account (legacy_account_number);
CREATE INDEX account_by_customer ON account (customer_id);
CREATE INDEX account_by_service_location ON account (service_location_id);
CREATE INDEX portal_user_by_customer ON portal_user (customer_id);
CREATE INDEX portal_user_by_login ON portal_user (login);
CREATE INDEX notice_by_customer ON notice (customer_id);
CREATE INDEX notice_account_by_notice ON notice_account (notice_id);
CREATE UNIQUE INDEX crosswalk_by_account_number ON crosswalk (account_number) WHERE account_number IS NOT NULL;
