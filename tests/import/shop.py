# SPDX-License-Identifier: MIT
"""For tests of scripts/import-sqlite: demo shops to import into, and reports to read."""

import os
import re
import signal
import sqlite3
import subprocess
import tempfile
import time
from contextlib import contextmanager

import pymysql

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SERVER = os.environ["CRUMBLED_TESTDB"]
SOCKET = f"{SERVER}/db.sock"
ACCOUNT = os.environ["CRUMBLED_TESTDB_USER"]


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def run(*command, text=None):
    """What a command says; it must not fail."""
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", cwd=ROOT,
                          check=False)
    if done.returncode != 0:
        raise AssertionError(f"{command[:3]}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def wait_until(is_so, what):
    until = time.monotonic() + 30
    while not is_so():
        if time.monotonic() > until:
            raise AssertionError(f"waited in vain until {what}")
        time.sleep(0.01)


FORMER_SHOP = read("tests/import/former-shop.sql")
EMPTY_SHOP = """
    CREATE TABLE pending_orders (id INTEGER PRIMARY KEY, total, status, created_at);
    CREATE TABLE sales (id INTEGER PRIMARY KEY, pending_order_id, amount, created_at);
    CREATE TABLE deliveries (id INTEGER PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY);
    CREATE TABLE download_tokens (id INTEGER PRIMARY KEY);
    CREATE TABLE cart_items (id INTEGER PRIMARY KEY);"""


class Shop:
    """A demo shop with a database of its own, a former shop, and the folders of an import."""

    made = 0

    def __init__(self, source=FORMER_SHOP):
        Shop.made += 1
        self.name = f"import_{Shop.made}"
        self.dir = tempfile.mkdtemp(dir=SERVER)
        run("scripts/testdb", "clone", SERVER, self.name)
        run("mariadb", "--no-defaults", "--default-character-set=utf8mb4", "-S", SOCKET,
            "-u", ACCOUNT, self.name, text=read("sql/demo/demo.sql"))
        self.db = self.connect()
        # Whom the shop has already.
        self.query("INSERT INTO customers (first_name, email, email_verified, type) "
                   "VALUES ('Held', 'held@example.com', 1, 'registered')")
        self.query("INSERT INTO customers (first_name, phone, phone_verified, type) "
                   "VALUES ('Phone', '+201555555555', 1, 'guest')")
        for folder in ("keys", "secrets", "files/a", "store"):
            os.makedirs(self.path(folder))
        self.configure()
        self.write("keys/track.key", "02" * 32 + "\n")
        self.write("files/a/recipe.pdf", "%PDF-1.4 a recipe")
        self.write("files/a/copy.pdf", "%PDF-1.4 a recipe")
        self.write("files/كتاب.bin", "a book")
        self.write("files/a/unpaid.pdf", "not paid for")
        self.write("outside.txt", "not for sale")
        os.symlink(self.path("outside.txt"), self.path("files/symbolic"))
        self.former(source)

    # ---- before an import

    def path(self, name):
        return os.path.join(self.dir, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def configure(self, name=None, more=""):
        self.write("conf", f"# a shop\n\ndb_socket = {SOCKET}\ndb_name = {name or self.name}\n"
                           f"key_dir = {self.path('keys')}\n"
                           f"db_password_dir = {self.path('secrets')}  # secret\n" + more)

    def former(self, sql):
        """Runs SQL in the former shop's database."""
        source = sqlite3.connect(self.path("former.db"))
        source.executescript(sql)
        source.close()

    def former_rows(self, sql):
        source = sqlite3.connect(self.path("former.db"))
        rows = source.execute(sql).fetchall()
        source.close()
        return rows

    def connect(self):
        return pymysql.connect(unix_socket=SOCKET, user=ACCOUNT, database=self.name,
                               charset="utf8mb4", autocommit=True)

    # ---- imports

    def command(self, *options, files=True):
        folders = ("--files", self.path("files"), "--store", self.path("store"))
        return (f"{ROOT}/scripts/import-sqlite", self.path("former.db"),
                "--conf", self.path("conf"), *(folders if files else ()), *options)

    def take(self, *options, **more):
        """Imports, and gives the report."""
        return Report(run(*self.command(*options, **more)))

    def start(self):
        """In the foreground, wherever these tests run: a shell's background jobs ignore SIGINT."""
        return subprocess.Popen(self.command(), stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, encoding="utf-8",
                                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))

    def finish(self, started):
        """Waits for an import, which must not fail, and gives the report."""
        said = started.communicate(timeout=60)[0]
        if started.returncode != 0:
            raise AssertionError(said)
        return Report(said)

    @contextmanager
    def closed(self, table, where=""):
        """Meanwhile nobody writes into the table, or refers to these rows of it: its rows, and
        the gaps between them, are locked."""
        db = self.connect()
        with db.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
            cursor.execute("START TRANSACTION")
            cursor.execute(f"SELECT * FROM {table} {where} FOR UPDATE")
            yield
        db.rollback()
        db.close()

    def blocked(self):
        """Whether an import waits for such a row."""
        waits = self.query("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'")
        return int(waits[0][1]) > 0

    # ---- what is there afterwards

    def query(self, sql, *args):
        with self.db.cursor() as cursor:
            cursor.execute(sql, args)
            return list(cursor.fetchall())

    def value(self, sql, *args):
        return self.query(sql, *args)[0][0]

    def became(self, table, source_id):
        """The id that a row of the source has here; None if it is not here."""
        found = self.query("SELECT target_id FROM imported_rows WHERE source_table = %s "
                           "AND source_id = %s", table, source_id)
        return found[0][0] if found else None

    def row(self, table, source_table, source_id, columns):
        """Columns of what a row of the source became; moments as text."""
        row = self.query(f"SELECT {columns} FROM {table} WHERE id = %s",
                         self.became(source_table, source_id))[0]
        return tuple(str(v) if hasattr(v, "year") else v for v in row)

    def order(self, source_id, columns):
        return self.row("orders", "pending_orders", source_id, columns)

    def customer(self, source_id, columns):
        return self.row("customers", "customers", source_id, columns)

    def stored(self):
        return sorted(os.listdir(self.path("store")))

    def files(self):
        """What lies under the names of all files."""
        return sorted(read(self.path(f"store/{key}")) for (key,) in
                      self.query("SELECT storage_key FROM files"))

    def faults(self):
        """What sql/checks find."""
        found = []
        for name in sorted(os.listdir(f"{ROOT}/sql/checks")):
            found += self.query(read(f"sql/checks/{name}").replace("%", "%%"))
        return found

    def dump(self):
        return run("mariadb-dump", "--no-defaults", "-S", SOCKET, "-u", ACCOUNT,
                   "--skip-comments", "--no-create-info", "--order-by-primary",
                   "--skip-extended-insert", "--hex-blob", self.name)

    def content(self):
        """Everything in the shop but what differs by chance: ids, random numbers, the time of the
        import; and, by the ids of the source, what belongs to what."""
        content = {}
        for (table,) in self.query("SELECT table_name FROM information_schema.tables "
                                   "WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"):
            columns = self.query(
                "SELECT column_name FROM information_schema.columns "
                "WHERE table_schema = DATABASE() AND table_name = %s", table)
            kept = ", ".join(f"`{name}`" for (name,) in columns if not by_chance(name)) or "1"
            today = time.strftime("%Y-%m-%d", time.gmtime())
            rows = self.query(f"SELECT {kept} FROM `{table}`")
            content[table] = sorted(repr(["now" if str(v).startswith(today) else v for v in row])
                                    for row in rows)
        for table, column, to in LINKS:
            content[table, column] = self.query(
                f"SELECT i.source_table, i.source_id, r.source_id FROM {table} t "
                "JOIN imported_rows i ON i.target_table = %s AND i.target_id = t.id "
                "LEFT JOIN imported_rows r ON r.source_table = %s "
                f"AND r.target_id = t.{column} ORDER BY 1, 2, 3", table, to)
        return content


LINKS = (
    ("orders", "customer_id", "customers"),
    ("sales", "order_id", "pending_orders"),
    ("sales", "customer_id", "customers"),
    ("deliveries", "order_id", "pending_orders"),
    ("download_tokens", "delivery_id", "deliveries"),
    ("customer_activity_log", "customer_id", "customers"),
    ("customer_support_tickets", "order_id", "pending_orders"),
    ("customer_support_tickets", "assigned_admin_id", "users"),
)


def by_chance(column):
    return column != "source_id" and bool(re.fullmatch(
        "id|.*_id|number|tracking_.*|storage_key|imported_at", column))


class Report:
    """What an import said."""

    def __init__(self, text):
        self.text = text
        self.counts = {name: tuple(map(int, numbers.split())) for name, numbers in
                       re.findall(r"^(\w+) +(\d+ +\d+ +\d+)$", text, re.M)}
        self.refused = self.part("Not taken")
        self.notes = self.part("Here, but")

    def part(self, title):
        """{(table, id): [reasons]}, of those that are named one by one."""
        found = {}
        part = re.search(rf"^{title}:\n((?:  .*\n)*)", self.text, re.M)
        lines = re.findall(r"^  (\w+) (-?\d[\d, -]*): (.*)$", part[1] if part else "", re.M)
        for table, ids, why in lines:
            for first, last in re.findall(r"(-?\d+)(?:-(\d+))?", ids):
                for one in range(int(first), int(last or first) + 1):
                    found.setdefault((table, one), []).append(why)
        return found
