"""Walks the lines of an export in their order and says what is wrong with each, as docs/audit-log.md has it."""

import functools
import hashlib

from texts import LARGEST, Unreadable, canonical_object, from_hex


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


@functools.lru_cache(maxsize=100_000)
def sealed(salt, text, prefix):
    """The hash of a text with its salt, or None where they are none."""
    try:
        return sha256(prefix, from_hex(salt, 16), text.encode("utf-8"))
    except (Unreadable, AttributeError, UnicodeEncodeError):
        return None


@functools.lru_cache(maxsize=100_000)
def read_entry(text):
    try:
        return canonical_object(text)
    except (Unreadable, TypeError):
        return None


class Walk:
    """The lines of an export, in order: what is wrong with them, by place."""

    def __init__(self, lines):
        self.findings, self.leaves, self.erasures, self.missing = [], [], [], []
        self.tree, self.origin, self.keys, self.last = None, None, [], None
        self.lost, self.lost_again = None, False
        for number, line in enumerate(lines):
            kind = line.get("type") if isinstance(line, dict) else None
            known = kind in ("log", "key", "entry", "checkpoint")
            if not known or self.last is not None or (kind == "log") != (number == 0):
                self.found("malformed", self.count())
            if kind == "log" and number == 0:
                self.tree, self.origin = line.get("tree"), line.get("origin")
            elif kind == "key":
                self.keys.append(line)
            elif kind == "entry":
                self.take(line)
            elif kind == "checkpoint":
                self.last = line.get("note")
        if not lines:
            self.found("malformed", 0)
        if self.lost is not None:
            code, place = self.lost
            self.found("reordered" if self.lost_again and code == "dropped" else code, place)

    def count(self):
        return len(self.leaves)

    def found(self, code, first, last=None):
        if (code, first, last) not in self.findings:
            self.findings.append((code, first, last))

    def authentic(self, line):
        """What the text says, where it is of this log and hashes to the leaf; else None."""
        side = line.get("entry")
        if not isinstance(side, dict) or not isinstance(side.get("text"), str):
            return None
        entry = read_entry(side["text"])
        if entry is None or entry.get("v") != 2 or entry.get("tree") != self.tree:
            return None
        if not is_count(entry.get("index")) or not is_count(entry.get("at")) or not isinstance(entry.get("kind"), str):
            return None
        if not is_hash(entry.get("prev")) and ("prev" not in entry or entry["prev"] is not None):
            return None
        if not isinstance(entry.get("personal", ""), str):
            return None
        leaf = sealed(side.get("salt"), side["text"], b"\x00")
        return entry if leaf is not None and leaf.hex() == line.get("leaf") else None

    def take(self, line):
        place = self.count()
        if self.lost is not None:
            text = (line.get("entry") or {}).get("text")
            entry = (read_entry(text) if isinstance(text, str) else None) or {}
            self.lost_again = self.lost_again or self.lost[1] in (line.get("index"), entry.get("index"))
            return
        entry = self.authentic(line)
        index = line.get("index") if entry is None else entry["index"]
        before = self.leaves[-1] if place > 0 else None
        if index != place:
            if index > place:
                self.lost = ("dropped", place)
            else:
                self.lost = ("inserted", index if index == place - 1 and line.get("leaf") != before else place)
            return
        if line.get("index") != place or not is_hash(line.get("leaf")):
            self.found("malformed", place)
        if is_hash(line.get("leaf")):
            self.read(place, line, entry, before)
        self.leaves.append(line.get("leaf"))

    def read(self, place, line, entry, before):
        if line.get("entry") is None:
            if line.get("personal") is not None:
                self.found("changed", place)
            self.missing.append((place, None))
            return
        if entry is None:
            self.found("changed", place)
            return
        if entry["prev"] != before:
            self.found("changed", max(place - 1, 0))
        if entry["kind"] == "erasure" and isinstance(entry.get("erased"), dict):
            self.erasures.append(entry["erased"])
        side = line.get("personal")
        if side is None:
            if "personal" in entry:
                self.missing.append((place, {entry.get("who"), entry.get("actingAs"), entry.get("about")}))
            return
        digest = sealed(side.get("salt"), side.get("text"), b"") if isinstance(side, dict) else None
        if digest is None or digest.hex() != entry.get("personal"):
            self.found("changed", place)

    def judge_missing(self, cut):
        """The first missing text that no erasure speaks of; what was recorded in an entry that is wrong or missing, nobody knows."""
        if cut or self.lost is not None:
            return
        damaged = max((first for _, first, _ in self.findings), default=-1)
        rules = Rules(self.erasures)
        for place, persons in self.missing:
            if place >= damaged and not rules.cover(place, persons):
                self.found("erased_unrecorded", place)
                return


def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def is_hash(value):
    try:
        return len(from_hex(value, 32)) == 32
    except Unreadable:
        return False


class Rules:
    """What the erasures on record say together."""

    def __init__(self, erasures):
        self.below, self.persons, self.also = 0, set(), set()
        for erased in erasures:
            if is_count(erased.get("below")):
                self.below = max(self.below, erased["below"])
            if isinstance(erased.get("person"), str):
                self.persons.add(erased["person"])
            also = erased.get("also")
            if isinstance(also, list) and all(is_count(one) for one in also):
                self.also.update(also)

    def cover(self, place, persons):
        """Whether they say why a text is missing; persons is None where it is the entry's own."""
        if place < self.below:
            return True
        return persons is not None and (place in self.also or not self.persons.isdisjoint(persons))
