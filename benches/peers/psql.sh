#!/usr/bin/env bash
# The job as a database administrator does it with psql: the files into staging tables as they are,
# then SQL on the server. Both steps use two connections.
#   psql.sh EXPORTS HANDED URL
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
readonly exports=$1 handed=$2 url=$3
# shellcheck source=/dev/null
source "$handed/policy"

sql() {
    psql -X -q -v ON_ERROR_STOP=1 -d "$url" -v history_from="$HISTORY_FROM" \
        -v cancel_from="$CANCEL_FROM" "$@"
}

# A staging table has the columns of the file's first line, all text.
stage() {
    local file name columns
    for file in "$@"; do
        name=staged_$(basename "${file,,}" .csv | tr - _)
        columns=$(head -n 1 "$file" | tr -d '\r"' | sed 's/,/ text, /g')
        echo "CREATE UNLOGGED TABLE $name ($columns text);"
        echo "\\copy $name from '$file' (format csv, header)"
        echo "ANALYZE $name;"
    done | sql -f -
}

sql -1 -f "$handed/postgres-tables.sql"
stage "$exports"/{BILL,METER,ARRANGE,DRAFT}.csv "$handed"/{crosswalk,billing-calendar}.csv &
stage "$exports"/{USAGE,PAYMENT,ADJUST,ACCOUNT,CUSTOMER,PREMISE,WEBUSER}.csv
wait $!
sql -f psql_accounts.sql
sql -f psql_bills.sql &
sql -f psql_payments.sql
wait $!
sql -f - <<<"SELECT format('DROP TABLE %I', relname) FROM pg_class WHERE relname LIKE 'staged%' \\gexec"
./keys.sh "$handed" "$url"
