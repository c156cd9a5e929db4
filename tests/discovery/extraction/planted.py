"""Files of each format, built from their raw parts, with a different code word in every place where text can hide."""

import base64
import bz2
import gzip
import io
import json
import tarfile
import warnings
import zipfile

import pikepdf
from PIL import Image, ImageDraw, ImageFont

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(parts, *, stored=()):
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # two entries of one name are meant
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=kind)
    return out.getvalue()


def core(prefix):
    return (
        f'<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>{prefix}Author</dc:creator></cp:coreProperties>',
        f'<Properties><property name="{prefix}PropName"><v>{prefix}Custom</v></property></Properties>',
        f'<Relationships {RELS}><Relationship Id="r9" Type="x" Target="mailto:{prefix}link@example.org" TargetMode="External"/></Relationships>',
    )


DOCX_CODES = (
    "DBody DSplitRun DHeader DFooter DFootnote DEndnote DComment DCommentAuthor DDeleted DDeletedAuthor DInserted DHiddenRun "
    "DField DTextBox DAltText DAuthor DCustom DPropName Dlink@example.org DContentControl"
).split()


def docx():
    body = f"""<w:document {W} xmlns:wp="wp" xmlns:mc="mc"><w:body>
      <w:p><w:r><w:t>DBody and DSpl</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>itRun</w:t></w:r></w:p>
      <w:p><w:del w:author="DDeletedAuthor"><w:r><w:delText>DDeleted</w:delText></w:r></w:del>
        <w:ins w:author="x"><w:r><w:t>DInserted</w:t></w:r></w:ins></w:p>
      <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>DHiddenRun</w:t></w:r></w:p>
      <w:p><w:r><w:instrText>HYPERLINK "mailto:DField"</w:instrText></w:r></w:p>
      <w:p><w:r><w:drawing><wp:docPr id="1" name="Picture 1" descr="DAltText"/><w:txbxContent><w:p><w:r><w:t>DTextBox</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r></w:p>
      <w:sdt><w:sdtPr><w:alias w:val="DContentControl"/></w:sdtPr></w:sdt>
      <w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"""

    def part(root, text, extra=""):
        return f"<w:{root} {W}><w:{extra or 'p'}{' w:author=' + chr(34) + 'DCommentAuthor' + chr(34) if extra else ''}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{extra or 'p'}></w:{root}>"

    core_xml, custom, rels = core("D")
    return zipped({
        "[Content_Types].xml": TYPES, "word/document.xml": body, "word/header1.xml": part("hdr", "DHeader"),
        "word/footer2.xml": part("ftr", "DFooter"), "word/footnotes.xml": part("footnotes", "DFootnote"),
        "word/endnotes.xml": part("endnotes", "DEndnote"), "word/comments.xml": part("comments", "DComment", "comment"),
        "docProps/core.xml": core_xml, "docProps/custom.xml": custom, "word/_rels/document.xml.rels": rels,
    })  # fmt: skip


XLSX_CODES = (
    "XShared XInline XFormulaText XHiddenSheet XVeryHidden XComment XCommentAuthor XName XDefined XHeader XFooter XPrompt "
    "XDrawing XAlt XChart XPivot XTooltip XAuthor XCustom Xlink@example.org 2024-02-29"
).split()


