# SPDX-License-Identifier: MIT
"""What was taken, and what was not and why, for people: no personal data, only tables and ids."""

from collections import defaultdict

TAKEN, THERE, LEFT = range(3)


class Report:
    def __init__(self):
        self.counts = {}
        self.refusals = defaultdict(lambda: defaultdict(list))
        self.notes = defaultdict(lambda: defaultdict(list))
        self.columns = {}
        self.tables = {}

    def begin(self, table):
        self.counts.setdefault(table, [0, 0, 0])

    def taken(self, row):
        self.counts[row.table.name][TAKEN] += 1
        self.note(row)

    def there(self, row):
        self.counts[row.table.name][THERE] += 1
        self.note(row)

    def refused(self, row, why):
        self.counts[row.table.name][LEFT] += 1
        self.refusals[row.table.name][why].append(row.id or repr(row.columns["id"])[:40])

    def note(self, row):
        for text in row.notes:
            self.notes[row.table.name][text].append(row.id)

    def left_columns(self, table, names):
        if names:
            self.columns[table] = ", ".join(names)

    def left_table(self, table, count):
        self.tables[table] = f"rows: {count}"

    def left_whole(self, table, count, why):
        self.counts[table] = [0, 0, count]
        if count:
            self.refusals[table][why] = [f"all {count}"]

    def print(self):
        width = max(map(len, self.counts))
        print(f"{'':{width}}  {'taken':>8}  {'there already':>13}  {'not taken':>9}")
        for table, (taken, there, left) in self.counts.items():
            print(f"{table:{width}}  {taken:>8}  {there:>13}  {left:>9}")
        print_rows("Not taken", self.refusals)
        print_rows("Here, but", self.notes)
        print_lines("Columns left behind", self.columns)
        print_lines("Tables left behind", self.tables)


def print_rows(title, tables):
    if tables:
        print(f"\n{title}:")
    for table, reasons in tables.items():
        for why, ids in reasons.items():
            print(f"  {table} {ranges(ids)}: {why}")


def print_lines(title, lines):
    if lines:
        print(f"\n{title}:")
    for name, text in lines.items():
        print(f"  {name}: {text}")


def ranges(ids):
    """1-3, 7, ...: neighbours together."""
    parts = []
    for at in ids:
        last = parts[-1] if parts else None
        if isinstance(at, int) and last and last[1] == at - 1:
            last[1] = at
        else:
            parts.append([at, at] if isinstance(at, int) else [at, None])
    return ", ".join(f"{a}-{b}" if b not in (None, a) else str(a) for a, b in parts)
