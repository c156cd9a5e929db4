"""PDFs that hold the same secret in the text and in one more place, each in a way that has leaked somewhere before."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw, ImageFont

SECRET = "Ottoline Bramblewick"
LINES = (
    "Report about the meeting with KEEPALPHA.",
    f"Present was {SECRET} of the office.",
    "Signed by KEEPOMEGA today.",
)
WIDTH, HEIGHT = 595, 842


def text(lines=LINES, *, x=72, y=700, size=12, leading=20, extra=""):
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    return f"BT /F1 {size} Tf {leading} TL {x} {y} Td {extra} {shown} ET"


def document(*contents, size=(WIDTH, HEIGHT)):
    """An open PDF with one page for each content."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    for content in contents:
        page = pdf.add_blank_page(page_size=size)
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.contents_add(content.encode("latin-1"))
    return pdf


def saved(pdf, **how):
    stream = io.BytesIO()
    pdf.save(stream, **how)
    return stream.getvalue()


def simple(*lines, **how):
    return saved(document(text(lines or LINES, **how)))


def bookmark():
    pdf = document(text())
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"About {SECRET}", 0))
    return saved(pdf)


def annotation():
    pdf = document(text())
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=[72, 500, 400, 540], Contents=String(SECRET),
        DA=String("/F1 14 Tf 0 g"), T=String(SECRET),
    )  # fmt: skip
    form = pdf.make_stream(f"BT /F1 14 Tf 4 10 Td ({SECRET}) Tj ET".encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 328, 40])
    form.Resources = pdf.pages[0].obj.Resources
    note.AP = Dictionary(N=form)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
    return saved(pdf)


def form_field():
    pdf = document(text())
    look = pdf.make_stream(f"/Tx BMC BT /F1 14 Tf 4 6 Td ({SECRET}) Tj ET EMC".encode())
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 24])
    look.Resources = pdf.pages[0].obj.Resources
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("person"), V=String(SECRET), DV=String(SECRET),
            Rect=[72, 400, 372, 424], F=4, DA=String("/F1 14 Tf 0 g"), AP=Dictionary(N=look),
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), DA=String("/F1 12 Tf 0 g"), DR=Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    )
    return saved(pdf)


def attachment():
    pdf = document(text())
    pdf.attachments["letter.txt"] = pikepdf.AttachedFileSpec(pdf, f"Dear {SECRET}".encode(), filename=f"{SECRET}.txt")
    return saved(pdf)


def metadata():
    pdf = document(text())
    pdf.docinfo["/Author"] = SECRET
    pdf.docinfo["/Title"] = f"Letter to {SECRET}"
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        xmp["dc:creator"] = [SECRET]
    return saved(pdf)


def hidden_layer():
    pdf = document(text() + f"\n/OC /L0 BDC {text([SECRET], y=300)} EMC")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Notes")))
    pdf.pages[0].obj.Resources.Properties = Dictionary(L0=layer)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), ON=Array([])))
    return saved(pdf)


def off_page():
    return saved(document(text() + "\n" + text([SECRET], x=900, y=2000)))


def cropped_out():
    pdf = document(text() + "\n" + text([SECRET], y=60))
    pdf.pages[0].obj.CropBox = Array([50, 400, 560, 800])
    return saved(pdf)


def letter_spaced():
    return saved(document(text() + "\n" + text([" ".join(SECRET)], y=500) + "\n" + text([SECRET], y=400, extra="6 Tc")))


def hexadecimal():
    hidden = f"BT /F1 12 Tf 72 500 Td <{SECRET.encode().hex()}> Tj ET"
    pieces = "".join(f"<{letter:02x}> -30 " for letter in SECRET.encode())
    return saved(document(f"{text()}\n{hidden}\nBT /F1 12 Tf 72 450 Td [{pieces}] TJ ET"))


def replacement_text():
    marked = f"/Span <</ActualText ({SECRET})>> BDC BT /F1 12 Tf 72 500 Td (the person) Tj ET EMC"
    return saved(document(f"{text()}\n{marked}"))


def earlier_revision():
    first = simple()
    offset = first.rindex(b"startxref")
    previous = int(first[offset:].split()[1])
    body = f"90 0 obj\n<< /Note ({SECRET}) >>\nendobj\n".encode()
    at = len(first) + 1 + body.index(b"90 0")
    table = f"xref\n90 1\n{at:010d} 00000 n \n".encode()
    with pikepdf.open(io.BytesIO(first)) as pdf:
        root = pdf.Root.objgen[0]
    trailer = f"trailer\n<< /Size 91 /Root {root} 0 R /Prev {previous} >>\n".encode()
    start = len(first) + 1 + len(body)
    return first + b"\n" + body + table + trailer + f"startxref\n{start}\n%%EOF\n".encode()


def white_text():
    return saved(document(f"{text()}\n1 g {text([SECRET], y=300)} 0 g"))


def invisible_text():
    return saved(document(text() + "\n" + text([SECRET], y=300, extra="3 Tr")))


def rotated(angle):
    def made():
        pdf = document(text())
        pdf.pages[0].obj.Rotate = angle
        return saved(pdf)

    return made