def xlsx():
    def sheet(cells, more=""):
        return f'<worksheet xmlns="s"><sheetData><row r="1">{cells}</row></sheetData>{more}</worksheet>'

    core_xml, custom, rels = core("X")
    more = (
        '<dataValidations><dataValidation prompt="XPrompt"/></dataValidations><hyperlinks><hyperlink ref="A1" tooltip="XTooltip"/></hyperlinks>'
        "<headerFooter><oddHeader>&amp;CXHeader</oddHeader><oddFooter>XFooter</oddFooter></headerFooter>"
    )
    cells = (
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>XIn</t><t>line</t></is></c>'
        '<c r="C1" t="str"><f>IF(1,"XFormulaText","")</f><v>y</v></c><c r="D1" s="1"><v>45351</v></c>'
    )
    return zipped({
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="Staff" r:id="r1"/><sheet name="XName" state="hidden" r:id="r2"/>'
        '<sheet name="V" state="veryHidden" r:id="r3"/></sheets><definedNames><definedName name="n">"XDefined"</definedName></definedNames></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships {RELS}>' + "".join(
            f'<Relationship Id="r{n}" Target="worksheets/sheet{n}.xml"/>' for n in (1, 2, 3)) + "</Relationships>",
        "xl/sharedStrings.xml": "<sst><si><r><t>XSha</t></r><r><t>red</t></r></si></sst>",
        "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": sheet(cells, more),
        "xl/worksheets/sheet2.xml": sheet('<c r="B4" t="inlineStr"><is><t>XHiddenSheet</t></is></c>'),
        "xl/worksheets/sheet3.xml": sheet('<c r="Z9" t="inlineStr"><is><t>XVeryHidden</t></is></c>'),
        "xl/comments1.xml": '<comments><authors><author>XCommentAuthor</author></authors><commentList><comment ref="A1"><text><t>XComment</t></text></comment></commentList></comments>',
        "xl/drawings/drawing1.xml": f'<d {A}><cNvPr id="1" name="n" descr="XAlt"/><a:p><a:r><a:t>XDraw</a:t></a:r><a:r><a:t>ing</a:t></a:r></a:p></d>',
        "xl/charts/chart1.xml": "<c><v>XChart</v></c>",
        "xl/pivotCache/pivotCacheDefinition1.xml": '<p><s v="XPivot"/></p>',
        "docProps/core.xml": core_xml, "docProps/custom.xml": custom, "xl/worksheets/_rels/sheet1.xml.rels": rels,
    })  # fmt: skip


PPTX_CODES = "PSlide PNotes PMaster PComment PCommentAuthor PAlt PChart PAuthor Plink@example.org PEmbedded".split()


def pptx():
    def slide(text):
        return f'<s {A}><cNvPr id="1" name="n" descr="{text.replace("PSlide", "PAlt") if text == "PSlide" else ""}"/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></s>'

    core_xml, custom, rels = core("P")
    return zipped({
        "[Content_Types].xml": TYPES, "ppt/presentation.xml": "<p/>", "ppt/slides/slide1.xml": slide("PSlide"),
        "ppt/notesSlides/notesSlide1.xml": slide("PNotes"), "ppt/slideMasters/slideMaster1.xml": slide("PMaster"),
        "ppt/comments/comment1.xml": "<c><text>PComment</text></c>",
        "ppt/commentAuthors.xml": '<a><cmAuthor name="PCommentAuthor"/></a>', "ppt/charts/chart1.xml": "<c><v>PChart</v></c>",
        "docProps/core.xml": core_xml, "docProps/custom.xml": custom, "ppt/_rels/presentation.xml.rels": rels,
        "ppt/embeddings/sheet.docx": zipped({"[Content_Types].xml": TYPES, "word/document.xml": f"<w:d {W}><w:p><w:t>PEmbedded</w:t></w:p></w:d>"}),
    })  # fmt: skip


ODT_CODES = "OBody OSpan ONote OAnnotation ODeleted OHeader OAuthor OLink".split()


def odt():
    ns = 'xmlns:office="o" xmlns:text="t" xmlns:dc="dc" xmlns:xlink="x" xmlns:style="s" xmlns:meta="m"'
    content = f"""<office:document-content {ns}><text:tracked-changes><text:deletion><text:p>ODeleted</text:p></text:deletion></text:tracked-changes>
      <text:p>OBody O<text:span>Span</text:span><text:note><text:p>ONote</text:p></text:note><text:a xlink:href="mailto:OLink">x</text:a>
      <office:annotation><dc:creator>x</dc:creator><text:p>OAnnotation</text:p></office:annotation></text:p></office:document-content>"""
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content,
        "styles.xml": f"<s {ns}><style:header><text:p>OHeader</text:p></style:header></s>",
        "meta.xml": f"<m {ns}><meta:initial-creator>OAuthor</meta:initial-creator></m>",
    })  # fmt: skip


