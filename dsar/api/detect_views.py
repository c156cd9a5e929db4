"""Detection over REST: detect, anonymise, moderate, report. No text is stored or logged; answers hold offsets."""

import abc
import functools
import secrets
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from discovery.detection import NamesModelMissing, Options
from discovery.detection.anonymising import Anonymised, Form, Policy, Pseudonyms, VaultMissing, anonymise
from discovery.detection.framework_rules import Circumstances, Framework
from discovery.detection.frameworks import report
from discovery.detection.moderating import Place, Verdict, moderate
from discovery.documents import Detection, Kind
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.api import detect_answers as answers
from dsar.api import detect_serializers as contract
from dsar.api import limits
from dsar.api.serializers import ErrorSerializer
from dsar.api.views import find_case
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.pii.counting import count_reading
from dsar.pii.texts import Asked, Reading, engine_name, read_all
from dsar.pii.vault_models import TokenVault
from dsar.pii.vault_services import anonymise_into, demand, vault_of_case, with_vault

_REFUSALS = {400: ErrorSerializer, 403: ErrorSerializer, 413: ErrorSerializer, 429: ErrorSerializer}


class TextView(APIView, abc.ABC):
    """What all four share: the size of a body, the permission, the count of what a person sent.

    Attributes:
        is_trial: what cannot be answered is asked again on the long way, so it counts nothing here.
    """

    parser_classes = [limits.LimitedJsonParser]
    asks: type[Serializer[Any]]
    is_trial = False

    def post(self, request: Request) -> Response:
        """Check who asks and what, then answer; told with the engine and the time that it took."""
        user = cast("User", request.user)
        if not user.may(Act.USE_PII_TOOLS):
            message = "Your role does not open the tools for personal data."
            raise NotPermitted(message)
        return Response(self.told(user.pk, request.data))

    def told(self, person: UUID, given: Any) -> dict[str, Any]:
        """What is answered to somebody who may ask; the short way asks here too.

        Raises:
            ValidationError, Throttled, DsarError: it cannot be answered.
        """
        values = _contract(self.asks).run_validation(given)
        texts = [values["content"]] if "content" in values else values["contents"]
        characters = sum(map(len, texts))
        limits.count(person, characters)
        self.uncounted: list[Callable[[], None]] = []
        begun = time.perf_counter()
        with ExitStack() as undo:
            if self.is_trial:
                undo.callback(limits.give_back, person, characters)
            answer = self.answer(texts, values)
            undo.pop_all()
        for count in self.uncounted:
            count()
        milliseconds = round((time.perf_counter() - begun) * 1000, 3)
        return {"engine": engine_name(), "milliseconds": milliseconds} | answer

    @abc.abstractmethod
    def answer(self, texts: list[str], values: dict[str, Any]) -> dict[str, Any]:
        """What is told of the texts."""

    def read(self, texts: list[str], values: dict[str, Any]) -> list[Reading]:
        """What is found in the texts; counted, not kept."""
        begun = time.perf_counter()
        try:
            readings = read_all(texts, asked_of(values))
        except NamesModelMissing as error:
            message = "The language model for names is not installed here. Ask for names by rules."
            raise RuleRefused(message, code="names_model_missing", fields={"names": message}) from error
        count = partial(count_reading, texts, readings, time.perf_counter() - begun)
        if self.is_trial:
            self.uncounted.append(count)  # once it is answered
        else:
            count()
        return readings


class Detect(TextView):
    """Where personal data stand in a text."""

    asks = contract.DetectSerializer

    @extend_schema(
        request=contract.DetectSerializer,
        responses={200: contract.DetectAnswerSerializer, **_REFUSALS},
        operation_id="detect",
    )
    def post(self, request: Request) -> Response:
        """Detections with offsets, certainty, risk and reason, and the risk of each text."""
        return super().post(request)

    def answer(self, texts: list[str], values: dict[str, Any]) -> dict[str, Any]:
        readings = self.read(texts, values)
        results = [answers.reading(one, values["threshold"]) for one in readings]
        if form := values.get("anonymise"):
            policy = _one_off(Policy(form=Form(form)))
            options = asked_of(values).options()
            for text, one, result in zip(texts, readings, results, strict=True):
                result["anonymised"] = _replaced(text, one.detections, policy, options, values).text
        return {"results": results}


