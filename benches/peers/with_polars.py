"""The job with Polars, written by ADBC (PostgreSQL) or Python's own sqlite3 (SQLite).

with_polars.py EXPORTS HANDED DATABASE     DATABASE is postgres://... or the path of a SQLite file
"""

import pathlib
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import polars as pl
from adbc_driver_postgresql import dbapi

HERE = pathlib.Path(__file__).parent
# Written on two connections of the server, about the same bytes on each.
PARTS = [
    ["bill", "service_location", "meter", "portal_user", "adjustment", "crosswalk"],
    ["usage", "payment", "account", "customer", "installment", "scheduled_payment",
     "billing_calendar"],
]
CHANNELS = {"10": "card", "20": "bank_draft", "30": "bank_bill_pay", "40": "check", "50": "cash",
            "60": "lockbox", "70": "phone", "80": "kiosk"}
KINDS = {"LF": "late_fee", "CR": "credit", "BF": "balance_forward", "RF": "returned_fee",
         "DA": "deposit_applied", "RR": "refund"}


def day(name):
    return pl.col(name).str.to_date("%m/%d/%Y")


def cents(name):
    return (pl.col(name).cast(pl.Decimal(14, 2)) * 100).cast(pl.Int64)


def code(name, codes):
    return pl.col(name).replace_strict(codes, return_dtype=pl.String)


