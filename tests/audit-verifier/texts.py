"""Reads what docs/audit-log.md writes down as text: canonical JSON, hex, base64, signed notes, verifier keys and checkpoints."""

import base64
import binascii
import hashlib
import json
import re

from ed25519 import verifies

LARGEST = 2**53 - 1
PLAIN = re.compile(r"[ !#-\[\]-~]*\Z")
ESCAPES = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


class Unreadable(Exception):
    """A text that is not written as the page says."""


def quoted(text):
    if PLAIN.match(text):
        return '"' + text + '"'
    out = []
    for letter in text:
        code = ord(letter)
        if code in ESCAPES:
            out.append(ESCAPES[code])
        elif code < 0x20 or 0xD800 <= code <= 0xDFFF:
            out.append("\\u%04x" % code)
        else:
            out.append(letter)
    return '"' + "".join(out) + '"'


def utf16(text):
    return text.encode("utf-16-be", "surrogatepass")


def canonical(value):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            raise Unreadable("a number that is too large")
        return str(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(one) for one in value) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(quoted(key) + ":" + canonical(value[key]) for key in sorted(value, key=utf16)) + "}"
    raise Unreadable("a number that is not whole")


def refuse(_text):
    raise Unreadable("not a number of JSON")


def canonical_object(text):
    """The object that a canonical text says."""
    try:
        value = json.loads(text, parse_constant=refuse)
        if not isinstance(value, dict) or canonical(value) != text:
            raise Unreadable("not canonical JSON")
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error
    return value


def from_hex(text, length):
    if not isinstance(text, str) or not re.fullmatch("[0-9a-f]{%d}" % (2 * length), text):
        raise Unreadable("not %d bytes of hex" % length)
    return bytes.fromhex(text)


def from_base64(text):
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise Unreadable("not base64") from error
    if base64.b64encode(data).decode() != text:
        raise Unreadable("not base64 in its one spelling")
    return data


class Key:
    """A verifier key: NAME+KEYID+KEY."""

    def __init__(self, text):
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise Unreadable("not a verifier key")
        self.text, self.name = text, parts[0]
        self.id = from_hex(parts[1], 4)
        data = from_base64(parts[2])
        if self.name == "" or re.search(r"\s", self.name) or len(data) != 33 or data[0] != 1:
            raise Unreadable("not an Ed25519 verifier key")
        self.public = data[1:]
        if hashlib.sha256(self.name.encode() + b"\n" + data).digest()[:4] != self.id:
            raise Unreadable("a key id that is not this key's")


def open_note(note, keys):
    """The text of a signed note that one of these keys signed; the keys that others may have signed with too are passed over."""
    if not isinstance(note, str) or not note.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f]", note):
        raise Unreadable("not a note")
    end = note.rfind("\n\n")
    lines = note[end + 2 : -1].split("\n")
    if end < 0 or len(note) == end + 2:
        raise Unreadable("a note without signatures")
    text = note[: end + 1]
    signed = False
    for line in lines:
        match = re.fullmatch("\u2014 ([^ +]+) ([^ ]+)", line)
        if match is None:
            raise Unreadable("not a signature line")
        data = from_base64(match.group(2))
        if len(data) < 5:
            raise Unreadable("a signature that is too short")
        for key in keys:
            if key.name == match.group(1) and key.id == data[:4]:
                if not verifies(key.public, text.encode("utf-8", "surrogatepass"), data[4:]):
                    raise Unreadable("a signature that does not verify")
                signed = True
    if not signed:
        raise Unreadable("no signature by a trusted key")
    return text


def checkpoint(note, keys):
    """Origin, size and root of a checkpoint that one of these keys signed."""
    lines = open_note(note, keys).split("\n")
    if len(lines) < 4 or "" in lines[:-1]:
        raise Unreadable("not a checkpoint")
    if not re.fullmatch("0|[1-9][0-9]*", lines[1]) or int(lines[1]) > LARGEST:
        raise Unreadable("not a size")
    root = from_base64(lines[2])
    if len(root) != 32:
        raise Unreadable("not a root")
    return lines[0], int(lines[1]), root


def next_key(note, trusted):
    """The key that a note of the newest trusted key names as the next one."""
    lines = open_note(note, [trusted]).split("\n")
    if len(lines) != 3 or lines[0] != "canvasback audit log: the next key is":
        raise Unreadable("not a note about the next key")
    return Key(lines[1])
