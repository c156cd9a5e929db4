"""Web addresses, IP and MAC addresses, and secrets."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.validators import ip
from discovery.documents import Kind

_TOP_LEVELS = (
    "com|org|net|edu|gov|io|co|uk|de|fr|es|it|nl|be|eu|ca|us|info|biz|app|dev|ch|at|ie|pl|pt|se|no|dk|fi|example"
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"


RECOGNISERS: Final = (
    PatternRecogniser(
        name="url",
        kind=Kind.URL,
        what="a web address",
        # A single label with neither port nor path ("http://intranet") is the name of a machine of nobody's.
        pattern=r"(?i)(?<![\w@])(?:https?|ftps?|sftp)://(?![\w-]{1,63}/?[.,;:!?]{0,3}(?:[\s<>\"'(){}|\\^`\[\]]|$))"
        r"(?P<tail>[^\s<>\"'(){}|\\^`\[\]]{1,500}(?<![.,;:!?]))",
        score=0.9,
        source="RFC 3986",
        trigger="://",
    ),
    PatternRecogniser(
        name="web_host",
        kind=Kind.URL,
        what="a web address without scheme",
        pattern=r"(?i)(?<![\w@./-])www\.(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?:/[^\s<>\"'"
        r"()]{0,300}(?<![.,;:!?]))?",
        score=0.8,
        source="RFC 1034 host names that begin with www",
        trigger=r"(?i)www\.",
    ),
    PatternRecogniser(
        name="web_path",
        kind=Kind.URL,
        what="a web address without scheme",
        pattern=rf"(?i)(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,4}}"
        rf"(?:{_TOP_LEVELS})/[a-z0-9_~%][^\s<>\"'()]{{0,300}}(?<![.,;:!?])",
        score=0.6,
        source="host names with a path under a well-known top level",
        trigger=rf"(?i)\.(?:{_TOP_LEVELS})/",
    ),
    PatternRecogniser(
        name="ipv4",
        kind=Kind.IP_ADDRESS,
        what="an IPv4 address",
        pattern=rf"(?<![\w.])(?<!\d-){_OCTET}(?:\.{_OCTET}){{3}}(?:/(?:3[0-2]|[12]?\d))?(?![\w-]|\.\d)",
        score=0.75,
        source="RFC 791",
        check=ip,
        check_name="ip_address",
        context=(
            "ip",
            "ip address",
            "address",
            "host",
            "client",
            "logged in from",
            "login",
            "server",
            "ipv4",
            "remote",
            "source",
        ),
        against=("version", "release", "firmware", "build", "v", "section", "chapter", "clause"),
        trigger=r"\d\.\d{1,3}\.\d{1,3}\.\d",
    ),
    PatternRecogniser(
        name="ipv6",
        kind=Kind.IP_ADDRESS,
        what="an IPv6 address",
        pattern=r"(?<![\w:.])(?=[0-9A-Fa-f:]{0,39}:[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{3,39}(?:\.\d{1,3}){0,3}"
        r"(?:%[a-z0-9]{1,15})?(?:/\d{1,3})?(?![\w:])",
        score=0.85,
        source="RFC 4291",
        check=lambda value: value.count(":") >= 2 and any(sign.isalnum() for sign in value) and ip(value),
        check_name="ip_address",
        context=("ip", "ipv6", "address", "host", "login"),
        trigger=r"::|(?::[0-9A-Fa-f]{1,4}){5}",
    ),
    PatternRecogniser(
        name="ipv6_of_nobody",
        kind=Kind.IP_ADDRESS,
        what="the IPv6 address of every host, or of none",
        pattern=r"(?<![\w:.])::(?![\w:./])",
        score=0.2,
        source="RFC 4291 section 2.5.2",
        check=lambda value: value == "::",
        check_name="ip_address",
        context=("ipv6", "unspecified", "src", "dst", "route", "listen", "bind"),
        context_required=True,
        trigger="::",
    ),
    PatternRecogniser(
        name="ipv6_of_all",
        kind=Kind.IP_ADDRESS,
        what="a range of IPv6 addresses",
        pattern=r"(?<![\w:.])::/(?:12[0-8]|1[01]\d|\d{1,2})(?![\w:.])",
        score=0.45,
        source="RFC 4291 section 2.3",
        check=lambda value: value.startswith("::/"),
        check_name="ip_address",
        trigger="::/",
    ),
    PatternRecogniser(
        name="mac",
        kind=Kind.MAC_ADDRESS,
        what="a MAC address",
        pattern=r"(?<![\w:.-])(?:[0-9A-Fa-f]{2}(?P<by>[:-]))(?:[0-9A-Fa-f]{2}(?P=by)){4}[0-9A-Fa-f]{2}(?![\w:-])"
        r"|(?<![\w.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![\w.])",
        score=0.9,
        source="IEEE 802 (EUI-48)",
        check=lambda value: len(set(value.upper()) - set(":-.")) > 1,  # all F is everybody, all 0 nobody
        context=("mac", "device", "ethernet", "wifi", "wi-fi", "bluetooth"),
        trigger=r"\b[0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-]|\b[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.",
    ),
    PatternRecogniser(
        name="vendor_key",
        kind=Kind.SECRET,
        what="an access key",
        pattern=r"(?<![\w-])(?:(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36,251}"
        r"|github_pat_\w{22,251}|glpat-[\w-]{20,64}"
        r"|xox[abprs]-[\w-]{10,200}|sk-(?:proj-|ant-)?[\w-]{20,200}|[rs]k_(?:live"
        r"|test)_[A-Za-z0-9]{16,99}|AIza[\w-]{35}|SG\.[\w-]{22}\.[\w-]{43})(?!\w)",
        score=0.97,
        source="published prefixes of the providers' keys",
        trigger=r"AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|[rs]k_(?:live|test)_|AIza|SG\.",
    ),
    PatternRecogniser(
        name="json_web_token",
        kind=Kind.SECRET,
        what="a JSON Web Token",
        pattern=r"(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000}",
        score=0.95,
        source="RFC 7519",
        trigger=r"\beyJ",
    ),
    PatternRecogniser(
        name="private_key",
        kind=Kind.SECRET,
        what="a private key",
        pattern=r"-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----",
        score=0.99,
        source="RFC 7468",
        trigger="PRIVATE KEY",
    ),
    PatternRecogniser(
        name="password_field",
        kind=Kind.SECRET,
        what="a password behind its label",
        pattern=r"(?i)(?<![a-z])(?:pass(?:word|wd|code|phrase)|pwd|api[_ -]?key|secret(?:[_ -]key)?"
        r"|access[_ -]token|auth[_ -]token|kennwort|passwort|mot de passe)"
        r"[\"']? ?(?:is)? ?[:=]{1,2} ?[\"']?(?P<value>[^\s\"',;<>]{4,80})",
        score=0.75,
        source="labels in configuration files and mails",
        trigger=r"(?i)pass|pwd|key|secret|token|kennwort",
    ),
)
