# SPDX-License-Identifier: MIT
"""Our database, as the account of the migration or an administrator, and the key of tracking
links."""

import base64
import getpass
import hashlib
import hmac
import os
import re
import secrets
from contextlib import contextmanager, suppress

import pymysql

from importer import Failed, Refused

NUMBER_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32, as sale/checkout.c has it
STRICT = ("ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
          "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION")

NO_TABLE = 1146
BUSY = (1020, 1205, 1213)  # changed meanwhile, waited too long, deadlock: the batch is done again
# A row that breaks a constraint: taken twice, NULL, too long, no parent, out of range, a CHECK.
UNFIT = (1048, 1062, 1264, 1292, 1366, 1406, 1452, 3819, 4025)


class Busy(Exception):
    """The transaction is gone and may be done again."""


def read_conf(path):
    """The file that `crumbled run` reads: name = value, # for comments."""
    try:
        with open(path, encoding="utf-8") as file:
            lines = [line.split("#", 1)[0].partition("=") for line in file]
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(f"the configuration {path} cannot be read: {reason(error)}") from None
    conf = {name.strip(): value.strip() for name, equals, value in lines if equals}
    missing = [name for name in ("key_dir", "db_password_dir") if not conf.get(name)]
    if not conf.get("db_socket") and not conf.get("db_host"):
        missing.append("db_socket")
    if missing:
        raise Failed(f"the configuration {path} has no {', '.join(missing)}")
    if not conf.get("db_port", "3306").isdigit():
        raise Failed(f"the configuration {path} has an odd db_port")
    return conf


def read_secret(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Failed(f"{path} cannot be read: {reason(error)}") from None


def read_key(conf):
    text = read_secret(os.path.join(conf["key_dir"], "track.key"))
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise Failed(f"{conf['key_dir']}/track.key is not a key of 64 hexadecimal digits")
    return bytes.fromhex(text)


def account(conf, user, password_file):
    """Whoever was named; else crumbled_migrate, if we may read its password; else ourselves."""
    migrate = os.path.join(conf["db_password_dir"], "migrate")
    if user or password_file:
        return user or "crumbled_migrate", read_secret(password_file) if password_file else ""
    if os.access(migrate, os.R_OK):
        return "crumbled_migrate", read_secret(migrate)
    return getpass.getuser(), ""


def connect(conf, user, password):
    where = {"unix_socket": conf["db_socket"]} if conf.get("db_socket") else {
        "host": conf["db_host"], "port": int(conf.get("db_port", "3306"))}
    name = conf.get("db_name", "crumbled_nextDB")
    try:
        db = pymysql.connect(user=user, password=password, database=name, charset="utf8mb4",
                             client_flag=pymysql.constants.CLIENT.FOUND_ROWS, connect_timeout=10,
                             autocommit=True, **where)
        with db.cursor() as cursor:
            cursor.execute("SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci")
            cursor.execute("SET SESSION sql_mode = %s, time_zone = '+00:00'", (STRICT,))
            cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
            cursor.execute("SELECT 1 FROM imported_rows LIMIT 1")
            # It goes with the connection; that of a killed import may last a moment longer.
            cursor.execute("SELECT GET_LOCK(%s, 10)", (f"import {name}"[:64],))
            if cursor.fetchone()[0] != 1:
                raise Failed("another import is at work")
        return db
    except pymysql.MySQLError as error:
        if error.args and error.args[0] == NO_TABLE:
            raise Failed(f"the schema of {name} is too old: deploy sql/ first") from None
        raise Failed(f"no connection to the database as {user}: {reason(error)}") from None


def reason(error):
    """The sentence of an error, without its number."""
    return getattr(error, "strerror", None) or str(error.args[-1] if error.args else error)


class Shop:
    """Transactions of one batch each.  A dry run is one transaction, taken back at the end."""

    def __init__(self, db, track_key, now, is_dry):
        self.db, self.track_key, self.now, self.is_dry = db, track_key, now, is_dry
        self.cursor = db.cursor()
        if is_dry:
            self.execute("START TRANSACTION")

    def execute(self, sql, *args):
        """The number of rows changed, or found."""
        try:
            return self.cursor.execute(sql, args)
        except pymysql.MySQLError as error:
            code = error.args[0] if error.args else 0
            if code in BUSY and not self.is_dry:
                raise Busy from None
            if code in UNFIT:
                raise Refused(unfit(error)) from None
            raise Failed(f"the database refuses: {reason(error)}") from None

    def one(self, sql, *args):
        """The first row; None if there is none."""
        self.execute(sql, *args)
        return self.cursor.fetchone()

    def all(self, sql, *args):
        self.execute(sql, *args)
        return self.cursor.fetchall()

    def insert(self, table, **columns):
        """Its id.  The names of tables and columns are ours, the values are bound."""
        places = ", ".join(["%s"] * len(columns))
        self.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})",
                     *columns.values())
        return self.cursor.lastrowid

    @contextmanager
    def batch(self):
        if self.is_dry:
            yield
            return
        self.execute("START TRANSACTION")
        try:
            yield
        except BaseException:
            with suppress(pymysql.MySQLError):  # the connection may be what went
                self.db.rollback()
            raise
        self.execute("COMMIT")

    @contextmanager
    def row(self):
        """What one row becomes is there as a whole or not at all."""
        self.execute("SAVEPOINT one_row")
        try:
            yield
        except Refused:
            self.execute("ROLLBACK TO SAVEPOINT one_row")
            raise

    def close(self):
        if self.is_dry:
            self.db.rollback()
        self.db.close()

    # ---- what was imported

    def remembered(self, rows):
        """{id: hash} of those rows of one table that are here."""
        if not rows:
            return {}
        places = ", ".join(["%s"] * len(rows))
        return dict(self.all(
            "SELECT source_id, row_hash FROM imported_rows WHERE source_table = %s "
            f"AND source_id IN ({places})", rows[0].table.name, *(row.id for row in rows)))

    def remember(self, row, target_table, target_id):
        self.insert("imported_rows", source_table=row.table.name, source_id=row.id,
                    row_hash=row.hash(), target_table=target_table, target_id=target_id,
                    imported_at=self.now)

    def target(self, table, source_id):
        """What became of a row of the source; None if it is not here."""
        found = self.one(
            "SELECT i.target_id, c.erased_at FROM imported_rows i LEFT JOIN customers c "
            "ON c.id = i.target_id AND i.target_table = 'customers' "
            "WHERE i.source_table = %s AND i.source_id = %s", table, source_id)
        if found and found[1]:
            raise Refused(f"{table} {source_id} was erased here, as that person asked")
        return found and found[0]

    # ---- orders

    def new_number(self):
        """As sale/checkout.c makes them: number and nonce, and the hash of the token of both."""
        number = "".join(secrets.choice(NUMBER_DIGITS) for _ in range(10))
        nonce = secrets.token_bytes(16)
        key = number.encode().ljust(16, b"\0") + nonce
        mac = hmac.new(self.track_key, key, hashlib.sha256).digest()
        token = base64.urlsafe_b64encode(mac).rstrip(b"=")
        return {"number": number, "tracking_nonce": nonce,
                "tracking_token_hash": hashlib.sha256(token).digest()}


def unfit(error):
    """Which constraint; the server's own sentence may hold what somebody typed."""
    found = re.search(r"(?:key|constraint|column) ['`\"]([\w.]+)", str(error.args[-1]), re.I)
    return f"the database does not take it: {found[1] if found else error.args[0]}"
