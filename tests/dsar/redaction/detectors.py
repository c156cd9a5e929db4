"""Readers of the tests' own, which share no code with the product: other programs, other searches."""

import io
import re
import subprocess
import zlib

import pikepdf

MUPDF_LIKE = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def squeezed(text):
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def poppler_text(pdf, *how):
    done = subprocess.run(["pdftotext", "-q", *how, "-", "-"], input=pdf, capture_output=True, timeout=60)
    return done.stdout.decode("utf-8", "replace")


def raw_bytes(pdf):
    """Every byte of the file, with each stream unpacked, by hand."""
    found = [pdf]
    for match in MUPDF_LIKE.finditer(pdf):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            found.append(match[1])
    return b"\n".join(found)


def seen(pdf, folder, *, dpi=300):
    """What Tesseract's program reads in Poppler's rendering."""
    (folder / "seen.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", folder / "seen.pdf", folder / "page"], check=True, timeout=60)
    text = []
    for page in sorted(folder.glob("page*.pgm")):
        done = subprocess.run(
            ["tesseract", page, "-", "--psm", "6"],
            capture_output=True,
            timeout=60,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"},
        )
        text.append(done.stdout.decode("utf-8", "replace"))
        page.unlink()
    return "\n".join(text)


def sightings(pdf, secret):
    """Names of the detectors that still find the secret or one of its longer words."""
    words = [squeezed(secret), *(squeezed(word) for word in secret.split() if len(word) > 4)]
    for name, how in (("pdftotext", ()), ("pdftotext raw", ("-raw",)), ("pdftotext layout", ("-layout",))):
        if any(word in squeezed(poppler_text(pdf, *how)) for word in words):
            yield name
    everything = raw_bytes(pdf).lower()
    for word in secret.split():
        for codec in ("utf-8", "utf-16-be", "utf-16-le", "latin-1"):
            encoded = word.lower().encode(codec)
            if encoded in everything or encoded.hex().encode() in everything:
                yield f"bytes {codec}"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if set(opened.Root.keys()) - {"/Type", "/Pages"} or any(
            set(page.keys()) & {"/Annots", "/AA"} for page in opened.pages
        ):
            yield "structure"
        if set(opened.docinfo.keys()) - {"/Title", "/CreationDate"}:
            yield "information"
