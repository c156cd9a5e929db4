"""Showing that a value is there without showing it."""


def mask_email(address: str) -> str:
    """m…@example.org: the first letter and the domain."""
    local, at, domain = address.partition("@")
    return f"{local[:1]}…@{domain}" if at else mask_text(address)


def mask_text(value: str, *, keep: int = 1) -> str:
    """The first `keep` characters of each word; the rest as dots, whatever its length."""
    return " ".join(f"{word[:keep]}…" for word in value.split())


def mask_last(value: str, *, keep: int = 4) -> str:
    """The last `keep` characters, as on a card receipt; nothing of a value that is not longer."""
    return f"…{value[-keep:]}" if len(value) > keep else "…"