def tables(exports, handed):
    """Returns the finished tables as lazy frames; columns left out are null."""
    policy = dict(line.split("=") for line in (handed / "policy").read_text().split())
    history_from = pl.lit(policy["HISTORY_FROM"]).str.to_date()
    cancel_from = pl.lit(policy["CANCEL_FROM"]).str.to_date()

    def read(name, folder=exports):
        return pl.scan_csv(pathlib.Path(folder) / f"{name}.csv", infer_schema=False)

    crosswalk = read("crosswalk", handed)
    iso = ["legacy_read_date", "read_date", "legacy_bill_date", "bill_date", "legacy_due_date",
           "due_date"]
    calendar = read("billing-calendar", handed).select(
        "bill_cycle", "period", *[pl.col(c).str.to_date("%Y-%m-%d") for c in iso],
        pl.col("days_in_period", "accounts").cast(pl.Int64), "moved_by")
    carried = read("ACCOUNT").join(
        crosswalk.filter(pl.col("disposition") == "carried"),
        left_on="ACCT_NO", right_on="legacy_account_number").cache()
    keys = carried.select("ACCT_NO", "account_number", "CYCLE")
    users = read("WEBUSER")

    bills = read("BILL").with_columns(day("BILL_DATE"), day("DUE_DATE")) \
        .filter(pl.col("BILL_DATE") >= history_from).join(keys, on="ACCT_NO").cache()
    due = calendar.select("bill_cycle", "legacy_due_date", moved="due_date")
    bill = bills.join(due, left_on=["CYCLE", "DUE_DATE"], right_on=["bill_cycle", "legacy_due_date"],
                      how="left").select(
        "account_number", bill_id="BILL_ID", legacy_bill_id="BILL_ID", bill_date="BILL_DATE",
        due_date=pl.coalesce("moved", "DUE_DATE"), legacy_due_date="DUE_DATE",
        period_start=day("FROM_DATE"), period_end=day("TO_DATE"),
        previous_balance_cents=cents("PREV_BAL"), current_charges_cents=cents("CHARGES"),
        total_due_cents=cents("TOTAL_DUE"), image_available=pl.lit(False),
        moved_by=pl.when(pl.col("moved") != pl.col("DUE_DATE")).then(pl.lit("cycle_day")))
    usage = read("USAGE").join(bills.select("BILL_ID", "account_number"), on="BILL_ID").select(
        "account_number", usage_id=pl.col("BILL_ID") + "/" + pl.col("METER_NO"),
        meter_number="METER_NO", legacy_bill_id="BILL_ID", period_start=day("FROM_DATE"),
        period_end=day("TO_DATE"), quantity=pl.col("KWH").cast(pl.Int64), unit=pl.lit("kWh"),
        read_type=pl.lit("actual"))
    payment = read("PAYMENT").with_columns(day("PAID_ON")) \
        .filter(pl.col("PAID_ON") >= history_from).join(keys, on="ACCT_NO").select(
        "account_number", payment_id="PAY_ID", legacy_payment_id="PAY_ID", paid_on="PAID_ON",
        amount_cents=cents("AMOUNT"), channel=code("SOURCE", CHANNELS),
        status=pl.when(cents("AMOUNT") < 0).then(pl.lit("returned")).otherwise(pl.lit("posted")),
        reference="REFERENCE").cache()
    adjustment = read("ADJUST").with_columns(day("POSTED")) \
        .filter(pl.col("POSTED") >= history_from).join(keys, on="ACCT_NO").select(
        "account_number", adjustment_id="ADJ_ID", legacy_adjustment_id="ADJ_ID", posted_on="POSTED",
        amount_cents=cents("AMOUNT"), kind=code("ADJ_CODE", KINDS), description="DESCR").cache()

    # The opening balance: what is owed today without all that the window shows.
    def sums(frame, column, name):
        return frame.group_by("account_number").agg(pl.col(column).sum().alias(name))

    account = carried \
        .join(sums(bill, "current_charges_cents", "charged"), on="account_number", how="left") \
        .join(sums(adjustment, "amount_cents", "adjusted"), on="account_number", how="left") \
        .join(sums(payment, "amount_cents", "paid"), on="account_number", how="left") \
        .join(users.select("CUST_ID", user=pl.lit(True)).unique(), on="CUST_ID", how="left") \
        .with_columns(pl.col("charged", "adjusted", "paid").fill_null(0)) \
        .select(
            "account_number", legacy_account_number="ACCT_NO", customer_id="CUST_ID",
            service_location_id="PREM_ID", status=code("STATUS", {"A": "open", "F": "closed"}),
            opened_on=day("OPENED"), closed_on=day("CLOSED"), bill_cycle="CYCLE",
            custom_due_day=pl.col("DUE_DAY").cast(pl.Int64), statement_group="STMT_GRP",
            rate_class="RATE",
            opening_balance_cents=cents("BALANCE") - pl.col("charged") - pl.col("adjusted")
            + pl.col("paid"),
            opening_balance_on=history_from, balance_cents=cents("BALANCE"),
            deposit_cents=cents("DEPOSIT"),
            donation_program=pl.when(cents("DONATION") > 0).then(pl.lit("Neighbor Fund")),
            donation_cents=cents("DONATION"), medical_baseline=pl.col("MED_BASE") == "Y",
            autopay_status=pl.when((pl.col("STATUS") == "A") & (pl.col("AUTOPAY") == "Y"))
            .then(pl.lit("re_enroll_required")).otherwise(pl.lit("none")),
            paperless=pl.lit(False),
            portal_status=pl.when(pl.col("user")).then(pl.lit("enrolled"))
            .otherwise(pl.lit("unenrolled")))

    people = carried.select("CUST_ID").unique()
    customer = read("CUSTOMER").join(people, on="CUST_ID", how="semi").select(
        customer_id="CUST_ID", legacy_customer_id="CUST_ID",
        kind=code("CUST_TYPE", {"R": "residential", "B": "business"}),
        **{new: pl.col(old).fill_null("") for new, old in {
            "first_name": "FIRST_NAME", "last_name": "LAST_NAME", "business_name": "COMPANY",
            "email": "EMAIL", "phone": "PHONE"}.items()},
        language=code("LANG", {"E": "en", "S": "es"}),
        **{new: pl.col(old).fill_null("") for new, old in {
            "mailing_line1": "MAIL_1", "mailing_line2": "MAIL_2", "mailing_city": "MAIL_CITY",
            "mailing_state": "MAIL_STATE", "mailing_postal_code": "MAIL_ZIP"}.items()})
    service_location = read("PREMISE") \
        .join(carried.select("PREM_ID").unique(), on="PREM_ID", how="semi").select(
            service_location_id="PREM_ID", legacy_premise_id="PREM_ID",
            **{new: pl.col(old).fill_null("") for new, old in {
                "line1": "ADDR_1", "line2": "ADDR_2", "city": "CITY", "state": "STATE",
                "postal_code": "ZIP"}.items()}, district="DISTRICT")
    meter = read("METER").join(keys, on="ACCT_NO").select(
        "account_number", meter_number="METER_NO", commodity=pl.lit("electric"),
        multiplier=pl.lit(1, pl.Int64), installed_on=day("INSTALLED"), removed_on=day("REMOVED"))
    installment = read("ARRANGE").join(keys, on="ACCT_NO").select(
        "account_number", arrangement_id="ARR_ID", sequence=pl.col("SEQ").cast(pl.Int64),
        legacy_due_date=day("DUE_DATE"), due_date=day("DUE_DATE"), amount_cents=cents("AMOUNT"))
    scheduled_payment = read("DRAFT").join(keys, on="ACCT_NO").select(
        "account_number", scheduled_payment_id="DRAFT_ID", legacy_draft_date=day("DRAFT_DATE"),
        draft_date=day("DRAFT_DATE"), amount_cents=cents("AMOUNT"),
        status=pl.when(day("DRAFT_DATE") >= cancel_from).then(pl.lit("cancelled"))
        .otherwise(pl.lit("carried")))
    portal_user = users.join(people, on="CUST_ID", how="semi").select(
        user_id="USER_ID", customer_id="CUST_ID", login="LOGIN", email="EMAIL",
        password_hash="PASSWORD_HASH", credentials=pl.lit("carried"),
        failed_logins=pl.col("FAILED").cast(pl.Int64), locked=pl.col("STATUS") == "L",
        last_login_at=pl.col("LAST_LOGIN").str.to_datetime("%m/%d/%Y %H:%M")
        .dt.replace_time_zone("America/Los_Angeles", ambiguous="earliest")
        .dt.convert_time_zone("UTC"))
    return {
        "bill": bill, "usage": usage, "payment": payment, "adjustment": adjustment,
        "account": account, "customer": customer, "service_location": service_location,
        "meter": meter, "installment": installment, "scheduled_payment": scheduled_payment,
        "portal_user": portal_user, "crosswalk": crosswalk, "billing_calendar": calendar}


