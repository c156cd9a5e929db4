"""Words that people outside read about a package: what is in it, what is not, and why."""

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsar.rights.portability.facts import Facts
from dsar.rights.portability.rules import LeftOut

_WORDS: dict[LeftOut, str | Promise] = {
    LeftOut.BASIS: _("we do not use it on the basis of consent or contract (Art. 20(1)(a))"),
    LeftOut.NOT_AUTOMATED: _("it is on paper, not processed by automated means (Art. 20(1)(b))"),
    LeftOut.DERIVED: _("you did not provide it: we made it or derived it ourselves (Art. 20(1))"),
    LeftOut.OTHER_PEOPLE: _("it is about other people, whose rights it would harm (Art. 20(4))"),
    LeftOut.WITHHELD: _("the law lets us withhold it"),
    LeftOut.SECRET: _("it is a password or key"),
    LeftOut.NOT_KEPT: _("binary content of a database, which we give you on request"),
    LeftOut.CHOICE: _("it is not part of the right to portability in this case"),
}


def left_out_words(reason: LeftOut) -> str | Promise:
    """Why something is left out, as the person is told."""
    return _WORDS[reason]


def summary_lines(facts: Facts) -> tuple[list[str], list[str]]:
    """What is in the package and what is not, in sentences for the letter and the readme, in the present language."""
    inside = [f"{one.name} ({one.system}): {', '.join(column.name for column in one.columns)}" for one in facts.sets]
    if facts.documents:
        inside.append(str(_("files that you gave us: %(count)d")) % {"count": len(facts.documents)})
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for omission in facts.omissions:
        grouped.setdefault((omission.name, omission.system, omission.words), []).append(omission.column)
    outside = []
    for (name, system, words), columns in grouped.items():
        what = ", ".join(dict.fromkeys(column for column in columns if column))
        outside.append(f"{name} ({system}){f': {what}' if what else ''} – {words}")
    return inside, outside


def readme_text(facts: Facts) -> str:
    """README.txt of a package, in the present language."""
    inside, outside = summary_lines(facts)
    made = f"{formats.date_format(facts.created_at, 'j F Y, H:i')} {facts.created_at:%Z}"
    files = [f"  files/          {_('files that you gave us')}"] if facts.documents else []
    lines = [
        f"{_('Your data to take with you')} · {facts.reference}",
        f"{facts.controller} · {facts.contact}",
        f"{_('State of the data:')} {formats.date_format(facts.reference_date, 'j F Y')} · {_('made:')} {made}",
        "",
        str(_("The same content stands here three times; take the format that suits you:")),
        "  portable.json   JSON, schema/package.schema.json",
        "  csv/            CSV, csv/csv-metadata.json (CSV on the Web), schema/csv-dialect.txt",
        "  portable.xml    XML, schema/package.xsd",
        *files,
        f"  manifest.json   {_('every file with size and SHA-256')}",
        "",
        str(_("In the package:")),
        *(f"  - {line}" for line in inside or [str(_("nothing"))]),
        "",
        str(_("Not in the package, and why:")),
        *(f"  - {line}" for line in outside or [str(_("nothing"))]),
        "",
    ]
    return "\n".join(lines)