MAIL_CODES = (
    "Manna Mbcc MCustomHeader MPlain MHtml MHtmlHidden MAttachmentName MAttached MNestedSubject MNestedBody MDeepAttached "
    "Müller MInZip MPreamble"
).split()


def mail():
    inner_zip = zipped({"deep/letter.txt": "MInZip"})
    deepest = _multipart("C", "Subject: inner\r\n", [
        "Content-Type: text/plain\r\n\r\nMNestedBody",
        'Content-Type: text/csv\r\nContent-Disposition: attachment; filename="deep.csv"\r\n\r\nname;mail;city\r\nMDeepAttached;a;b\r\n',
    ])  # fmt: skip
    parts = [
        "Content-Type: multipart/alternative; boundary=ALT\r\n\r\n--ALT\r\nContent-Type: text/plain\r\n\r\nMPlain\r\n--ALT\r\n"
        'Content-Type: text/html\r\n\r\n<p>MHt<b>ml</b><span style="display: none">MHtmlHidden</span></p>\r\n--ALT--\r\n',
        'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="MAttachmentName.txt"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\nTUF0dGFjaGVk\r\n",
        "Content-Type: message/rfc822\r\n\r\n" + deepest.replace("Subject: inner", "Subject: MNestedSubject"),
        'Content-Type: application/zip\r\nContent-Disposition: attachment; filename="z.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64.encodebytes(inner_zip).decode(),
    ]
    headers = "From: Manna <anna@example.org>\r\nTo: b@example.org\r\nBcc: Mbcc@example.org\r\nX-Ticket: MCustomHeader\r\nSubject: =?utf-8?q?M=C3=BCller?=\r\n"
    return _multipart("B", headers, parts, "MPreamble\r\n").encode()


def _multipart(boundary, headers, parts, preamble=""):
    start = f"{headers}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary={boundary}\r\n\r\n{preamble}"
    return start + "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"


def mbox():
    return (
        b"From a@example.org Mon Jan  1 10:00:00 2024\n"
        + b"From: a@example.org\nSubject: BOne\n\nBBody\n>From here\n\n"
        + (b"From b@example.org Mon Jan  1 11:00:00 2024\nFrom: b@example.org\nSubject: BTwo\n\nBSecond\n")
    )


HTML_CODES = (
    "HTitle HMeta HSplitWord HAlt HTooltip HHref HValue HHiddenSpan HHiddenAttr HComment HScript HCell HEntité".split()
)


def html():
    return b"""<!DOCTYPE html><html><head><title>HTitle</title><meta name="author" content="HMeta"><script>var x = "HScript";</script></head>
      <body><p>HSplit<b>Word</b><img alt="HAlt"><a title="HTooltip" href="mailto:HHref">x</a><input value="HValue"></p><!-- HComment -->
      <span style="display:none">HHiddenSpan</span><div hidden>HHiddenAttr</div><table><tr><td>HCell</td><td>b</td></tr></table>HEntit&eacute;
      </body></html>"""


PDF_CODES = (
    "FPage FHyphenWord FAnnotation FAnnotator FLink FFormValue FAttachmentName FAttached FTitle FBookmark FXmp"
).split()


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:source>FXmp</dc:source></rdf:Description></rdf:RDF></x:xmpmeta>'
)