def rotated_text():
    turned = f"BT /F1 12 Tf 0 1 -1 0 300 200 Tm ({SECRET}) Tj ET"
    slanted = f"BT /F1 12 Tf 0.8660 0.5 -0.5 0.8660 100 100 Tm ({SECRET}) Tj ET"
    return saved(document(f"{text()}\n{turned}\n{slanted}"))


def hyphenated():
    return simple(
        "KEEPALPHA stands here with Ottoline Bramble-", "wick and others.", "Later Ottoline", f"Bramblewick, {SECRET}."
    )


def form_xobject():
    pdf = document(text() + "\nq 1 0 0 1 72 300 cm /X0 Do Q q 0 1 -1 0 500 300 cm /X0 Do Q")
    form = pdf.make_stream(f"BT /F1 12 Tf 0 0 Td ({SECRET}) Tj ET".encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, -10, 300, 30])
    form.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    pdf.pages[0].obj.Resources.XObject = Dictionary(X0=form)
    return saved(pdf)


def outlines():
    """The name drawn as shapes, as drawing programs and signature pads do: thin strips, none of them a letter."""
    image = picture([SECRET], size=(700, 160))
    bits = image.point(lambda value: 0 if value > 128 else 1)
    runs = []
    for y in range(bits.height):
        row = bytes(bits.crop((0, y, bits.width, y + 1)).tobytes())
        start = None
        for x, value in enumerate((*row, 0)):
            if value and start is None:
                start = x
            elif not value and start is not None:
                runs.append(f"{72 + start / 2:.1f} {400 - y / 2:.1f} {(x - start) / 2:.1f} 0.5 re")
                start = None
    return saved(document(f"{text()}\n0 g {' '.join(runs)} f"))


def active_content():
    pdf = document(text())
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String(SECRET), pdf.Root.OpenAction])))
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[72, 500, 200, 520],
        A=Dictionary(S=Name.URI, URI=String(f"https://example.org/?who={SECRET.replace(' ', '%20')}")),
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
    return saved(pdf)


def ligature():
    """The name with an fi ligature, as typesetters write it."""
    from dsar.redaction.pages import typeset

    return typeset([{"heading": "", "text": "KEEPALPHA met Gri\ufb01ths O\ufb03cer KEEPOMEGA"}])


def accented():
    return simple("KEEPALPHA saw Jos\\351 Mu\\361oz here.", "KEEPOMEGA and JOSE MUNOZ too.")


def picture(lines=LINES, *, size=(1240, 700), ground=255, ink=0):
    image = Image.new("L", size, ground)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((80, 80 + 70 * number), line, fill=ink, font=ImageFont.load_default(34))
    return image


def jpeg(image):
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=85)
    return stream.getvalue()


def picture_page(image, *, also="", rotate=0):
    """A page of which the picture fills the upper part."""
    pdf = document("")
    stream = pikepdf.Stream(pdf, jpeg(image))
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent, stream.ColorSpace = *image.size, 8, Name.DeviceGray
    stream.Filter = Name.DCTDecode
    page = pdf.pages[0]
    page.obj.Resources.XObject = Dictionary(Im0=stream)
    height = WIDTH * image.height / image.width
    page.contents_add(f"q {WIDTH} 0 0 {height:.2f} 0 {HEIGHT - height:.2f} cm /Im0 Do Q {also}".encode("latin-1"))
    if rotate:
        page.obj.Rotate = rotate
    return saved(pdf)


def scan():
    return picture_page(picture())


def scan_with_text_layer():
    return picture_page(picture(), also=text([LINES[1]], y=740, extra="3 Tr"))


def sideways_scan(angle):
    return lambda: picture_page(picture(size=(1240, 900)).rotate(angle, expand=True, fillcolor=255))


def lying_text_layer():
    """The name is drawn, but the text layer says other letters."""
    pdf = document(f"{text()}\nBT /F2 14 Tf 72 300 Td ({SECRET}) Tj ET")
    lie = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <00> <FF> "
        b"endcodespacerange 1 beginbfrange <00> <FF> <0041> endbfrange endcmap end end"
    )
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, ToUnicode=pdf.make_stream(lie))
    pdf.pages[0].obj.Resources.Font.F2 = pdf.make_indirect(font)
    return saved(pdf)


CHANNELS = {
    "text": simple, "bookmark": bookmark, "annotation": annotation, "form field": form_field,
    "attachment": attachment, "metadata": metadata, "hidden layer": hidden_layer, "off the page": off_page,
    "cropped out": cropped_out, "letter-spaced": letter_spaced, "hexadecimal": hexadecimal,
    "replacement text": replacement_text, "earlier revision": earlier_revision, "white text": white_text,
    "invisible text": invisible_text, "page turned 90": rotated(90), "page turned 180": rotated(180),
    "page turned 270": rotated(270), "turned text": rotated_text, "hyphenated": hyphenated,
    "form XObject": form_xobject, "drawn as shapes": outlines, "active content": active_content, "scan": scan,
    "scan with a text layer": scan_with_text_layer, "scan on its side": sideways_scan(90),
    "scan upside down": sideways_scan(180), "lying text layer": lying_text_layer,
}  # fmt: skip
