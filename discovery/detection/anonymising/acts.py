"""Replacing what was detected in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from discovery.detection.anonymising import forms
from discovery.detection.anonymising.forms import Form
from discovery.detection.anonymising.policy import Policy, VaultMissing
from discovery.detection.engine import Options, detect, detect_many
from discovery.documents import Detection, Kind

MIN_KEY_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Replacement:
    """One value that was replaced: where it stood, where its replacement stands, which form it got. No value."""

    start: int
    end: int
    new_start: int
    new_end: int
    kind: Kind
    form: Form


@dataclass(frozen=True, slots=True)
class Anonymised:
    """A text without the values, and the list of what was replaced."""

    text: str
    replacements: tuple[Replacement, ...]


def anonymise(
    text: str,
    policy: Policy,
    *,
    detections: Sequence[Detection] | None = None,
    languages: Sequence[str] = ("en",),
    options: Options | None = None,
) -> Anonymised:
    """Replace the personal data of a text by the policy.

    Args:
        text: any text.
        policy: which form which kind gets.
        detections: what was detected in it; detected here where None. Overlaps are not allowed.
        languages: of the detection.
        options: of the detection.

    Raises:
        VaultMissing: a form needs a key of 16 bytes, a vault or pseudonyms, and the policy has none.
    """
    found = detect(text, languages, options or Options()) if detections is None else detections
    pieces: list[str] = []
    replaced: list[Replacement] = []
    at = length = 0
    for one in sorted(found, key=lambda detection: detection.start):
        form = policy.form_of(one.kind)
        if form is None or one.start < at:
            continue
        written = _written(form, one.kind, text[one.start : one.end], policy)
        pieces += [text[at : one.start], written]
        length += one.start - at
        replaced.append(Replacement(one.start, one.end, length, length + len(written), one.kind, form))
        length += len(written)
        at = one.end
    pieces.append(text[at:])
    return Anonymised("".join(pieces), tuple(replaced))


def anonymise_many(
    texts: Iterable[str], policy: Policy, *, languages: Sequence[str] = ("en",), options: Options | None = None
) -> Iterator[Anonymised]:
    """Each text anonymised, in order; pseudonyms and tokens are the same over all of them."""
    kept = list(texts)
    for text, found in zip(kept, detect_many(kept, languages, options or Options()), strict=True):
        yield anonymise(text, policy, detections=found)


def _written(form: Form, kind: Kind, value: str, policy: Policy) -> str:
    if form in _PLAIN:
        return _PLAIN[form](kind, value)
    if form is Form.HASH:
        if len(policy.key) < MIN_KEY_BYTES:
            message = "a hash needs a key of at least 16 bytes; without one, values can be found by trying"
            raise VaultMissing(message)
        return forms.keyed_hash(kind, value, policy.key)
    if form is Form.PSEUDONYM and policy.pseudonyms is not None:
        return policy.pseudonyms.name_for(kind, value)
    if form is Form.TOKEN and policy.vault is not None:
        return f"[[{kind.value}~{policy.vault.token_for(kind, value)}]]"
    message = f"the policy has nothing that could give a {form.value}"
    raise VaultMissing(message)


_PLAIN: Final[Mapping[Form, Callable[[Kind, str], str]]] = {
    Form.LABEL: forms.label,
    Form.MASK: forms.mask,
    Form.PARTIAL: forms.partial,
    Form.SHAPE: forms.shape,
    Form.GENERALISE: forms.generalise,
    Form.SUPPRESS: lambda _kind, _value: "",
}