class Anonymise(TextView):
    """A text without its personal data."""

    asks = contract.AnonymiseSerializer

    @extend_schema(
        request=contract.AnonymiseSerializer,
        responses={200: contract.AnonymiseAnswerSerializer, 404: ErrorSerializer, 409: ErrorSerializer, **_REFUSALS},
        operation_id="anonymise",
    )
    def post(self, request: Request) -> Response:
        """The texts with their values replaced; detected again they give nothing."""
        return super().post(request)

    def answer(self, texts: list[str], values: dict[str, Any]) -> dict[str, Any]:
        readings = self.read(texts, values)
        policy = Policy(
            form=Form(values["form"]),
            by_kind={Kind(kind): Form(form) for kind, form in values.get("by_kind", {}).items()},
            kept=frozenset(map(Kind, values.get("kept", ()))),
        )
        vault = _vault(self.request, values)
        options = asked_of(values).options()

        def work(chosen: Policy) -> list[Anonymised]:
            return [
                _replaced(text, one.detections, chosen, options, values)
                for text, one in zip(texts, readings, strict=True)
            ]

        if vault is None:
            made = work(_one_off(policy))
        else:
            made = anonymise_into(
                vault=vault,
                anonymise=lambda house: work(with_vault(policy, house)),
                actor=cast("User", self.request.user),
            )
        return {"results": [answers.anonymised(one) for one in made]}


class Moderate(TextView):
    """Whether a text may go where it is meant to go."""

    asks = contract.ModerateSerializer

    @extend_schema(
        request=contract.ModerateSerializer,
        responses={200: contract.ModerateAnswerSerializer, **_REFUSALS},
        operation_id="moderate",
    )
    def post(self, request: Request) -> Response:
        """A verdict for each text (allow, review, mask, block), with its reasons and the masked text."""
        return super().post(request)

    def answer(self, texts: list[str], values: dict[str, Any]) -> dict[str, Any]:
        place, options = Place(values["place"]), asked_of(values).options()
        results = []
        for text, one in zip(texts, self.read(texts, values), strict=True):
            judged = moderate(one.detections, place)
            result = answers.moderated(judged, values["threshold"])
            if judged.verdict is Verdict.MASK:
                result["masked"] = _replaced(text, one.detections, Policy(), options, values).text
            results.append(result)
        return {"place": place.value, "results": results}


class ComplianceReport(TextView):
    """What the presence of personal data obliges to."""

    asks = contract.ReportSerializer

    @extend_schema(
        request=contract.ReportSerializer,
        responses={200: contract.ReportAnswerSerializer, **_REFUSALS},
        operation_id="compliance_report",
    )
    def post(self, request: Request) -> Response:
        """Duties under GDPR, UK GDPR, PIPEDA and CCPA with their articles. Presence is not a violation."""
        return super().post(request)

    def answer(self, texts: list[str], values: dict[str, Any]) -> dict[str, Any]:
        found = [one for reading in self.read(texts, values) for one in reading.detections]
        frameworks = [Framework(name) for name in values.get("frameworks", list(Framework))]
        made = report(found, frameworks, Circumstances(**values.get("circumstances", {})))
        return answers.compliance(made, values["threshold"])


@functools.cache
def _contract(asks: type[Serializer[Any]]) -> Serializer[Any]:
    """One for all requests: making its fields anew takes longer than using them; validating changes nothing in it."""
    return asks()


def asked_of(values: dict[str, Any]) -> Asked:
    """What was asked, from the values of a request."""
    return Asked(
        sensitivity=values["sensitivity"],
        names=values["names"],
        languages=tuple(values["languages"]),
        kinds=frozenset(map(Kind, values["kinds"])) if "kinds" in values else None,
        without=frozenset(map(Kind, values.get("without", ()))),
    )


def _replaced(
    text: str, found: tuple[Detection, ...], policy: Policy, options: Options, values: dict[str, Any]
) -> Anonymised:
    try:
        return anonymise(
            text, policy, detections=found, languages=values["languages"], options=options, is_checked=True
        )
    except VaultMissing as error:
        message = "Tokens need a vault: name one, or a case."
        raise RuleRefused(message, code="vault_missing", fields={"vault": message}) from error


def _one_off(policy: Policy) -> Policy:
    """With a key and pseudonyms for this request alone."""
    return Policy(policy.form, policy.by_kind, policy.kept, key=secrets.token_bytes(32), pseudonyms=Pseudonyms())


def _vault(request: Request, values: dict[str, Any]) -> TokenVault | None:
    """The vault that was named, by itself or by its case; a foreign case is not found."""
    user = cast("User", request.user)
    if reference := values.get("case"):
        return vault_of_case(case=find_case(request, reference), actor=user)
    if values.get("vault"):
        demand(user, Act.KEEP_TOKENS)
        vault = TokenVault.objects.filter(pk=values["vault"], case=None).first()
        if vault is None:
            message = "There is no such vault. The vault of a case is named by its case."
            raise RuleRefused(message, code="vault_missing", fields={"vault": message})
        return vault
    return None
