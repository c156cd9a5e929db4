"""Impact assessments over the API: the same services, the same refusals by the name of the rule."""

from typing import Any, cast

from django.db import transaction
from django.http import Http404, HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.dpia import decision_services, review_services, screening_services, services
from dsar.accountability.dpia.content import Checked, Measure, Risk, Views
from dsar.accountability.dpia.forms import FilterForm
from dsar.accountability.dpia.models import Dpia, Screening
from dsar.accountability.dpia.paper_words import LANGUAGES
from dsar.accountability.dpia.questions import Outcome
from dsar.accountability.dpia.report import document_of, report_pdf
from dsar.accountability.dpia.rules import read
from dsar.accountability.dpia.selectors import chosen, current, screenings, start_of, today_for, version_of
from dsar.accountability.dpia.storing import demand
from dsar.api.answers import PDF, FileView
from dsar.api.dpia_serializers import (
    PARTS,
    AnswersSerializer,
    AssessedRiskSerializer,
    DecisionActSerializer,
    DpiaSerializer,
    MeasureSerializer,
    NewDpiaSerializer,
    NewScreeningSerializer,
    ScreeningSerializer,
)
from dsar.api.freshness import demand_fresh
from dsar.api.pagination import Pages
from dsar.api.serializers import ErrorSerializer
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.models import Controller, ProcessingActivity
from dsar.web.downloads import download

REFUSALS = {403: ErrorSerializer, 409: ErrorSerializer, 422: ErrorSerializer}


class DpiaList(APIView):
    """Assessments in their current version; beginning one."""

    @extend_schema(responses=DpiaSerializer(many=True), operation_id="dpias_list")
    def get(self, request: Request) -> Response:
        """List; ?q= (reference or title), ?state=, ?level=, ?due=soon|late."""
        user = _reader(request)
        form = FilterForm(request.query_params)
        found = chosen(form.cleaned_data if form.is_valid() else {}, today_for(user), "reference")
        pages = Pages()
        page = pages.paginate_queryset(found, request)
        return pages.get_paginated_response(DpiaSerializer(page, many=True).data)

    @extend_schema(request=NewDpiaSerializer, responses={201: dict, **REFUSALS}, operation_id="dpias_create")
    def post(self, request: Request) -> Response:
        """Begin an assessment, from a template by its slug or id, after a screening by its reference."""
        values = _given(NewDpiaSerializer, request)
        screening = _screening_of(values)
        name, content = start_of(values["template"])
        if values["template"] and not name:
            message = "There is no such template."
            raise RuleRefused(message, code="unknown_template", fields={"template": message})
        new = services.NewDpia(
            controller=_controller(values.get("controller")),
            title=values["title"],
            content=content,
            template_name=name,
            screening=screening,
            activities=tuple(ProcessingActivity.objects.filter(pk__in=values["activities"])),
        )
        return Response(document_of(services.begin(new=new, actor=_user(request))), status=201)


class DpiaDetail(APIView):
    """One assessment with everything that is written in it."""

    @extend_schema(responses=dict, operation_id="dpias_read")
    def get(self, request: Request, dpia_ref: str) -> Response:
        """The current version; `content.revisions` is what changes of a part have to name."""
        return Response(document_of(_found(request, dpia_ref)))


class DpiaReport(FileView):
    """A version as a document."""

    @extend_schema(
        parameters=[OpenApiParameter("language", enum=LANGUAGES, description="English where none is named.")],
        responses=PDF,
        operation_id="dpias_report",
    )
    def get(self, request: Request, dpia_ref: str, version: int) -> HttpResponseBase:
        """The report of a version as PDF/UA, in English, French or German; what people wrote stays as written."""
        _reader(request)
        found = version_of(dpia_ref, version)
        language = request.query_params.get("language", "en")
        if found is None or language not in LANGUAGES:
            raise Http404
        name = f"{found.reference}-v{found.number}.pdf"
        made = report_pdf(found, language)
        return cast("HttpResponseBase", download([made], name=name, media_type="application/pdf", size=len(made)))


