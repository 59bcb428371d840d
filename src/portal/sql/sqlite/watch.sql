-- Notes every row that is touched after the load, so that a rollback can say what it would undo.
-- Made last: a load itself is not noted. The table is none of the portal's own.
CREATE TABLE touched_row (
  sequence   INTEGER PRIMARY KEY,
  table_name TEXT NOT NULL,
  row_key    TEXT NOT NULL,      -- the values of the row's key, before the change
  operation  TEXT NOT NULL,      -- insert, update, delete
  touched_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
