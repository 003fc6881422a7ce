# SPDX-License-Identifier: MIT
"""What strangers wrote, read exactly or not at all (None, unless it is said otherwise).

E-mails and phones become what lib/base/str.c makes of them, since orders are claimed by comparing
the two; tests/http/import_test.c holds one against the other."""

import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal

MONEY = re.compile(r"-?[0-9]{1,8}(\.[0-9]{1,2})?", re.ASCII)
MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)"
                    r"(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
SECONDS = re.compile(r"[0-9]{1,10}", re.ASCII)
BCRYPT = re.compile(r"\$2[aby]\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}", re.ASCII)
USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,63}", re.ASCII)
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)

FIRST_NAME_MAX, LAST_NAME_MAX = 100, 155
YEARS = range(1970, 2100)

BLANKS = " \t\n\v\f\r\u00a0\u202f\u200b\u200c\u200d\u2060\ufeff"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
DIGITS = {chr(zero + i): str(i) for zero in (0x30, 0x660, 0x6F0, 0xFF10) for i in range(10)}
LOWER = {ord(c): ord(c) + 32 for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}

# Country codes that nobody has, and those of satellites and services.
NO_COUNTRIES = tuple(
    "0 28 83 87 88 89 210 214 215 217 219 259 292 293 294 295 296 384 388 422 424 425 426 427 428 "
    "429 671 684 693 694 695 696 697 698 699 800 801 802 803 804 805 806 807 808 809 851 854 857 "
    "858 859 969 978 979 990 991 997 999".split())


def plain(value):
    """A value as text; None if it is a blob, or text that is not UTF-8."""
    if isinstance(value, (int, float)):
        return repr(value)
    return value if isinstance(value, str) else None


def lower(text):
    return text.translate(LOWER)


def clean(text):
    """Without control characters but those of lines, and without blanks at its ends."""
    kept = (c for c in text if c in "\n\t" or c >= " " and not "\x7f" <= c <= "\x9f")
    return "".join(kept).strip(BLANKS)


def one_line(text):
    """Where the program takes no line breaks."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def money(value):
    """A float is read as it is written: the shortest text that means it."""
    text = (plain(value) or "").strip(BLANKS)
    return Decimal(text) + 0 if MONEY.fullmatch(text) else None  # + 0: there is no -0.00


def moment(value):
    """A form of SQLite's date and time functions, or seconds since 1970.  Without a zone: UTC."""
    text = (plain(value) or "").strip(BLANKS)
    try:
        if SECONDS.fullmatch(text):
            return in_range(datetime(1970, 1, 1) + timedelta(seconds=int(text)))
        found = MOMENT.fullmatch(text)
        if not found:
            return None
        at = datetime(*(int(part or 0) for part in found.groups()[:6]))
        if found[7] not in (None, "Z"):
            zone = datetime.strptime(found[7], "%z").tzinfo
            at = at.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)
        return in_range(at)
    except (ValueError, OverflowError):
        return None


def in_range(at):
    return at if at.year in YEARS else None


def whole(value, least, most):
    text = (plain(value) or "").strip(BLANKS)
    is_whole = re.fullmatch(r"-?[0-9]{1,19}", text, re.ASCII)
    return int(text) if is_whole and least <= int(text) <= most else None


# ---- who somebody is


def email(value):
    address = lower((plain(value) or "").strip(BLANKS))
    local, at, host = address.partition("@")
    if not at or len(address.encode()) > 254 or len(local.encode()) > 64 or "\0" in address:
        return None
    if not local or local[0] == "." or local[-1] == "." or ".." in local:
        return None
    labels = host.split(".")
    if not all(LABEL.fullmatch(label) for label in labels):
        return None
    if len(labels) < 2 or labels[-1].isdigit():  # an address is no name
        return None
    return address if all(c == "." or is_local(c) for c in local) else None


def is_local(c):
    if c < "\x80":
        return " " < c < "\x7f" and c not in '()<>[]:;@\\,"'
    return c > "\xa0" and not (
        "\u2000" <= c <= "\u206f" or c == "\u3000" or "\ud800" <= c <= "\uf8ff"
        or "\ufdd0" <= c <= "\ufdef" or "\ufe00" <= c <= "\ufe6f" or c >= "\uff00")


def phone(value):
    """In E.164; without a country it is an Egyptian one."""
    digits, plus = "", False
    for c in plain(value) or "":
        if c in DIGITS and len(digits) < 17:
            digits += DIGITS[c]
        elif c in "+\uff0b" and not digits:
            plus = True
        elif c not in BLANKS + DASHES + DIRECTIONS + ".()[]":
            return None
    if not plus and digits.startswith("00"):
        digits, plus = digits[2:], True
    if not plus and digits.startswith("0"):
        digits = digits[1:]
    elif digits.startswith("20") and (plus or is_egyptian_mobile(digits[2:])):
        digits = digits[2:].removeprefix("0")
    elif plus:
        is_some = 8 <= len(digits) <= 15 and not digits.startswith(NO_COUNTRIES)
        return "+" + digits if is_some else None
    elif not is_egyptian_mobile(digits):
        return None
    if is_egyptian_mobile(digits) or (len(digits) in (8, 9) and digits[0] >= "2"):
        return "+20" + digits
    return None


def is_egyptian_mobile(digits):
    return len(digits) == 10 and digits[0] == "1" and digits[1] in "0125"


def cut_name(name):
    """A name that comes whole is cut at its first blank: first name, and the rest or None."""
    first, _, last = name[:FIRST_NAME_MAX + 1].partition(" ")
    first = first[:FIRST_NAME_MAX]
    last = name[len(first):].strip(BLANKS)
    return first, last[:LAST_NAME_MAX] or None
