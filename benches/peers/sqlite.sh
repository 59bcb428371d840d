#!/usr/bin/env bash
# The job with the sqlite3 program: `.import` into staging tables in memory, then SQL, then keys.
#   sqlite.sh EXPORTS HANDED FILE
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
readonly exports=$1 handed=$2 file=$3
# shellcheck source=/dev/null
source "$handed/policy"

# A staging table has the columns of the file's first line, all text.
stage() {
    local csv name
    for csv in "$@"; do
        name=staged_$(basename "${csv,,}" .csv | tr - _)
        echo ".import --csv --schema temp \"$csv\" $name"
    done
}

{
    echo "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -262144;"
    echo "CREATE TEMP TABLE policy AS
          SELECT '$HISTORY_FROM' AS history_from, '$CANCEL_FROM' AS cancel_from;"
    echo ".read $handed/sqlite-tables.sql"
    stage "$exports"/{ACCOUNT,BILL,USAGE,PAYMENT,ADJUST,METER,CUSTOMER,PREMISE,WEBUSER,ARRANGE,DRAFT}.csv
    stage "$handed"/{crosswalk,billing-calendar}.csv
    echo "BEGIN;"
    echo ".read sqlite.sql"
    echo ".read $handed/sqlite-keys.sql"
    echo "COMMIT;"
} | sqlite3 -bail "$file"
