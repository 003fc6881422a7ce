# SPDX-License-Identifier: MIT
"""The parts of scripts/import-sqlite, which says what it does.

    names     what the former shop may call things; the file to edit for another shop
    values    money, moments, e-mails, phones: read exactly, or not at all
    source    its SQLite file, row by row
    shop      our database, in transactions
    tables    what each row becomes
    files     the files of its digital goods
    report    what was taken, and what not and why
"""


class Failed(Exception):
    """The import cannot go on; the message is one sentence for whoever started it."""


class Refused(Exception):
    """A row is not taken; the message says why, without personal data."""
