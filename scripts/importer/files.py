# SPDX-License-Identifier: MIT
"""The files of the former shop's digital goods: found in one folder, copied into another.

First the bytes, flushed, then the row: a crash may leave bytes that no row names, but never a row
without its bytes."""

import hashlib
import os
import secrets
import stat
from collections import namedtuple

from importer import Failed, Refused

BLOCK = 1 << 20
# What often is sold, by what stands where in it; anything else is just bytes.
MARKS = (
    ("application/pdf", 0, b"%PDF-"),
    ("application/epub+zip", 30, b"mimetypeapplication/epub+zip"),
    ("application/zip", 0, b"PK\x03\x04"),
    ("audio/mpeg", 0, b"ID3"),
    ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", 0, b"\xff\xd8\xff"),
    ("image/webp", 8, b"WEBPVP8"),
    ("video/mp4", 4, b"ftypisom"),
)

File = namedtuple("File", "path name sha256 size media_type")


class Files:
    def __init__(self, folder, store):
        self.folder, self.store = folder and os.path.realpath(folder), store
        self.seen, self.kept = {}, {}
        for path, name in ((folder, "--files"), (store, "--store")):
            if path and not os.path.isdir(path):
                raise Failed(f"{name} {path} is not a folder")

    def look(self, names):
        """Reads all that are there.  It takes its time, so that it comes before any transaction."""
        for name in names:
            if isinstance(name, str) and name:
                self.seen[name] = self.read(name)

    def find(self, name):
        """A File, or Refused."""
        found = self.seen.get(name, "it has no name of a file")
        if isinstance(found, str):
            raise Refused(found)
        return found

    def read(self, name):
        """A File, or why there is none.  A name leads to a file in the folder, or nowhere."""
        if "://" in name or "\0" in name:
            return "it is a link to elsewhere, and no file"
        if not self.folder:
            return "the folder of its file was not given (--files, --store)"
        path = os.path.realpath(os.path.join(self.folder, name.lstrip("/")))
        if not path.startswith(self.folder + os.sep):
            return "its file lies outside of the folder of files"
        try:
            if not os.path.isfile(path):
                return "its file is not in the folder of files"
            digest, size, first = copy(path, os.devnull)
        except OSError as error:
            return f"its file cannot be read: {error.strerror}"
        return File(path, os.path.basename(name), digest, size, media_type(first))

    def keep(self, file):
        """Copies it into the store, once."""
        if file.sha256 in self.kept:
            return
        key = secrets.token_hex(16)
        path = os.path.join(self.store, key)
        try:
            digest, _, _ = copy(file.path, path)
            give_to_owner(path, self.store)
            flush_names(self.store)
        except OSError as error:
            raise Failed(f"{file.path} cannot be copied to {self.store}: "
                         f"{error.strerror}") from None
        if digest != file.sha256:
            raise Failed(f"{file.path} changed during the import")
        self.kept[file.sha256] = key

    def key(self, file):
        """Its name in the store; a dry run has none."""
        return self.kept.get(file.sha256) or secrets.token_hex(16)

    def drop(self, key):
        os.unlink(os.path.join(self.store, key))


def media_type(first):
    for kind, at, mark in MARKS:
        if first[at:at + len(mark)] == mark:
            return kind
    return "application/octet-stream"


def copy(path, to):
    """Gives the SHA-256, the size and the first bytes."""
    digest, size, first = hashlib.sha256(), 0, b""
    with open(path, "rb") as source, open(to, "wb", opener=private) as target:
        while block := source.read(BLOCK):
            first = first or block[:64]
            digest.update(block)
            size += target.write(block)
        if to != os.devnull:
            target.flush()
            os.fsync(target.fileno())
    return digest.digest(), size, first


def private(path, flags):
    return os.open(path, flags, stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP)


def give_to_owner(path, folder):
    """What root writes belongs to whose folder it is."""
    owner = os.stat(folder)
    if os.geteuid() == 0 and owner.st_uid != 0:
        os.chown(path, owner.st_uid, owner.st_gid)


def flush_names(folder):
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(handle)
    os.close(handle)
