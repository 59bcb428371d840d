"""The job with DuckDB: its CSV reader and SQL (duckdb.sql), written by its own extensions.

with_duckdb.py EXPORTS HANDED DATABASE     DATABASE is postgres://... or the path of a SQLite file
"""

import pathlib
import sqlite3
import subprocess
import sys
import threading

import duckdb
import duckdb_extension_postgres_scanner
import duckdb_extension_sqlite_scanner

HERE = pathlib.Path(__file__).parent
# Written on two connections of the server, about the same bytes on each.
PARTS = [
    ["bill", "service_location", "meter", "portal_user", "adjustment", "crosswalk"],
    ["usage", "payment", "account", "customer", "installment", "scheduled_payment",
     "billing_calendar"],
]


def load_extension(connection, package):
    found = pathlib.Path(package.__file__).parent.glob("extensions/*/*.duckdb_extension")
    connection.execute(f"LOAD '{next(found)}'")


def variables(exports, handed):
    """Returns what sets the variables of duckdb.sql: they belong to one connection."""
    policy = dict(line.split("=") for line in (handed / "policy").read_text().split())
    return f"""
        SET VARIABLE exports = '{exports}';
        SET VARIABLE handed = '{handed}';
        SET VARIABLE history_from = DATE '{policy["HISTORY_FROM"]}';
        SET VARIABLE cancel_from = DATE '{policy["CANCEL_FROM"]}';
    """


def copy(connection, tables):
    for table in tables:
        connection.execute(f"INSERT INTO portal.{table} BY NAME FROM out_{table}")


def to_postgres(connection, known, handed, url):
    tables = ["psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", url, "-f"]
    subprocess.run([*tables, handed / "postgres-tables.sql"], check=True)
    load_extension(connection, duckdb_extension_postgres_scanner)
    connection.execute(f"ATTACH '{url}' AS portal (TYPE postgres, SCHEMA 'public')")
    failed = []

    def part(tables):
        try:
            with connection.cursor() as cursor:
                cursor.execute(known)
                copy(cursor, tables)
        except duckdb.Error as error:
            failed.append(error)

    threads = [threading.Thread(target=part, args=(tables,)) for tables in PARTS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    connection.close()
    subprocess.run([HERE / "keys.sh", handed, url], check=True)


def to_sqlite(connection, handed, path):
    with sqlite3.connect(path) as made:
        made.executescript((handed / "sqlite-tables.sql").read_text())
    load_extension(connection, duckdb_extension_sqlite_scanner)
    connection.execute(f"ATTACH '{path}' AS portal (TYPE sqlite)")
    connection.execute("BEGIN")
    for tables in PARTS:
        copy(connection, tables)
    connection.execute("COMMIT")
    connection.close()
    keys = sqlite3.connect(path)
    keys.execute("PRAGMA cache_size = -65536")
    keys.executescript("BEGIN;" + (handed / "sqlite-keys.sql").read_text() + "COMMIT;")
    keys.close()


def main():
    exports, handed, database = sys.argv[1:]
    handed = pathlib.Path(handed)
    known = variables(exports, handed)
    connection = duckdb.connect()
    connection.execute(known)
    connection.execute("SET preserve_insertion_order = false")
    connection.execute((HERE / "duckdb.sql").read_text())
    if database.startswith("postgres"):
        to_postgres(connection, known, handed, database)
    else:
        to_sqlite(connection, handed, database)


main()
