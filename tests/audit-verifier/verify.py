#!/usr/bin/env python3
"""Checks an export of the audit log: a second verifier, written from docs/audit-log.md alone; it shares nothing with ours.

    verify.py --key VKEY [--checkpoint FILE]... EXPORT    prints what it found as JSON; exits as `canvasback audit verify` does
    verify.py --batch                                     a request a line: {"export": FILE, "key": VKEY, "kept": [NOTE, ...]}
"""

import argparse
import json
import sys

from texts import Key, Unreadable, checkpoint, next_key
from walk import Walk, is_count, is_hash, sha256


class Roots:
    """Roots of the first leaves of a list at any size, smallest first: RFC 6962, section 2.1."""

    def __init__(self, leaves):
        self.leaves, self.taken, self.peaks = leaves, 0, []

    def at(self, size):
        while self.taken < size:
            node, number = self.leaves[self.taken], self.taken
            while number & 1:
                node = sha256(b"\x01", self.peaks.pop(), node)
                number >>= 1
            self.peaks.append(node)
            self.taken += 1
        if size == 0:
            return sha256(b"")
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = sha256(b"\x01", peak, root)
        return root


def trusted_keys(pinned, lines):
    keys = [pinned]
    for line in lines:
        try:
            keys.append(next_key(line.get("note"), keys[-1]))
        except Unreadable:
            continue
    return keys


EXPLAINS = {"malformed", "changed", "dropped", "reordered", "inserted"}


def verify(lines, vkey, kept):
    walk = Walk(lines)
    keys = trusted_keys(Key(vkey), walk.keys)
    origin = "%s/%s" % (keys[0].name, walk.tree)
    whole = walk.lost is None
    roots = Roots([bytes.fromhex(leaf) if is_hash(leaf) else bytes(32) for leaf in walk.leaves])
    states, points = [], []
    for note in kept:
        point = opened(note, keys)
        if point is None:
            states.append("not_signed")
        elif point[0] != origin:
            states.append("other_log")
        else:
            points.append((point[1], point[2], True))
    cut = walk.last is None
    own = None if walk.last is None else opened(walk.last, keys)
    if walk.last is not None and (own is None or own[0] != origin or walk.origin != origin):
        walk.found("resigned", walk.count())
    elif own is not None and (not whole or own[1] >= walk.count()):
        points.append((own[1], own[2], False))
    elif own is not None:
        walk.found("inserted", own[1])
    fits, forks = 0, []
    for size, root, is_kept in sorted(points, key=lambda one: one[0]):
        if size > walk.count():
            cut, state = True, "truncated"
        elif roots.at(size) == root:
            fits, state = size, "kept"
        else:
            state = "forked"
            forks.append((fits, max(fits, size - 1)))
        if is_kept:
            states.append(state)
    walk.judge_missing(cut and whole)
    if cut and whole:
        walk.found("truncated", walk.count())
    for first, last in forks[:1]:
        if not any(code in EXPLAINS and first <= place <= last for code, place, _ in walk.findings):
            walk.found("forked", first, last)
    findings = [
        {"code": code, "index": first, **({} if last is None else {"last": last})}
        for code, first, last in sorted(walk.findings, key=lambda one: (one[1], one[0]))
    ]
    return {"entries": walk.count(), "findings": findings, "kept": sorted(states)}


def opened(note, keys):
    """Origin, size and root, or None for what no trusted key signed."""
    try:
        return checkpoint(note, keys)
    except Unreadable:
        return None


def as_whole(text):
    """1.0 and 1e0 are the number 1 in JSON."""
    number = float(text)
    return int(number) if number.is_integer() else number


def read_line(data):
    try:
        line = json.loads(data.decode("utf-8"), parse_float=as_whole)
    except (ValueError, RecursionError):
        return None
    return line if isinstance(line, dict) and SHAPES.get(line.get("type"), lambda _: False)(line) else None


def is_side(value):
    return value is None or (isinstance(value, dict) and isinstance(value.get("salt"), str) and isinstance(value.get("text"), str))


def is_text(value):
    return isinstance(value, str)


SHAPES = {
    "log": lambda line: line.get("format") == 1 and is_text(line.get("origin")) and is_text(line.get("tree")),
    "key": lambda line: is_text(line.get("vkey")) and is_text(line.get("note", "")),
    "entry": lambda line: is_count(line.get("index"))
    and is_text(line.get("leaf"))
    and is_side(line.get("entry"))
    and is_side(line.get("personal")),
    "checkpoint": lambda line: is_text(line.get("note")),
}


def read_lines(path):
    """Lines that are none of an export are None."""
    with open(path, "rb") as file:
        data = file.read()
    lines = data.split(b"\n")
    return [read_line(line) for line in (lines[:-1] if lines[-1] == b"" else lines)]


def main():
    parser = argparse.ArgumentParser(description="Checks an export of the audit log.")
    parser.add_argument("--batch", action="store_true", help="read requests from standard input")
    parser.add_argument("--key", help="the verifier key that was pinned")
    parser.add_argument("--checkpoint", action="append", default=[], help="a file with a checkpoint that was kept")
    parser.add_argument("export", nargs="?")
    options = parser.parse_args()
    if options.batch:
        for line in sys.stdin:
            request = json.loads(line)
            found = verify(read_lines(request["export"]), request["key"], request["kept"])
            print(json.dumps(found), flush=True)
        return 0
    if options.key is None or options.export is None:
        parser.error("needs --key and an export")
    kept = []
    for path in options.checkpoint:
        with open(path, encoding="utf-8", newline="\n") as file:
            kept.append(file.read())
    found = verify(read_lines(options.export), options.key, kept)
    print(json.dumps(found, indent=2))
    if found["findings"] or any(state != "kept" for state in found["kept"]):
        return 1
    return 0 if found["kept"] else 3


if __name__ == "__main__":
    sys.exit(main())
