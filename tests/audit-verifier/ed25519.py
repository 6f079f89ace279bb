"""Verifies Ed25519 signatures in plain Python, after RFC 8032, for a verifier that needs nothing but the standard library."""

import functools
import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

# Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z: RFC 8032, section 5.1.4.
ZERO = (0, 1, 1, 0)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def sum_of_times(one, p, other, q):
    """one*p + other*q, both in one pass over the bits."""
    both = add(p, q)
    total = ZERO
    for bit in range(max(one.bit_length(), other.bit_length()) - 1, -1, -1):
        total = add(total, total)
        now = one >> bit & 1, other >> bit & 1
        if now != (0, 0):
            total = add(total, both if now == (1, 1) else p if now == (1, 0) else q)
    return total


def x_of(y, sign):
    """The x that belongs to y, or None: section 5.1.3."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0:
        return None
    return P - x if x & 1 != sign else x


def point_of(encoded):
    number = int.from_bytes(encoded, "little")
    y = number & ((1 << 255) - 1)
    x = x_of(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def bytes_of(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | ((x & 1) << 255)).to_bytes(32, "little")


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


@functools.lru_cache(maxsize=10_000)
def verifies(public_key, message, signature):
    """Whether the 64 bytes sign the message: section 5.1.7, without the cofactor, as most libraries have it."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key = point_of(public_key)
    s = int.from_bytes(signature[32:], "little")
    if key is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    minus_key = (P - key[0], key[1], key[2], P - key[3])
    return bytes_of(sum_of_times(s, BASE, k, minus_key)) == signature[:32]
