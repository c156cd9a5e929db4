"""PPTX from its raw parts: slides, notes, masters, comments, charts, alternative texts."""

from __future__ import annotations

import re

from discovery.extraction.parsers.office import add_drawn_part, add_links, add_media, add_properties
from discovery.extraction.parsers.package import Package, attribute, local
from discovery.extraction.reading import Reading

_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_BESIDE = ("notesSlides", "slideMasters", "slideLayouts", "notesMasters", "handoutMasters", "charts", "diagrams")


def parse(content: bytes, reading: Reading) -> None:
    """Every text of a presentation with the number of its slide where it has one."""
    package = Package(content, reading)
    slides = sorted((int(match[1]), name) for name in package.names() if (match := _SLIDE.fullmatch(name)))
    for number, name in slides:
        add_drawn_part(package, reading, name, slide=number)
    reading.page_count = len(slides)
    for folder in _BESIDE:
        for name in package.matching(f"ppt/{folder}/"):
            add_drawn_part(package, reading, name)
    for name in (
        *package.matching("ppt/comments/"),
        *package.matching("ppt/commentAuthors"),
        *package.matching("ppt/authors"),
    ):
        for element in package.xml(name).iter():
            role = "comment" if local(element) in {"text", "t"} else "metadata"
            reading.add(element.text if role == "comment" else attribute(element, "name"), role=role, part=name)
    add_properties(package, reading)
    add_links(package, reading)
    add_media(package, reading, "ppt")
