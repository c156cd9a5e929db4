"""Names in social networks: in a profile's address, or behind an @ beside a word for a network."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.documents import Kind

_NETWORKS: Final = (
    "twitter", "x.com", "instagram", "insta", "ig", "tiktok", "mastodon", "bluesky", "threads", "snapchat", "telegram",
    "github", "handle", "username", "user name", "account", "follow", "dm", "tweet", "profile", "linkedin", "discord",
    "youtube", "reddit", "benutzername", "pseudo", "compte",
)  # fmt: skip

RECOGNISERS: Final = (
    PatternRecogniser(
        name="profile_address",
        kind=Kind.SOCIAL_HANDLE,
        what="the address of a profile",
        pattern=r"(?i)(?<![\w@.-])(?:https?://)?(?:www\.|[a-z]{2}\.|m\.)?(?:(?:twitter|x|instagram|tiktok|facebook"
        r"|snapchat|threads|github|gitlab)\.(?:com|net)/(?:add/)?@?|linkedin\.com/in/|t\.me/|reddit\.com/u(?:ser)?/"
        r"|youtube\.com/@|bsky\.app/profile/)(?P<value>[a-z0-9_](?:[a-z0-9_.-]{1,38}[a-z0-9_]))(?![\w@])",
        score=0.8,
        source="addresses of profiles at the networks",
        check=lambda value: value.lower() not in {"share", "sharer", "intent", "home", "search", "login", "explore"},
        trigger=r"(?i)(?:twitter|x|instagram|tiktok|facebook|snapchat|threads|github|gitlab)\.(?:com|net)/"
        r"|linkedin\.com/in/|t\.me/|reddit\.com/u|youtube\.com/@|bsky\.app/profile/",
    ),
    PatternRecogniser(
        name="handle",
        kind=Kind.SOCIAL_HANDLE,
        what="a name in a social network",
        pattern=r"(?i)(?<![\w@.+-])@[a-z0-9_](?:[a-z0-9_.]{1,28}[a-z0-9_])(?![\w@.-]\w|@)",
        score=0.45,
        source="an @ and up to 30 letters, digits, dots and underscores beside a word for a network",
        context=_NETWORKS,
        trigger="@",
        context_required=True,
        against=("npm", "import", "package", "decorator", "override"),
    ),
)
