"""Checksums of addresses of crypto currencies: Base58Check, Bech32, Bech32m and EIP-55, in plain Python."""

from __future__ import annotations

import functools
import hashlib
import re
from typing import Final

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RIPPLE58: Final = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_STEPS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_ENDS: Final = frozenset({1, 0x2BC830A3})  # BIP 173, BIP 350
_ROUNDS: Final = (
    0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000A, 0x000000008000808B, 0x800000000000008B, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
)  # fmt: skip
_TURNS: Final = (
    (0, 36, 3, 41, 18), (1, 44, 10, 45, 2), (62, 6, 43, 15, 61), (28, 55, 25, 21, 56), (27, 20, 39, 8, 14),
)  # fmt: skip
_WORD: Final = (1 << 64) - 1
_RATE: Final = 136  # bytes a block of Keccak-256 takes in


def base58check(value: str, alphabet: str = _BASE58) -> bool:
    """A version byte, a payload of twenty bytes and four bytes of a double SHA-256 (Bitcoin wiki, Base58Check)."""
    number = 0
    for sign in value:
        place = alphabet.find(sign)
        if place < 0:
            return False
        number = number * 58 + place
    if number.bit_length() > 200:
        return False
    raw = number.to_bytes(25, "big")
    return hashlib.sha256(hashlib.sha256(raw[:21]).digest()).digest()[:4] == raw[21:]


def ripple(value: str) -> bool:
    """Base58Check in the alphabet of the XRP ledger."""
    return base58check(value, _RIPPLE58)


def bech32(value: str) -> bool:
    """The checksum of a segregated witness address (BIP 173, BIP 350)."""
    if value not in {value.lower(), value.upper()}:
        return False
    prefix, _, rest = value.lower().rpartition("1")
    if len(rest) < 6 or any(sign not in _BECH32 for sign in rest):
        return False
    check = 1
    signs = [ord(sign) >> 5 for sign in prefix] + [0] + [ord(sign) & 31 for sign in prefix]
    for sign in signs + [_BECH32.index(sign) for sign in rest]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ sign
        for place, step in enumerate(_BECH32_STEPS):
            check ^= step if top >> place & 1 else 0
    return check in _BECH32_ENDS


def bitcoin(value: str) -> bool:
    """An address of Bitcoin or Litecoin in any of its forms."""
    return bech32(value) if value.lower().startswith(("bc1", "ltc1")) else base58check(value)


@functools.lru_cache(maxsize=4096)
def ethereum(value: str) -> bool:
    """The capitals of a mixed-case address are right (EIP-55); an address in one case has no checksum."""
    digits = value[2:]
    if not re.fullmatch(r"[0-9a-fA-F]{40}", digits):
        return False
    if digits in {digits.lower(), digits.upper()}:
        return True
    digest = keccak_256(digits.lower().encode()).hex()
    return all(
        sign.isdigit() or sign.isupper() == (int(nibble, 16) >= 8) for sign, nibble in zip(digits, digest, strict=False)
    )


def keccak_256(message: bytes) -> bytes:
    """Keccak-256 as Ethereum uses it: SHA-3 with the padding of the competition (Keccak submission, 2011)."""
    padded = bytearray(message) + b"\x01" + b"\x00" * (-(len(message) + 1) % _RATE)
    padded[-1] |= 0x80
    lanes = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), _RATE):
        for place in range(_RATE // 8):
            word = int.from_bytes(padded[start + 8 * place : start + 8 * place + 8], "little")
            lanes[place % 5][place // 5] ^= word
        _permute(lanes)
    return b"".join(lanes[place % 5][place // 5].to_bytes(8, "little") for place in range(4))


def _permute(lanes: list[list[int]]) -> None:
    """The permutation Keccak-f[1600], in place."""
    for constant in _ROUNDS:
        columns = [lane[0] ^ lane[1] ^ lane[2] ^ lane[3] ^ lane[4] for lane in lanes]
        for x in range(5):
            parity = columns[x - 1] ^ _turned(columns[(x + 1) % 5], 1)
            for y in range(5):
                lanes[x][y] ^= parity
        moved = [[0] * 5 for _ in range(5)]
        for x in range(5):
            for y in range(5):
                moved[y][(2 * x + 3 * y) % 5] = _turned(lanes[x][y], _TURNS[x][y])
        for x in range(5):
            for y in range(5):
                lanes[x][y] = moved[x][y] ^ (~moved[(x + 1) % 5][y] & moved[(x + 2) % 5][y])
        lanes[0][0] ^= constant


def _turned(word: int, by: int) -> int:
    return (word << by | word >> (64 - by)) & _WORD if by else word
