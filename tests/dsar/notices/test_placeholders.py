"""The language of letters: variables and sections; everything else is refused with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.notices.placeholders import TextWrong, faults, parse, render, variables_in


def told(source, **values):
    return render(parse(source), values)


@pytest.mark.parametrize(
    ("source", "values", "result"),
    [
        ("Dear {{ name }}", {"name": "Ana"}, "Dear Ana"),
        ("Dear {{name}}", {"name": "Ana"}, "Dear Ana"),
        ("{% if link %}Here: {{ link }}{% endif %}.", {"link": ""}, "."),
        ("{% if link %}Here: {{ link }}{% endif %}.", {"link": "x"}, "Here: x."),
        ("{% if name %}{{ name }}{% else %}colleague{% endif %}", {}, "colleague"),
        ("{% if a %}1{% if b %}2{% else %}3{% endif %}{% endif %}", {"a": 1}, "13"),
        ("{{ lines }}", {"lines": ["a", "b"]}, "– a\n– b"),
        ("100 % { } sure", {}, "100 % { } sure"),
    ],
)
def test_a_text_is_filled_in(source, values, result):
    assert told(source, **values) == result


@pytest.mark.parametrize(
    "source",
    [
        "{{ name|safe }}",
        "{{ name.__class__ }}",
        "{{ settings.SECRET_KEY }}",
        "{{ name() }}",
        "{{ 'x' }}",
        "{{ }}",
        "{{ {{ name }} }}",
        "{{ Name }}",
        "{% load i18n %}",
        "{% include 'x' %}",
        "{% extends 'x' %}",
        "{% for a in b %}{% endfor %}",
        "{% if a and b %}x{% endif %}",
        "{% if not a %}x{% endif %}",
        "{% debug %}",
        "{% url 'x' %}",
        "{% csrf_token %}",
        "{# comment #}",
        "{{ name",
        "name }}",
        "{% if a %}x",
        "x{% endif %}",
        "{% else %}",
        "{% if a %}{% else %}{% else %}{% endif %}",
        "a\x00b",
        "a\u202eb",
        "a\u2028b",
        "a\rb",
        "{% if a %}" * 5 + "{% endif %}" * 5,
        "x" * 20_001,
        "${name} {{ ${jndi:ldap://x} }}",
        "{{ name }}{{% x %}}",
    ],
)
def test_what_is_not_of_the_language_is_refused(source):
    with pytest.raises(TextWrong):
        parse(source)


def test_the_line_and_the_reason_are_told():
    with pytest.raises(TextWrong) as wrong:
        parse("Dear {{ name }}\n\n{% load os %}")

    assert wrong.value.line == 3
    assert "only {% if name %}" in wrong.value.reason


def test_what_a_value_holds_is_never_language():
    assert told("{{ text }}", text="{{ secret }}{% if x %}", secret="no") == "{{ secret }}{% if x %}"


def test_an_unknown_variable_is_named_with_its_line():
    found = faults("Dear {{ name }}\n{{ pasword }}", required=["name"], known=["name"])

    assert [(wrong.line, wrong.reason) for wrong in found] == [(2, "“pasword” is not a variable of this letter.")]


def test_a_condition_on_an_unknown_variable_is_refused_too():
    assert faults("{% if other %}x{% endif %}", required=[], known=["name"])


def test_what_the_law_wants_told_may_not_stand_in_an_optional_section():
    hidden = faults("{% if reasons %}{{ reasons }}{% endif %}", required=["reasons"], known=["reasons"])
    plain = faults("{{ reasons }}", required=["reasons"], known=["reasons"])

    assert "must stand in this letter" in hidden[0].reason
    assert plain == []


def test_all_variables_are_found_also_in_conditions():
    assert variables_in("{{ a }}{% if b %}{{ c }}{% else %}{{ d }}{% endif %}") == {"a", "b", "c", "d"}


@given(st.text(alphabet=st.sampled_from("{}% ifelsendaname\n#|._"), max_size=60))
def test_any_text_is_either_read_or_refused(source):
    wrong = faults(source, required=[], known=[])

    assert all(1 <= fault.line <= source.count("\n") + 1 for fault in wrong)
    assert wrong or "{{" not in told(source)
