# A PostgreSQL server for tests, in a folder of its own: sourced by tests/run and tests/stress.

# Prints where a program is. Debian keeps PostgreSQL's own out of the way: the newest counts.
where_is() {
    command -v "$1" || find /usr/lib/postgresql/*/bin -name "$1" 2>/dev/null | sort -V | tail -n 1
}

# PostgreSQL refuses to run as root: it is then started as the user that its package has made.
as_server() {
    if [[ $(id -u) -eq 0 ]]; then
        setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"
    else
        "$@"
    fi
}

# Makes a server in a folder of its own, reached through a socket there, and starts it; it goes with
# the script. Nothing on it is worth a disk's time, so it does not wait for one.
start_server() {
    folder=$(mktemp -d "${TMPDIR:-/tmp}/cutover-tests.XXXXXX")
    trap stop_server EXIT
    [[ $(id -u) -ne 0 ]] || chown postgres "$folder"
    as_server "$(where_is initdb)" --no-sync --auth=trust --username=ops --encoding=UTF8 --locale=C \
        -D "$folder/data" >/dev/null
    if ! wake_server; then
        cat "$folder/log" >&2
        echo "$0: the PostgreSQL server does not start; no test has been run" >&2
        exit 1
    fi
    export CUTOVER_TESTS_SERVER="postgres://ops@${folder//\//%2F}"
}

# Starts the server that is there, and waits until it answers.
wake_server() {
    as_server "$(where_is pg_ctl)" start -w -s -D "$folder/data" -l "$folder/log" \
        -o "-k $folder -c listen_addresses= -c fsync=off -c full_page_writes=off"
}

# Ends the server as if the power had gone.
crash_server() {
    as_server "$(where_is pg_ctl)" stop -w -s -m immediate -D "$folder/data"
}

stop_server() {
    as_server "$(where_is pg_ctl)" stop -s -m immediate -D "$folder/data" || true
    rm -rf "$folder"
}
