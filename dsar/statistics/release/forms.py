"""Forms for releasing figures and tables."""

import csv
import io
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from dsar.statistics.release.anonymising import Wanted
from dsar.statistics.release.services import FIRST_YEAR, YEAR_BUDGET
from dsar.statistics.release.tables import Part, Table, TableUnusable

MOST_BYTES = 1_000_000
_SALT = "release.table"
_DAY_SECONDS = 24 * 60 * 60


class PublishForm(forms.Form):
    """The year to publish, and how much it may tell."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    epsilon = forms.DecimalField(
        label=_("Budget to spend (ε)"),
        min_value=Decimal("0.1"),
        max_value=YEAR_BUDGET,
        max_digits=8,
        decimal_places=4,
        initial=Decimal(1),
        help_text=_(
            "From 0.1 (much noise) to 3 (little). With 1, nineteen times of twenty, the requests received are off"
            " by 6 or less, the others by 12 or less."
        ),
    )

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(year, str(year)) for year in range(this_year, FIRST_YEAR - 1, -1)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]  # a choice field


class TableForm(forms.Form):
    """A table to be made anonymous: it is read, and kept nowhere."""

    file = forms.FileField(
        label=_("Table"),
        help_text=_("A CSV file in UTF-8 with a line of headings, 1 MB at most. It is not stored."),
    )

    def clean_file(self) -> Table:
        """The table in the file."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_t("The file is larger than 1 MB. Use the command line for larger tables."))
        try:
            return read_table(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_t("The file is not text in UTF-8. Save it as “CSV UTF-8”.")) from error
        except (TableUnusable, csv.Error) as error:
            raise forms.ValidationError(str(error)) from error


def read_table(text: str) -> Table:
    """The table in a text of comma or semicolon separated values.

    Raises:
        TableUnusable: see Table.
    """
    first = text.partition("\n")[0]
    rows = [
        tuple(cell.strip() for cell in row)
        for row in csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
        if row
    ]
    if not rows:
        message = "The file is empty."
        raise TableUnusable(message)
    return Table(rows[0], tuple(rows[1:]))


class ColumnsForm(forms.Form):
    """What each column is, and how anonymous the table must become. The table travels in the form, signed."""

    carried = forms.CharField(widget=forms.HiddenInput)
    k = forms.IntegerField(label=_("Rows at least that must look alike (k)"), min_value=2, max_value=100, initial=5)
    diversity = forms.IntegerField(
        label=_("Different sensitive values at least among them (l)"), min_value=1, max_value=20, initial=2
    )
    left_out = forms.IntegerField(
        label=_("Rows that may be left out, in per cent"), min_value=0, max_value=50, initial=5
    )

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        for number, name in enumerate(table.columns):
            values = " · ".join(row[number] for row in table.rows[:3])[:90]
            hint = _t("For example: %(values)s") % {"values": values}
            self.fields[f"part_{number}"] = forms.ChoiceField(
                label=name, choices=PARTS, initial=Part.QUASI, help_text=hint
            )

    def column_fields(self) -> list[forms.BoundField]:
        """The columns, each with its first values as a hint."""
        return [self[f"part_{number}"] for number in range(len(self.table.columns))]

    def wanted(self) -> Wanted:
        """What the released table must hold."""
        values = self.cleaned_data
        parts = {name: Part(values[f"part_{number}"]) for number, name in enumerate(self.table.columns)}
        return Wanted(parts, values["k"], values["diversity"], values["left_out"] / 100)


PARTS = [
    (Part.DIRECT, _("names the person: leave it out")),
    (Part.QUASI, _("a stranger could know it: make it coarser")),
    (Part.SENSITIVE, _("sensitive: keep it, and mix it")),
    (Part.PLAIN, _("tells nothing of who it is: keep it")),
]


def carry(table: Table) -> str:
    """The table as a signed text for the next step of the form."""
    return signing.dumps([table.columns, table.rows], salt=_SALT, compress=True)


def carried(text: str) -> Table:
    """The table back.

    Raises:
        TableUnusable: the text was changed, or is older than a day.
    """
    try:
        columns, rows = signing.loads(text, salt=_SALT, max_age=_DAY_SECONDS)
    except signing.BadSignature as error:
        message = "The table is no longer there. Choose the file again."
        raise TableUnusable(message) from error
    return Table(tuple(columns), tuple(tuple(row) for row in rows))
