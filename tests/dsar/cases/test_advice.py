"""Legal advice: who asks, who gives, who reads, and that nothing else of the product ever shows it."""

import pytest
from django.test import override_settings
from django.urls import reverse

from dsar.access.rules import Role
from dsar.access.services import add_person
from dsar.cases.advice import ask_advice, give_advice, lines_of
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.notices.models import Notice
from tests.world import make_case

QUESTION = "Does privilege cover the memo of marigold-canary-17?"
ADVICE = "Withhold the memo; heliotrope-canary-23 settles it."


@pytest.fixture
def reviewer(world):
    return add_person(email="legal@example.org", full_name="Lena Gale", roles=[Role.LEGAL], actor=None)


@pytest.fixture
def case(world):
    return make_case(world)


@pytest.fixture
def advised(world, case, reviewer):
    """The case, with a question and its answer."""
    question = ask_advice(case=case, reviewer=reviewer, text=QUESTION, actor=world.handler)
    give_advice(question=question, text=ADVICE, actor=reviewer)
    return case


def test_asking_lets_the_reviewer_read_the_case_and_no_other(client, world, case, reviewer):
    other = make_case(world, name="Bo Berg")
    ask_advice(case=case, reviewer=reviewer, text=QUESTION, actor=world.handler)
    client.force_login(reviewer)

    assert client.get(reverse("dsar:case", args=[case.reference])).status_code == 200
    assert client.get(reverse("dsar:case", args=[other.reference])).status_code == 404


def test_a_reviewer_answers_on_the_page(client, world, case, reviewer):
    question = ask_advice(case=case, reviewer=reviewer, text=QUESTION, actor=world.handler)
    client.force_login(reviewer)
    url = reverse("dsar:case-advice-give", args=[case.reference, question.pk])

    shown = client.get(url).content.decode()
    client.post(url, {"text": ADVICE})

    assert "marigold-canary-17" in shown
    assert "heliotrope-canary-23" in client.get(reverse("dsar:case-advice", args=[case.reference])).content.decode()


def test_a_handler_asks_on_the_page_and_then_sees_dates_alone(client, world, case, reviewer):
    client.force_login(world.handler)

    client.post(
        reverse("dsar:case-advice-ask", args=[case.reference]), {"reviewer": str(reviewer.pk), "text": QUESTION}
    )
    page = client.get(reverse("dsar:case-advice", args=[case.reference])).content.decode()

    assert "Legal advice asked on" in page
    assert "Walled off" in page
    assert "canary" not in page


@pytest.mark.parametrize("who", ["handler", "approver"])
def test_those_who_work_the_case_read_none_of_it(world, advised, who):
    user = getattr(world, who)

    seen = lines_of(advised, user, with_text=False)

    assert [line.kind for line in seen] == ["asked", "given"]
    assert [line.text for line in seen] == [None, None]
    assert not any(line.author for line in seen)
    with pytest.raises(NotPermitted):
        lines_of(advised, user, with_text=True)


def test_the_officer_reads_where_the_organisation_allows_it(world, advised):
    assert [line.text for line in lines_of(advised, world.dpo, with_text=True)] == [QUESTION, ADVICE]

    with override_settings(DSAR_DPO_READS_ADVICE=False), pytest.raises(NotPermitted):
        lines_of(advised, world.dpo, with_text=True)


@pytest.mark.parametrize("who", ["handler", "dpo"])
def test_no_page_of_the_case_shows_it_but_its_own(client, world, advised, who):
    """Every page of the case that answers, and every download among them."""
    from django.urls import get_resolver

    client.raise_request_exception = False

    from tests.house.url_map import routes

    client.force_login(getattr(world, who))
    of_case = [route for route in routes(get_resolver()) if route.is_of_a_case and list(route.arguments) == ["ref"]]
    shown = {
        route.name
        for route in of_case
        if b"canary-" in _content(client.get(reverse(route.name, kwargs={"ref": advised.reference})))
    }

    assert len(of_case) > 20
    assert shown == ({"dsar:case-advice"} if who == "dpo" else set())


def _content(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_model_is_read_by_its_own_files_alone():
    """What goes out is made by other files: none of them may come upon advice."""
    from tests.house import sources

    readers = {
        sources.name(path)
        for path in sources.python_files()
        if "advice_models" in (text := path.read_text(encoding="utf-8")) or "AdviceNote" in text
    }

    assert readers - {"dsar/models.py"} == {
        "dsar/cases/advice.py",
        "dsar/cases/advice_models.py",
        "dsar/cases/advice_views.py",
    }


def test_only_reviewers_are_asked_and_only_they_answer(world, case, reviewer):
    question = ask_advice(case=case, reviewer=reviewer, text=QUESTION, actor=world.handler)

    with pytest.raises(RuleRefused, match="cannot be asked"):
        ask_advice(case=case, reviewer=world.approver, text=QUESTION, actor=world.handler)
    with pytest.raises(NotPermitted):
        give_advice(question=question, text=ADVICE, actor=world.dpo)
    with pytest.raises(NotPermitted):
        ask_advice(case=case, reviewer=reviewer, text=QUESTION, actor=world.intake)
    with pytest.raises(RuleRefused, match="Write"):
        give_advice(question=question, text="  ", actor=reviewer)


def test_a_reviewer_of_another_case_cannot_answer(world, case, reviewer):
    question = ask_advice(case=case, reviewer=reviewer, text=QUESTION, actor=world.handler)
    stranger = add_person(email="legal2@example.org", full_name="Lars Gale", roles=[Role.LEGAL], actor=None)

    with pytest.raises(NotPermitted):
        give_advice(question=question, text=ADVICE, actor=stranger)


def test_reviewer_and_asker_are_told_by_mail_and_nothing_of_what(advised, world, reviewer):
    mails = {notice.recipient: notice for notice in Notice.objects.filter(code__startswith="advice_")}

    assert set(mails) == {reviewer.email, world.handler.email}
    assert not any("canary" in mail.subject + mail.body for mail in mails.values())


def test_a_reviewer_finds_open_questions_at_home(client, world, case, reviewer):
    question = ask_advice(case=case, reviewer=reviewer, text=QUESTION, actor=world.handler)
    client.force_login(reviewer)

    waiting = client.get(reverse("dsar:home")).content.decode()
    give_advice(question=question, text=ADVICE, actor=reviewer)
    done = client.get(reverse("dsar:home")).content.decode()

    assert reverse("dsar:case-advice-give", args=[case.reference, question.pk]) in waiting
    assert "canary" not in waiting
    assert "No question waits for you" in done
