"""Pictures with a drawn face, for tests: nobody's, and soft enough that the network takes it for one."""

import io

from PIL import Image, ImageDraw, ImageFilter

# Where the face is drawn in a portrait, in shares of its side.
DRAWN = (0.3, 0.2, 0.7, 0.72)


def portrait(side: int = 400) -> Image.Image:
    """A drawn head and shoulders."""
    image = Image.new("RGB", (400, 400), (205, 210, 215))
    draw = ImageDraw.Draw(image)
    hair, skin = (60, 40, 30), (224, 180, 150)
    draw.ellipse((60, 300, 340, 560), fill=(60, 70, 110))
    draw.rectangle((165, 250, 235, 330), fill=(205, 160, 130))
    draw.ellipse((110, 60, 290, 240), fill=hair)
    draw.ellipse((120, 80, 280, 290), fill=skin)
    draw.ellipse((118, 60, 282, 130), fill=hair)
    for x in (165, 235):
        draw.ellipse((x - 20, 158, x + 20, 182), fill=(250, 250, 250))
        draw.ellipse((x - 10, 160, x + 10, 182), fill=(50, 35, 25))
        draw.arc((x - 26, 135, x + 26, 175), 200, 340, fill=hair, width=6)
    draw.polygon((200, 180, 186, 222, 214, 222), fill=(205, 155, 128))
    draw.ellipse((188, 214, 212, 228), fill=(195, 145, 120))
    draw.ellipse((168, 240, 232, 266), fill=(170, 70, 70))
    draw.line((170, 252, 230, 252), fill=(120, 40, 40), width=3)
    return image.filter(ImageFilter.GaussianBlur(10)).resize((side, side))


def scanned_page() -> Image.Image:
    """An A4 page at 100 dpi with the portrait on it, 2 to 4 inches from the left and 3 to 5 from the top."""
    page = Image.new("RGB", (827, 1169), "white")
    page.paste(portrait(200), (200, 300))
    return page


def as_bytes(image: Image.Image, form: str = "PNG", **how: object) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()
