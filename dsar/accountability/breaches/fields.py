"""A moment as it is typed: in the zone of the controller, with the earlier reading of an hour that comes twice."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

_UTC = ZoneInfo("UTC")


class MomentField(forms.DateTimeField):
    """A day and an hour in `zone`, which the form sets; the clean value is aware.

    An hour that comes twice when clocks go back is read as the first one, with which the hours count from earlier.
    """

    zone = "UTC"

    def to_python(self, value: Any) -> dt.datetime | None:
        with timezone.override(_UTC):
            read: dt.datetime | None = super().to_python(value)
        if read is None or read.utcoffset() != dt.timedelta(0) or isinstance(value, dt.datetime):
            return read
        typed = read.replace(tzinfo=None)
        local = typed.replace(tzinfo=ZoneInfo(self.zone))
        try:
            there_and_back = local.astimezone(_UTC).astimezone(ZoneInfo(self.zone))
        except OverflowError:  # the first or the last day that a calendar has
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if there_and_back.replace(tzinfo=None) != typed:
            raise forms.ValidationError(_("This hour does not exist: clocks went forward."), code="no_such_hour")
        return local.astimezone(_UTC)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dt.datetime) and value.tzinfo is not None:
            return value.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        return value


def set_zone(form: forms.Form, zone: str) -> None:
    """Have every moment of a form read and shown in this zone."""
    for field in form.fields.values():
        if isinstance(field, MomentField):
            field.zone = zone