class DpiaPart(APIView):
    """A part that is one text or one list of points."""

    @extend_schema(request=dict, responses={200: dict, **REFUSALS}, operation_id="dpias_part")
    def put(self, request: Request, dpia_ref: str, part: str) -> Response:
        """Replace description, necessity or views; `revision` is that of the part as it was read, else 409."""
        dpia = _found(request, dpia_ref)
        serializer = PARTS.get(part)
        if serializer is None:
            raise Http404
        values = _given(serializer, request)
        revision, actor = values.pop("revision"), _user(request)
        if part == "description":
            title = values.pop("title", dpia.title)
            dpia = services.save_description(dpia=dpia, title=title, texts=values, revision=revision, actor=actor)
        elif part == "necessity":
            checks = {name: Checked(**one) for name, one in values["points"].items()}
            dpia = services.save_necessity(dpia=dpia, checks=checks, revision=revision, actor=actor)
        else:
            dpia = services.save_views(dpia=dpia, views=Views(**values), revision=revision, actor=actor)
        return Response(document_of(dpia))


class DpiaRisks(APIView):
    """Risks of an assessment."""

    @extend_schema(request=AssessedRiskSerializer, responses={200: dict, **REFUSALS}, operation_id="dpias_risk")
    def post(self, request: Request, dpia_ref: str) -> Response:
        """Add a risk, or change the one with this id."""
        dpia, values = _found(request, dpia_ref), _given(AssessedRiskSerializer, request)
        revision = values.pop("revision")
        saved = services.save_risk(dpia=dpia, risk=Risk(**values), revision=revision, actor=_user(request))
        return Response(document_of(saved))


class DpiaMeasures(APIView):
    """Measures of an assessment."""

    @extend_schema(request=MeasureSerializer, responses={200: dict, **REFUSALS}, operation_id="dpias_measure")
    def post(self, request: Request, dpia_ref: str) -> Response:
        """Add a measure, or change the one with this id."""
        dpia, values = _found(request, dpia_ref), _given(MeasureSerializer, request)
        revision = values.pop("revision")
        measure = Measure(**values | {"risks": tuple(values["risks"])})
        saved = services.save_measure(dpia=dpia, measure=measure, revision=revision, actor=_user(request))
        return Response(document_of(saved))


class DpiaActs(APIView):
    """What is decided about an assessment."""

    @extend_schema(request=DecisionActSerializer, responses={200: dict, **REFUSALS}, operation_id="dpias_acts")
    def post(self, request: Request, dpia_ref: str) -> Response:
        """Advise, answer advice, consult, submit, take or send back, approve, review, measure, new version, drop.

        Approving names the `fingerprint` of what was read (409 where something else stands there now), and asks
        sessions for a password given lately; a token is a secret of its own.
        """
        dpia, values = _found(request, dpia_ref), _given(DecisionActSerializer, request)
        if values["act"] == "approve":
            demand_fresh(request)
        _do(dpia, values, _user(request))
        return Response(document_of(_found(request, dpia_ref)))


class ScreeningList(APIView):
    """Screenings; beginning one."""

    @extend_schema(responses=ScreeningSerializer(many=True), operation_id="screenings_list")
    def get(self, request: Request) -> Response:
        """List, the newest first."""
        _reader(request)
        pages = Pages()
        page = pages.paginate_queryset(screenings(), request)
        return pages.get_paginated_response([_told(one) for one in page or []])

    @extend_schema(
        request=NewScreeningSerializer,
        responses={201: ScreeningSerializer, **REFUSALS},
        operation_id="screenings_create",
    )
    def post(self, request: Request) -> Response:
        """Begin a screening."""
        values = _given(NewScreeningSerializer, request)
        made = screening_services.begin_screening(
            controller=_controller(values.get("controller")),
            title=values["title"],
            activities=ProcessingActivity.objects.filter(pk__in=values["activities"]),
            actor=_user(request),
        )
        return Response(_told(made), status=201)


