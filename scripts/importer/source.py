# SPDX-License-Identifier: MIT
"""The former shop's SQLite file: opened for reading only, seen at one moment, row by row."""

import hashlib
import os
import sqlite3
from urllib.parse import quote

from importer import Failed, Refused, values
from importer.names import COLUMNS, NEEDED_TABLES

ID_MAX = 2 ** 63 - 1


class Source:
    def __init__(self, path):
        self.path = path
        try:
            if not os.path.isfile(path):
                raise Failed(f"there is no file {path}")
            self.db = sqlite3.connect(f"file:{quote(os.path.abspath(path))}?mode=ro", uri=True,
                                      isolation_level=None)
            self.db.text_factory = text_or_bytes
            self.db.execute("BEGIN")
            self.tables = {name.lower(): name for name in self.list_tables()}
            broken, = self.db.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.Error as error:
            raise Failed(f"{path} is not a SQLite database that can be read: {error}") from None
        if broken != "ok":
            raise Failed(f"{path} is damaged: {' '.join(broken.split())}")
        missing = [name for name in NEEDED_TABLES if name not in self.tables]
        if missing:
            raise Failed(f"{path} is not the former shop's database: it has no "
                         f"{', '.join(missing)}")

    def list_tables(self):
        found = self.db.execute("SELECT name FROM sqlite_master WHERE type = 'table' "
                                "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")
        return [name for (name,) in found.fetchall()]

    def has(self, table):
        return table in self.tables

    def count(self, table):
        return self.query(f"SELECT COUNT(*) FROM {quoted(self.tables[table])}")[0][0]

    def query(self, sql, *args):
        try:
            return self.db.execute(sql, args).fetchall()
        except sqlite3.Error as error:
            raise Failed(f"{self.path} cannot be read any further: {error}") from None

    def columns(self, table):
        found = self.query(f"PRAGMA table_info({quoted(self.tables[table])})")
        return [column[1].lower() for column in found]

    def table(self, name):
        return Table(self, name)


class Table:
    """A table of the source, and which of its columns are what."""

    def __init__(self, source, name):
        self.source, self.name = source, name
        self.sql_name = quoted(source.tables[name])
        self.columns = source.columns(name)
        if "id" not in self.columns:
            raise Failed(f"{source.path}: {name} has no column id")
        self.found = {"id": "id"}
        for what, candidates in COLUMNS.get(name, {}).items():
            there = [column for column in candidates if column in self.columns]
            if there:
                self.found[what] = there[0]

    def left_behind(self):
        return [column for column in self.columns if column not in self.found.values()]

    def batches(self, size, negative_last=None):
        """Lists of rows by rising id; those whose amount in that column is negative come last."""
        order = "id"
        if negative_last in self.found:
            order = f"CAST({quoted(self.found[negative_last])} AS REAL) < 0, id"
        try:
            rows = self.source.db.execute(f"SELECT * FROM {self.sql_name} ORDER BY {order}")
            while batch := rows.fetchmany(size):
                yield [Row(self, dict(zip(self.columns, row))) for row in batch]
        except sqlite3.Error as error:
            raise Failed(f"{self.source.path} cannot be read any further: {error}") from None

    def distinct(self, what):
        """The values of a column, as a set; empty if there is none."""
        if what not in self.found:
            return set()
        column = quoted(self.found[what])
        rows = self.source.query(f"SELECT DISTINCT {column} FROM {self.sql_name}")
        return {value for (value,) in rows}


class Row:
    """One row.  Its readers return None for NULL, and note or refuse what they cannot read."""

    def __init__(self, table, columns):
        self.table, self.columns = table, columns
        self.notes = []

    @property
    def id(self):
        """None if it is no number above 0."""
        return values.whole(self.columns["id"], 1, ID_MAX)

    def hash(self):
        return hashlib.sha256(repr(sorted(self.columns.items())).encode()).digest()

    def raw(self, what):
        return self.columns.get(self.table.found.get(what))

    def note(self, text):
        self.notes.append(text)

    def needed(self, what, read, *args):
        value = read(self.raw(what), *args)
        if value is None:
            columns = COLUMNS[self.table.name][what]
            if what not in self.table.found:
                raise Refused(f"there is no column {' or '.join(columns)}")
            raise Refused(f"its {self.table.found[what]} {shown(self.raw(what))}")
        return value

    def optional(self, what, read, *args):
        value = self.raw(what)
        if value is None or value == "":
            return None
        value = read(value, *args)
        if value is None:
            self.note(f"without its {self.table.found[what]}, which cannot be read")
        return value

    def money(self, what):
        return self.needed(what, values.money)

    def moment(self, what):
        return self.optional(what, values.moment)

    def text(self, what, most, read=values.clean):
        """At most that many characters; None if nothing is left."""
        value = self.optional(what, values.plain)
        value = read(value) if value is not None else ""
        if len(value) > most:
            self.note(f"with a shorter {self.table.found[what]}: it is longer than {most}")
        return value[:most].strip(values.BLANKS) or None

    def line(self, what, most):
        return self.text(what, most, values.one_line)

    def word(self, what):
        """A name of something: in small letters."""
        value = values.plain(self.raw(what))
        return values.lower(value.strip(values.BLANKS)) if value else None

    def choice(self, what, words, default=None):
        """One of these words; without any the default, which None refuses."""
        word = self.word(what) or default
        if word not in words:
            raise Refused(f"its {self.table.found.get(what, what)} {shown(self.raw(what))}")
        return word

    def flag(self, what):
        return values.whole(self.raw(what), 1, 1) == 1

    def created_at(self, otherwise):
        """When the row was made; else that moment, and None refuses."""
        at = values.moment(self.raw("created_at"))
        if at is None and otherwise is None:
            return self.needed("created_at", values.moment)
        if at is None:
            self.note("as of today: its created_at cannot be read")
        return at or otherwise


def shown(value):
    """What is wrong with a value: never at length, nor something that a terminal would obey."""
    if value is None:
        return "is missing"
    if isinstance(value, bytes):
        return "is not text"
    text = repr(value)
    return f"cannot be read: {text if len(text) <= 40 else text[:37] + '...'}"


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def text_or_bytes(data):
    """Text of another encoding than UTF-8 stays what it is: bytes, which nobody takes for text."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return bytes(data)
