-- Notes every row that is touched after the load, so that a rollback can say what it would undo.
-- Made last: a load itself is not noted. The table is none of the portal's own.
CREATE TABLE touched_row (
  sequence   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_name text NOT NULL,
  row_key    text NOT NULL,      -- the values of the row's key, before the change
  operation  text NOT NULL,      -- insert, update, delete, truncate
  touched_at timestamptz NOT NULL DEFAULT now()
);
-- The schema is renamed after this is made: the table is found by the schema of the table touched.
CREATE FUNCTION note_touched_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  touched jsonb := CASE TG_OP WHEN 'INSERT' THEN to_jsonb(NEW) WHEN 'TRUNCATE' THEN '{}' ELSE to_jsonb(OLD) END;
  its_key text := (SELECT string_agg(coalesce(touched ->> name, '*'), ' ' ORDER BY at)
                   FROM unnest(TG_ARGV) WITH ORDINALITY AS part (name, at));
BEGIN
  EXECUTE format('INSERT INTO %I.touched_row (table_name, row_key, operation) VALUES ($1, $2, $3)', TG_TABLE_SCHEMA)
  USING TG_TABLE_NAME, its_key, lower(TG_OP);
  RETURN NULL;
END $$;
