"""A field is drawn with all that a screen reader needs, whatever its kind."""

from django import forms
from django.template import Context, Template
from lxml import html

TEMPLATE = Template("{% load desk_forms %}{% error_summary form %}{% for bound in form %}{% field bound %}{% endfor %}")


class Everything(forms.Form):
    full_name = forms.CharField(label="Full name", help_text="As on your letters.")
    born_on = forms.DateField(label="Born on", required=False, widget=forms.DateInput)
    received_at = forms.DateTimeField(label="Received", required=False, widget=forms.DateTimeInput)
    who = forms.ChoiceField(label="Who asks?", choices=[("self", "Me"), ("agent", "Agent")], widget=forms.RadioSelect)
    systems = forms.MultipleChoiceField(
        label="Systems",
        required=False,
        choices=[("crm", "Desk"), ("shop", "Shop")],
        widget=forms.CheckboxSelectMultiple,
    )
    letter = forms.FileField(label="Letter", required=False)
    is_child = forms.BooleanField(label="A child", required=False, help_text="Under 18.")
    token = forms.CharField(required=False, widget=forms.HiddenInput)


def drawn(form):
    return html.fromstring("<div>" + TEMPLATE.render(Context({"form": form})) + "</div>")


def test_every_visible_control_has_a_label():
    page = drawn(Everything())

    controls = page.xpath("//input[@type!='hidden'] | //select | //textarea")
    labelled = set(page.xpath("//label/@for"))

    assert len(controls) == 9
    assert {control.get("id") for control in controls} == labelled


def test_an_untouched_form_has_no_summary_and_no_error():
    page = drawn(Everything())

    assert page.xpath("//*[@data-error-summary]") == []
    assert page.xpath("//*[contains(@class, 'field-error')]") == []


def test_hint_and_error_are_read_with_the_control():
    page = drawn(Everything({}))

    control = page.xpath("//input[@name='full_name']")[0]
    read = [page.get_element_by_id(name).text_content() for name in control.get("aria-describedby").split()]

    assert control.get("aria-invalid") == "true"
    assert "This field is required." in read[0]
    assert "As on your letters." in read[1]


def test_the_hint_of_a_single_box_is_read_with_it():
    page = drawn(Everything())

    control = page.xpath("//input[@name='is_child']")[0]

    assert page.get_element_by_id(control.get("aria-describedby")).text_content() == "Under 18."


def test_every_line_of_the_summary_leads_to_a_control():
    page = drawn(Everything({}))

    targets = [link.get("href")[1:] for link in page.xpath("//*[@data-error-summary]//a")]

    assert targets == ["id_full_name", "id_who_0"]
    assert all(page.get_element_by_id(target).tag == "input" for target in targets)


def test_a_general_message_gets_the_name_of_its_field_in_the_summary():
    page = drawn(Everything({}))

    lines = [line.text_content() for line in page.xpath("//*[@data-error-summary]//li")]

    assert lines == ["Full name: This field is required.", "Who asks: This field is required."]


def test_a_mistake_of_the_whole_form_stands_in_the_summary_without_a_link():
    form = Everything({"full_name": "Ana", "who": "self"})
    form.add_error(None, "Both cannot be.")

    page = drawn(form)

    assert [line.text_content() for line in page.xpath("//*[@data-error-summary]//li")] == ["Both cannot be."]
    assert page.xpath("//*[@data-error-summary]//a") == []


def test_choices_stand_in_a_group_with_a_legend():
    page = drawn(Everything())

    legends = [" ".join(legend.text_content().split()) for legend in page.xpath("//fieldset/legend")]

    assert legends == ["Who asks?", "Systems (optional)"]


def test_dates_get_the_pickers_of_the_browser_and_iso_values():
    form = Everything({"born_on": "1999-12-31", "received_at": "2026-11-22T09:30", "full_name": "Ana", "who": "self"})

    page = drawn(form)

    assert form.is_valid()
    assert page.xpath("//input[@name='born_on']/@type") == ["date"]
    assert page.xpath("//input[@name='received_at']/@type") == ["datetime-local"]
    assert page.xpath("//input[@name='born_on']/@value") == ["1999-12-31"]


def test_nothing_typed_is_lost_in_a_form_sent_back():
    page = drawn(Everything({"full_name": "<b>Ana</b>", "systems": ["shop"]}))

    assert page.xpath("//input[@name='full_name']/@value") == ["<b>Ana</b>"]
    assert page.xpath("//input[@name='systems'][@checked]/@value") == ["shop"]
