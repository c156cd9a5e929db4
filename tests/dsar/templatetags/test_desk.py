"""Icons, navigation, sortable headers, the track of a period, and the page that shows all components."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from lxml import html

from dsar.templatetags.desk import nav_url, period_track

START = dt.date(2026, 11, 1)
DUE = dt.date(2026, 12, 1)


def asked(address="/"):
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    request.resolver_match = None
    return request


def test_a_link_to_a_room_that_is_not_there_is_left_out():
    assert nav_url("dsar:no-such-room") == ""


def test_an_icon_without_a_label_is_hidden_from_screen_readers():
    drawn = Template("{% load desk %}{% icon 'clock' %}|{% icon 'clock' '' 'Late' %}").render(Context())

    plain, labelled = drawn.split("|")
    assert 'aria-hidden="true"' in plain
    assert "icons.svg#clock" in plain
    assert 'aria-label="Late"' in labelled


def test_the_label_of_an_icon_is_escaped():
    drawn = Template("{% load desk %}{% icon 'clock' '' label %}").render(Context({"label": '"><script>'}))

    assert "<script>" not in drawn


@pytest.mark.parametrize(
    ("address", "state", "link"),
    [
        ("/?page=3&stage=review", None, "?stage=review&sort=due"),
        ("/?sort=due", "ascending", "?sort=-due"),
        ("/?sort=-due", "descending", "?sort=due"),
    ],
)
def test_a_header_sorts_and_turns_round(address, state, link):
    template = Template("{% load desk %}<table><tr>{% sort_header 'Due' 'due' %}</tr></table>")

    header = html.fromstring(template.render(RequestContext(asked(address)))).xpath("//th")[0]

    assert header.get("aria-sort") == state
    assert header.xpath("a/@href") == [link]


@pytest.mark.parametrize(
    ("today", "gone", "late"),
    [(START, 0, 0), (dt.date(2026, 11, 16), 50, 0), (DUE, 100, 0), (dt.date(2026, 12, 31), 50, 50)],
)
def test_the_track_shows_how_much_of_the_period_is_gone(today, gone, late):
    track = period_track(START, today, DUE)

    assert (track["gone"], track["late_width"]) == (gone, late)


def test_the_track_survives_a_period_of_no_days_and_a_start_ahead():
    assert period_track(START, START, START)["gone"] == 0
    assert period_track(DUE, START, DUE)["gone"] == 0


def test_the_page_of_components_shows_every_component():
    page = html.fromstring(render_to_string("help/components.html", request=asked("/help/components/")))

    ids = page.xpath("//@id")

    assert len(ids) == len(set(ids))
    assert "{#" not in page.text_content()
    assert page.xpath("//ol[@class='rail']/li[@aria-current='step']")
    assert len(page.xpath("//section[.//h2[text()='Clock']]")) >= 3
    assert page.xpath("//progress")
    assert page.xpath("//blockquote")
    assert page.xpath("//*[@data-error-summary]")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_no_context(name):
    page = html.fromstring(render_to_string(f"{name}.html"))

    assert page.xpath("//h1")[0].text_content().strip()
    assert page.xpath("//main//a[@href='/']")
