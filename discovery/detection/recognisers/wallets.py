"""Addresses of crypto currencies."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.wallet_checks import base58check, bitcoin, ethereum, ripple
from discovery.documents import Kind


def _has_checksum(value: str) -> bool:
    """Whether an address of Ethereum is written in both cases, and rightly so."""
    return value[2:] not in {value[2:].lower(), value[2:].upper()} and ethereum(value)


_WORDS: Final = ("wallet", "crypto", "coin", "blockchain", "krypto", "portefeuille")

RECOGNISERS: Final = (
    PatternRecogniser(
        name="bitcoin",
        kind=Kind.CRYPTO_WALLET,
        what="a Bitcoin or Litecoin address",
        pattern=r"(?<!\w)(?:[13LM][1-9A-HJ-NP-Za-km-z]{25,34}|(?:bc|ltc)1[02-9ac-hj-np-z]{11,71})(?!\w)",
        score=0.95,
        source="Base58Check, BIP 173 and BIP 350",
        check=bitcoin,
        check_name="base58check_or_bech32",
        context=("bitcoin", "btc", "litecoin", "ltc", *_WORDS),
    ),
    PatternRecogniser(
        name="dogecoin_or_tron",
        kind=Kind.CRYPTO_WALLET,
        what="a Dogecoin, Dash or Tron address",
        pattern=r"(?<!\w)[DXT][1-9A-HJ-NP-Za-km-z]{33}(?!\w)",
        score=0.95,
        source="Base58Check",
        check=base58check,
        check_name="base58check",
        context=("dogecoin", "doge", "dash", "tron", "trx", *_WORDS),
    ),
    PatternRecogniser(
        name="ripple",
        kind=Kind.CRYPTO_WALLET,
        what="an address of the XRP ledger",
        pattern=r"(?<!\w)r[1-9A-HJ-NP-Za-km-z]{24,34}(?!\w)",
        score=0.95,
        source="XRPL: Base58Check in its own alphabet",
        check=ripple,
        check_name="base58check",
        context=("ripple", "xrp", *_WORDS),
    ),
    PatternRecogniser(
        name="ethereum",
        kind=Kind.CRYPTO_WALLET,
        what="an Ethereum address",
        pattern=r"(?<!\w)0x[0-9a-fA-F]{40}(?!\w)",
        score=0.95,
        source="EIP-55: the capitals are a checksum",
        check=_has_checksum,
        check_name="eip_55",
        context=("ethereum", "eth", "ether", *_WORDS),
    ),
    PatternRecogniser(
        name="ethereum_in_one_case",
        kind=Kind.CRYPTO_WALLET,
        what="an Ethereum address without its checksum",
        pattern=r"(?<!\w)0x(?:[0-9a-f]{40}|[0-9A-F]{40})(?!\w)",
        score=0.55,
        source="EIP-55: forty hexadecimal digits behind a word for it",
        context=("ethereum", "eth", "ether", *_WORDS),
        context_required=True,
    ),
)