def to_postgres(finished, handed, url):
    psql = ["psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", url, "-f"]
    subprocess.run([*psql, handed / "postgres-tables.sql"], check=True)
    # Columns that are `numeric` on the server want decimals.
    exact = {"usage": "quantity", "meter": "multiplier"}
    for table, column in exact.items():
        decimal = pl.col(column).cast(pl.Decimal(14, 0))
        finished[table] = finished[table].with_columns(decimal)

    def part(names):
        with dbapi.connect(url) as connection, connection.cursor() as cursor:
            for name in names:
                cursor.adbc_ingest(name, finished[name].to_arrow(), mode="append")
            connection.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(part, PARTS))
    subprocess.run([HERE / "keys.sh", handed, url], check=True)


def to_sqlite(finished, handed, path):
    made = sqlite3.connect(path, isolation_level=None)
    made.execute("PRAGMA cache_size = -65536")
    made.executescript((handed / "sqlite-tables.sql").read_text())
    made.execute("BEGIN")
    for names in PARTS:
        for name in names:
            frame = finished[name].with_columns(
                pl.selectors.date().dt.to_string("%Y-%m-%d"),
                pl.selectors.datetime().dt.to_string("%Y-%m-%dT%H:%M:%SZ"))
            marks = ", ".join("?" * frame.width)
            made.executemany(
                f"INSERT INTO {name} ({', '.join(frame.columns)}) VALUES ({marks})",
                frame.iter_rows())
    made.execute("COMMIT")
    made.executescript("BEGIN;" + (handed / "sqlite-keys.sql").read_text() + "COMMIT;")
    made.close()


def main():
    exports, handed, database = sys.argv[1:]
    handed = pathlib.Path(handed)
    lazy = tables(exports, handed)
    # One plan, so that what two tables are made of is read once.
    finished = dict(zip(lazy, pl.collect_all(list(lazy.values()))))
    if database.startswith("postgres"):
        to_postgres(finished, handed, database)
    else:
        to_sqlite(finished, handed, database)


main()