def pdf(text="FPage 1 stands here", *, password=None, rotate=0):
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(400, 600))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = document.make_stream(
        f"BT /F1 12 Tf 72 500 Td ({text}) Tj 0 -20 Td (This line has FHyphen-) Tj 0 -14 Td (Word that goes on) Tj ET".encode()
    )
    if rotate:
        page.Rotate = rotate
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[10, 10, 30, 30],
        Contents=pikepdf.String("FAnnotation"),
        T=pikepdf.String("FAnnotator"),
    )
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("mailto:FLink"))
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[10, 10, 30, 30], A=action)
    page.Annots = document.make_indirect(pikepdf.Array([document.make_indirect(note), document.make_indirect(link)]))
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("name"), V=pikepdf.String("FFormValue"))
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[document.make_indirect(field)])
    document.attachments["FAttachmentName.txt"] = b"FAttached"
    document.docinfo["/Title"] = "FTitle"
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("FBookmark", 0))
    document.Root.Metadata = document.make_stream(XMP)
    out = io.BytesIO()
    document.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else None)
    return out.getvalue()


def picture(text="SCANNED LETTER", kind="PNG"):
    image = Image.new("L", (900, 300), 255)
    ImageDraw.Draw(image).text((60, 100), text, fill=0, font=ImageFont.load_default(size=64))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def scanned_pdf(text="SCANNED LETTER"):
    out = io.BytesIO()
    Image.open(io.BytesIO(picture(text))).save(out, "PDF", resolution=150)
    return out.getvalue()


def tarred(parts, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, content in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("evil")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


RTF = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 NotShown;}}{\info{\author RAuthor}}\pard RBody M\'fcller \u321?ukasz {\header RHeader}\par}"
JSON = json.dumps({"people": [{"name": "JName", "born": "1980-01-01", "tags": ["JTag"]}]}).encode()
XML = b'<?xml version="1.0"?><root><person id="XmlAttr"><name>XmlName</name>XmlTail<!-- XmlComment --></person></root>'
CSV = "Name;E-Mail;City\nCName;c@example.org;Köln\n".encode("cp1252")

CASES = {
    "letter.docx": (docx(), DOCX_CODES),
    "staff.xlsx": (xlsx(), XLSX_CODES),
    "talk.pptx": (pptx(), PPTX_CODES),
    "text.odt": (odt(), ODT_CODES),
    "mail.eml": (mail(), MAIL_CODES),
    "box.mbox": (mbox(), ["BOne", "BBody", "From here", "BTwo", "BSecond"]),
    "page.html": (html(), HTML_CODES),
    "form.pdf": (pdf(), PDF_CODES),
    "scan.pdf": (scanned_pdf(), ["SCANNED", "LETTER"]),
    "scan.png": (picture(), ["SCANNED", "LETTER"]),
    "scan.jpg": (picture(kind="JPEG"), ["SCANNED", "LETTER"]),
    "scan.tiff": (picture(kind="TIFF"), ["SCANNED", "LETTER"]),
    "note.rtf": (RTF, ["RBody", "Müller", "Łukasz", "RHeader", "RAuthor"]),
    "people.json": (JSON, ["name: JName", "JTag"]),
    "lines.jsonl": (b'{"a": "LOne"}\n{"a": "LTwo"}\n', ["LOne", "LTwo"]),
    "tree.xml": (XML, ["XmlAttr", "XmlName", "XmlTail", "XmlComment"]),
    "table.csv": (CSV, ["Name: CName", "City: Köln"]),
    "plain.txt": ("Grüße TPlain".encode("utf-16"), ["Grüße TPlain"]),
    "folder.zip": (zipped([("a/one.txt", "ZOne"), ("a/one.txt", "ZTwo"), ("mail.eml", mail())]), ["ZOne", "ZTwo", "MInZip"]),
    "folder.tar": (tarred({"t/one.txt": b"TarOne"}), ["TarOne"]),
    "folder.tar.gz": (gzip.compress(tarred({"t/one.txt": b"TgzOne"})), ["TgzOne"]),
    "one.txt.bz2": (bz2.compress(b"BzOne"), ["BzOne"]),
    "book.epub": (zipped({"mimetype": "application/epub+zip", "c1.xhtml": "<html><body><p>EBody</p></body></html>"}), ["EBody"]),
}  # fmt: skip
