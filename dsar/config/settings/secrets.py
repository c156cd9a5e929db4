"""The signing secret of sessions and links: made once for the demo, demanded in production."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from dsar.config.settings import env

MIN_SECRET_LENGTH = 40
KNOWN_EXAMPLES = ("change-me", "changeme", "insecure", "example", "secret-key")


def demo_secret_key(var_dir: Path) -> str:
    """The secret of this demo, made with mode 0400 on the first start."""
    if given := env.text("DSAR_SECRET_KEY"):
        return given
    path = var_dir / "keys" / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_name(f"secret_key.{secrets.token_hex(4)}")
        temporary.write_text(secrets.token_urlsafe(60), encoding="utf-8")
        temporary.chmod(0o400)
        try:
            path.hardlink_to(temporary)  # the first of two starters wins
        except FileExistsError:
            pass
        temporary.unlink()
    return path.read_text(encoding="utf-8").strip()


def production_secret_key() -> str:
    """The given secret.

    Raises:
        ImproperlyConfigured: it is missing, short, or an example.
    """
    value = env.text("DSAR_SECRET_KEY")
    if len(value) < MIN_SECRET_LENGTH or any(example in value.lower() for example in KNOWN_EXAMPLES):
        message = (
            f"DSAR_SECRET_KEY (or DSAR_SECRET_KEY_FILE) must hold a random text of {MIN_SECRET_LENGTH}+ characters"
        )
        raise ImproperlyConfigured(message)
    return value
