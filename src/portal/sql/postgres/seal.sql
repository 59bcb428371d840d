-- Who has sealed or unsealed the portal, when and why. It stands apart from the portal's schemas, so
-- that it stays what it is when they change places.
CREATE SCHEMA IF NOT EXISTS cutover;
CREATE TABLE IF NOT EXISTS cutover.seal_log (
  sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event    text NOT NULL,        -- sealed, broken
  reason   text NOT NULL,
  noted_by text NOT NULL DEFAULT session_user,
  noted_at timestamptz NOT NULL DEFAULT now()
);
