-- Who has sealed or unsealed the portal, when and why. A run carries it over to the new file.
CREATE TABLE IF NOT EXISTS seal_log (
  sequence INTEGER PRIMARY KEY,
  event    TEXT NOT NULL,        -- sealed, broken
  reason   TEXT NOT NULL,
  noted_by TEXT NOT NULL DEFAULT '',
  noted_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
