#!/usr/bin/env bash
# The floor on PostgreSQL: the finished rows, by nothing but binary COPY on two connections, then
# keys and indexes. ROWS has a file TABLE.copy for every table with rows.
#   floor.sh ROWS HANDED URL
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
readonly rows=$1 handed=$2 url=$3

psql -X -q -v ON_ERROR_STOP=1 -d "$url" -1 -f "$handed/postgres-tables.sql"
# The largest first, so that both connections end at about the same time.
copy() {
    psql -X -q -v ON_ERROR_STOP=1 -d "$2" \
        -c "\\copy $(basename "$1" .copy) from '$1' (format binary)"
}
export -f copy
find "$rows" -name '*.copy' -printf '%s %p\n' | sort -rn | cut -d' ' -f2 |
    xargs -P 2 -I{} bash -c 'copy "$@"' _ {} "$url"
./keys.sh "$handed" "$url"
