#!/usr/bin/env bash
# Makes the keys, references and indexes of the portal on a server, and gathers statistics: the last
# step of the floor and of every peer. Keys and indexes are made on two connections at a time;
# references lock the tables they point to, so one after the other is all they can do.
#   keys.sh HANDED URL
set -euo pipefail
readonly handed=$1 url=$2

on_two_connections() {
    awk 'NR % 2 == 0' <<<"$1" | psql -X -q -v ON_ERROR_STOP=1 -d "$url" &
    awk 'NR % 2 == 1' <<<"$1" | psql -X -q -v ON_ERROR_STOP=1 -d "$url"
    wait $!
}

on_two_connections "$(grep '^ALTER' "$handed/postgres-keys.sql")"
on_two_connections "$(grep '^CREATE' "$handed/postgres-indexes.sql")"
psql -X -q -v ON_ERROR_STOP=1 -d "$url" -f "$handed/postgres-references.sql" -c ANALYZE
