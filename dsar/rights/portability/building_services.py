"""Making an ordered package in the background, and looking at it a second time before anybody may approve it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation

from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.cases.safe_contact import protected_addresses
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.foundation import clock, storage
from dsar.foundation.keys import keys_at_hand
from dsar.foundation.leases import LeaseState
from dsar.foundation.models import SealedFile
from dsar.pii.runs import Reader, reader_now, record_run
from dsar.review import people
from dsar.review.content import surroundings_of
from dsar.review.models import Passage, PassageStatus, ReviewItem
from dsar.review.people import Surroundings, is_own
from dsar.rights.portability import rules
from dsar.rights.portability.cells import format_of
from dsar.rights.portability.composing import Composition, compose
from dsar.rights.portability.facts import Facts
from dsar.rights.portability.findings import ROW, Finding, findings, shown_items
from dsar.rights.portability.limits import BUILD_LEASE
from dsar.rights.portability.models import PortabilityPlan, PortablePackage, SetRuling
from dsar.rights.portability.packing import Packed, TooLarge
from dsar.rights.portability.pictures import pictures_in
from dsar.rights.portability.plan_services import plan_of
from dsar.rights.portability.readiness import basis_of
from dsar.rights.portability.second_look import CANARY, PLANTED, Detect, DetectFile, Look, Rules, is_open, look
from dsar.rights.portability.surveying import others_in
from dsar.rights.portability.words import readme_text, summary_lines
from dsar.search.models import Exhibit

catalogue.declare(
    portability_package_built="Portable package {number} made: {sets|set|sets}, {records|record|records}, "
    "{files|file|files}: {gate}",
    portability_package_failed="Portable package {number} could not be made: {failure}",
)

RENEW_EVERY = 50
MANY_DIGITS = 7
A_NAME = 5  # words


def build(package_id: UUID) -> bool:
    """Make an ordered package and look at it; True where this call did. Safe to call twice and from several workers."""
    found = PortablePackage.objects.select_related("case__controller", "case__key")
    package = found.filter(pk=package_id).first()
    if package is None or not package.claim(lease=BUILD_LEASE):
        return False
    case = package.case
    plan = plan_of(case)
    if plan.source is None or package.basis != basis_of(case):
        return _fail(package, "changed_meanwhile")
    with keys_at_hand([case.key_id, plan.source.key_id]):
        tick = partial(_tick, package)
        PortablePackage.objects.filter(pk=package.pk).update(total=shown_items(plan.source).count())
        today = clock.today(case.controller.time_zone)
        made = compose(case, plan, now=clock.now(), today=today, tick=tick)
        packed = Packed(made.facts, _contents(made, tick), readme=readme_of(made.facts), mended=made.mended)
        try:
            stored = storage.store(iter(packed), key_id=case.key_id, name="portable.zip", media_type="application/zip")
        except TooLarge:
            return _fail(package, "too_large")
        reader = reader_now()
        archive = storage.read(stored)
        looks = look(archive, _rules(case, plan, made, reader), lambda: None)
        if package.basis != basis_of(case):
            storage.remove(stored)
            return _fail(package, "changed_meanwhile")
        seen_by_nobody = [one.as_json() for one in pictures_in(archive)]
        return _finish(package, made, packed, stored, looks, reader, seen_by_nobody)


def readme_of(facts: Facts) -> str:
    """The readme in the language of the case."""
    with translation.override(facts.language):
        return readme_text(facts)


def _contents(made: Composition, tick: Any) -> Iterator[tuple[str, Iterator[bytes]]]:
    for number, (name, stored) in enumerate(made.files, 1):
        tick(made.records + number)
        yield name, storage.chunks(stored)


def _tick(package: PortablePackage, number: int) -> None:
    """Renew the lease and tell how far the work is, now and then."""
    if number % RENEW_EVERY == 0:
        package.renew(lease=BUILD_LEASE)
        PortablePackage.objects.filter(pk=package.pk).update(written=number)


def _rules(case: Case, plan: PortabilityPlan, made: Composition, reader: Reader) -> Rules:
    """What may not be in the package: hidden passages, protected addresses, other people, derived columns."""
    source = plan.source
    assert source is not None  # noqa: S101 - asked by the caller
    around = surroundings_of(source)
    rows = {f"r{one.exhibit.number}": one for one in findings(source, shown_items(source).filter(exhibit__form=ROW))}
    forbidden, hidden = (
        set(protected_addresses(case)) if _goes_elsewhere(case) else set(),
        defaultdict[str, set[str]](set),
    )
    passages = Passage.objects.filter(item__case=source, status=PassageStatus.REDACT).select_related("item__exhibit")
    for passage in passages.iterator(200):
        passage.case = source
        hidden[f"r{passage.item.exhibit.number}"].add(passage.text)
        if _tells_of_somebody(passage.text, passage.kind) and not is_own(passage.text, around, passage.kind):
            forbidden.add(passage.text)
    rulings = {row.key: row for row in SetRuling.objects.filter(case=case)}
    return Rules(
        forbidden=frozenset(forbidden),
        hidden={record: frozenset(texts) for record, texts in hidden.items()},
        allowed={place: frozenset(rulings[key].others) for place, key in made.keys.items() if key in rulings},
        kept={record: finding.kept for record, finding in rows.items() if finding.kept},
        detect=_detector(source, rows, around, reader),
        origins=frozenset(rules.PORTABLE),
        detect_file=_file_detector(made, around, reader),
    )


def _tells_of_somebody(text: str, kind: str) -> bool:
    """Whether a hidden text points to one person wherever it stands: not a town, a day or a first name."""
    if format_of([text.strip()]):
        return False
    words, digits = text.split(), sum(sign.isdigit() for sign in text)
    return "@" in text or digits >= MANY_DIGITS or (kind in ("", "person") and 1 < len(words) <= A_NAME)


def _detector(source: Case, rows: Mapping[str, Finding], around: Surroundings, reader: Reader) -> Detect:
    """Finds the columns of a record with somebody else in it, in the light of the whole row as it was found."""

    def detect(record_id: str, values: Mapping[str, Any]) -> Iterator[str]:
        reader.items += 1
        finding = rows.get(record_id) or _as_found(source, values)
        found = {one.column for one in others_in(finding, around, reader)} - finding.kept
        yield from (column for column in found if column in values and values[column] == finding.values.get(column))

    return detect


def _file_detector(made: Composition, around: Surroundings, reader: Reader) -> DetectFile:
    """Counts whom the engine finds in a document and nobody decided about: neither in the review nor for the set."""

    def detect(path: str) -> int:
        reader.items += 1
        if path == PLANTED:
            return len(
                people.in_blocks([{"text": f"Please write to Quillon Vash, {CANARY}."}], around, find=reader.find)
            )
        one = made.given[path]
        if "" in one.ruling.others:
            return 0
        passages = Passage.objects.filter(item=one.finding.item).exclude(status=PassageStatus.SUGGESTED)
        decided = []
        for passage in passages:
            passage.case = one.finding.item.case
            decided.append(passage.text.casefold())
        found = [suggestion.text.casefold() for suggestion in others_in(one.finding, around, reader)]
        return sum(not any(text in known for known in decided) for text in found)

    return detect


def _as_found(source: Case, values: Mapping[str, Any]) -> Finding:
    """A record that was never found, as if it had been: what the control of the second look plants."""
    exhibit = Exhibit(case=source, form="row")
    exhibit.values = dict(values)
    return Finding(ReviewItem(case=source, exhibit=exhibit), frozenset(), frozenset(), frozenset())


def _goes_elsewhere(case: Case) -> bool:
    """Whether the package goes to another person than the data subject."""
    people = {person.role: person for person in case.people.all()}
    others = [people.get(PersonRole.REQUESTER), people.get(PersonRole.RECIPIENT)]
    return any(person is not None and person.relation != Relation.SELF for person in others)


@transaction.atomic
def _finish(
    package: PortablePackage,
    made: Composition,
    packed: Packed,
    stored: SealedFile,
    looks: list[Look],
    reader: Reader,
    pictures: list[dict[str, str]],
) -> bool:
    record_run(reader, what="review", case_id=package.case_id)
    if not package.finish():
        storage.remove(stored)
        return False
    facts = made.facts
    package.file, package.digest, package.contents = stored, packed.digest, packed.contents
    package.is_open = is_open(looks)
    package.report = {"looks": [one.as_json() for one in looks]}
    inside, outside = _summary(facts)
    package.report |= {"inside": inside, "outside": outside, "pictures": pictures}
    package.figures = {
        "sets": len(facts.sets), "records": made.records, "files": len(facts.documents), "bytes": stored.size,
        "left_out": sum(one.count for one in facts.omissions), "mended": made.mended,
        "pictures": len(pictures),
    }  # fmt: skip
    package.written = package.total
    package.save(update_fields=["file", "digest", "contents", "is_open", "report", "figures"])
    told: dict[str, Any] = {
        "number": package.number,
        "sets": len(facts.sets),
        "records": made.records,
        "files": len(facts.documents),
    }
    told |= {"gate": "open" if package.is_open else "closed", "digest": package.digest}
    record(
        "portability.package_built", actor=None, actor_kind="system", case=package.case, about=package, facts=told
    )  # fmt: skip
    return True


def _summary(facts: Facts) -> tuple[list[str], list[str]]:
    with translation.override(facts.language):
        return summary_lines(facts)


@transaction.atomic
def _fail(package: PortablePackage, failure: str) -> bool:
    if package.finish(LeaseState.FAILED, failure=failure):
        facts = {"number": package.number, "failure": failure}
        record("portability.package_failed", actor=None, actor_kind="system", case=package.case, facts=facts)
    return False