class ScreeningDetail(APIView):
    """One screening: its answers, the view of the DPO, its decision."""

    @extend_schema(responses=ScreeningSerializer, operation_id="screenings_read")
    def get(self, request: Request, screening_ref: str) -> Response:
        """The screening with what its answers speak for."""
        _reader(request)
        return Response(_told(_screening(screening_ref)))

    @extend_schema(
        request=AnswersSerializer, responses={200: ScreeningSerializer, **REFUSALS}, operation_id="screenings_answer"
    )
    def post(self, request: Request, screening_ref: str) -> Response:
        """Store answers (with `revision`), the view of the DPO (`dpo_view`), or the decision (`outcome`, `reasons`)."""
        actor = _reader(request)
        row, values = _screening(screening_ref), _given(AnswersSerializer, request)
        with transaction.atomic():  # all that was sent, or nothing
            row = _answered(row, values, actor)
        return Response(_told(row))


def _user(request: Request) -> User:
    return cast("User", request.user)


def _reader(request: Request) -> User:
    demand(_user(request), Act.SEE_DPIA)
    return _user(request)


def _found(request: Request, reference: str) -> Dpia:
    _reader(request)
    found = current(reference)
    if found is None:
        raise Http404
    return found


def _given(serializer: Any, request: Request) -> dict[str, Any]:
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _controller(named: Controller | None) -> Controller:
    found = named or (Controller.objects.first() if Controller.objects.count() == 1 else None)
    if found is None:
        message = "Say which controller this is about."
        raise RuleRefused(message, code="controller_missing", fields={"controller": message})
    return found


def _screening(reference: str) -> Screening:
    found = screenings().filter(reference=reference.upper()).first()
    if found is None:
        raise Http404
    return found


def _screening_of(values: dict[str, Any]) -> Screening | None:
    if not values["screening"]:
        return None
    found = screenings().filter(reference=values["screening"].upper(), outcome=Outcome.NEEDED).first()
    if found is None:
        message = "There is no screening of this reference that found an assessment needed."
        raise RuleRefused(message, code="unknown_screening", fields={"screening": message})
    return found


def _answered(row: Screening, values: dict[str, Any], actor: User) -> Screening:
    acts = screening_services
    if "answers" in values:
        told = {name: values[name] for name in ("answers", "entry", "revision")}
        row = acts.answer_screening(screening=row, actor=actor, **told)
    if values["dpo_view"]:
        row = acts.give_view(screening=row, text=values["dpo_view"], actor=actor)
    if values["outcome"]:
        decided = {name: values[name] for name in ("outcome", "reasons")}
        row = acts.decide_screening(screening=row, actor=actor, **decided)
    return row


def _told(row: Screening) -> dict[str, Any]:
    found = read(row.answers)
    return {
        "reference": row.reference,
        "title": row.title,
        "controller": row.controller.name,
        "answers": row.answers,
        "revision": row.revision,
        "speaks_for": found.presumption.value,
        "criteria": list(found.criteria),
        "outcome": row.outcome,
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        **{name: row.words.get(name, "") for name in ("entry", "dpo_view", "reasons")},
    }


def _do(dpia: Dpia, values: dict[str, Any], actor: User) -> object:
    """One act; what an act does not take is left aside."""
    acts, words = decision_services, values["words"]
    match values["act"]:
        case "advise":
            return acts.advise(dpia=dpia, text=words, actor=actor)
        case "answer_advice":
            return acts.answer_advice(dpia=dpia, followed=values["followed"], reasons=words, actor=actor)
        case "consult":
            consulted = acts.ConsultationValues(**{**values["consultation"], "words": words})
            return acts.record_consultation(dpia=dpia, values=consulted, actor=actor)
        case "submit":
            return acts.submit(dpia=dpia, actor=actor)
        case "take_back":
            return acts.take_back(dpia=dpia, actor=actor)
        case "send_back":
            return acts.send_back(dpia=dpia, words=words, actor=actor)
        case "approve":
            day, read = values.get("review_on"), values["fingerprint"]
            return acts.approve(dpia=dpia, words=words, review_on=day, read=read, actor=actor)
        case "drop":
            return acts.drop(dpia=dpia, words=words, actor=actor)
        case "review":
            day = values.get("review_on")
            return review_services.review(dpia=dpia, kind=values["kind"], words=words, next_on=day, actor=actor)
        case "measure":
            name, state = values["measure"], values["state"]
            return review_services.move_measure(dpia=dpia, measure_id=name, state=state, actor=actor)
        case _:
            return review_services.begin_version(dpia=dpia, actor=actor)
