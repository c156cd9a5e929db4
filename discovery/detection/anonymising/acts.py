"""Replacing what was detected in a text."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from discovery.detection.anonymising import forms
from discovery.detection.anonymising.forms import Form
from discovery.detection.anonymising.policy import Policy, VaultMissing
from discovery.detection.engine import Options, detect, detect_many
from discovery.detection.streaming import detect_rounds
from discovery.documents import Detection, Kind

MIN_KEY_BYTES: Final = 16
_MOST_ROUNDS: Final = 6


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
    is_checked: bool | None = None,
) -> Anonymised:
    """Replace the personal data of a text by the policy.

    Args:
        text: any text.
        policy: which form which kind gets.
        detections: what was detected in it; detected here where None. Overlaps are not allowed.
        languages: of the detection.
        options: of the detection.
        is_checked: detect in the result again, and replace until nothing is found. None: where the detections were
            not given.

    Raises:
        VaultMissing: a form needs a key of 16 bytes, a vault or pseudonyms, and the policy has none.
    """
    chosen = options or Options()
    found = detect(text, languages, chosen) if detections is None else detections
    cuts = _cuts(found, policy)
    done = _write(text, cuts, policy)
    if not (detections is None if is_checked is None else is_checked):
        return done
    for _round in range(_MOST_ROUNDS):
        again = [one for one in detect(done.text, languages, chosen) if policy.form_of(one.kind) is not None]
        if not again:
            break
        for one in again:
            cuts = _with(cuts, done.replacements, one, policy)
        done = _write(text, cuts, policy)
    return done


def anonymise_many(
    texts: Iterable[str],
    policy: Policy,
    *,
    languages: Sequence[str] = ("en",),
    options: Options | None = None,
    processes: int = 1,
    is_checked: bool = True,
) -> Iterator[Anonymised]:
    """Each text anonymised, in order; pseudonyms and tokens are the same over all of them.

    Detects a batch at a time, with several `processes` where asked; never holds more than the batches under way.
    """
    chosen = options or Options()
    waiting: collections.deque[str] = collections.deque()

    def passed_on() -> Iterator[str]:
        for text in texts:
            waiting.append(text)
            yield text

    for found in detect_many(passed_on(), languages, chosen, processes=processes):
        yield anonymise(
            waiting.popleft(),
            policy,
            detections=found,
            languages=languages,
            options=chosen,
            is_checked=is_checked,
        )


def anonymise_stream(
    chunks: Iterable[str],
    policy: Policy,
    *,
    languages: Sequence[str] = ("en",),
    options: Options | None = None,
    is_checked: bool = True,
) -> Iterator[str]:
    """A text that does not fit into memory, anonymised piece by piece; the pieces joined are the result.

    Chunks may be cut anywhere, in the middle of a value too.
    """
    chosen = options or Options()
    held, held_found, at = "", list[Detection](), 0  # `at`: offset in the whole of what is held
    for piece, _offset, found in detect_rounds(chunks, languages, chosen):
        held += piece
        held_found += found
        last = held_found[-1] if held_found else None
        cut = last.start - at if last is not None and last.end > at + len(held) else len(held)
        ready = [_moved(one, -at) for one in held_found if one.start < at + cut]
        held_found = [one for one in held_found if one.start >= at + cut]
        yield anonymise(
            held[:cut], policy, detections=ready, languages=languages, options=chosen, is_checked=is_checked
        ).text
        held, at = held[cut:], at + cut
    if held:  # a value at the very end
        rest = [_moved(one, -at) for one in held_found]
        yield anonymise(held, policy, detections=rest, languages=languages, options=chosen, is_checked=is_checked).text


@dataclass(frozen=True, slots=True)
class _Cut:
    """A stretch of the original that is replaced."""

    start: int
    end: int
    kind: Kind
    form: Form


def _cuts(found: Iterable[Detection], policy: Policy) -> list[_Cut]:
    cuts: list[_Cut] = []
    for one in sorted(found, key=lambda detection: detection.start):
        form = policy.form_of(one.kind)
        if form is not None and (not cuts or one.start >= cuts[-1].end):
            cuts.append(_Cut(one.start, one.end, one.kind, form))
    return cuts


def _write(text: str, cuts: Sequence[_Cut], policy: Policy) -> Anonymised:
    pieces: list[str] = []
    replaced: list[Replacement] = []
    at = length = 0
    for cut in cuts:
        written = _written(cut.form, cut.kind, text[cut.start : cut.end], policy)
        pieces += [text[at : cut.start], written]
        length += cut.start - at
        replaced.append(Replacement(cut.start, cut.end, length, length + len(written), cut.kind, cut.form))
        length += len(written)
        at = cut.end
    pieces.append(text[at:])
    return Anonymised("".join(pieces), tuple(replaced))


def _with(cuts: list[_Cut], written: Sequence[Replacement], again: Detection, policy: Policy) -> list[_Cut]:
    """The cuts with one more for what was found in the result; what it overlaps becomes part of it.

    What was found beside the replacements gets the form of the policy; what was found in or around one gets a label,
    and where a label was not enough nothing is left.
    """
    start, end = _original(written, again.start, is_end=False), _original(written, again.end, is_end=True)
    touched = [cut for cut in cuts if cut.start < end and start < cut.end]
    form = policy.form_of(again.kind) or Form.LABEL
    if touched:
        start, end = min(start, touched[0].start), max(end, touched[-1].end)
        is_same = len(touched) == 1 and (touched[0].start, touched[0].end) == (start, end)
        form = Form.SUPPRESS if is_same and touched[0].form is Form.LABEL else Form.LABEL
    kept = [cut for cut in cuts if cut not in touched]
    return sorted([*kept, _Cut(start, end, again.kind, form)], key=lambda cut: cut.start)


def _original(written: Sequence[Replacement], offset: int, *, is_end: bool) -> int:
    """The offset in the original; inside a replacement its outer end."""
    before = 0
    for one in written:
        if offset < one.new_start or (is_end and offset == one.new_start):
            break
        if offset < one.new_end or (is_end and offset == one.new_end):
            return one.end if is_end else one.start
        before = one.end - one.new_end
    return offset + before


def _moved(one: Detection, by: int) -> Detection:
    return one._replace(start=one.start + by, end=one.end + by)


def write_value(policy: Policy, kind: Kind, value: str) -> str:
    """What stands for one value by the policy; the value itself where its kind is kept.

    Raises:
        VaultMissing: as for `anonymise`.
    """
    form = policy.form_of(kind)
    return value if form is None else _written(form, kind, value, policy)


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
        return forms.token(kind, policy.vault.token_for(kind, value))
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
