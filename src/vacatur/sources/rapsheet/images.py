"""Page images as files: PNG, JPEG and TIFF (one page a frame), decoded to grey within limits."""

from __future__ import annotations

import io
import math
import struct
import warnings
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps

from vacatur.errors import SourceError
from vacatur.sources.rapsheet.pdf import MOST_DOTS, MOST_PAGES, Grey

MOST_PIXELS = 150_000_000
"""Pixels of an image that is decoded at all: more than any telephone or office scanner makes of a page."""

FEWEST_PIXELS = 40_000
"""Pixels below which no line of 80 characters can be read: 200 by 200."""

KINDS = ("PNG", "JPEG", "TIFF")

_FAILURES = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    ZeroDivisionError,
    MemoryError,
    RuntimeError,
    struct.error,
    Image.DecompressionBombError,
)
"""What Pillow raises on damaged files, by its decoders."""


def pages_of_image(data: bytes, name: str) -> Iterator[Grey]:
    """The pages of an image file, one after the other, upright as the camera noted it.

    Args:
        name: what messages call the file.

    Raises:
        SourceError: it is damaged, larger than `MOST_PIXELS`, too small to be read, or has too many frames.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=KINDS)
    except Image.DecompressionBombError:
        raise _huge(name) from None
    except _FAILURES:
        raise _damaged(name) from None
    for frame in range(MOST_PAGES + 1):
        if frame:
            try:
                image.seek(frame)
            except _FAILURES:
                return
        if frame == MOST_PAGES:
            raise SourceError(
                f"{name} has more than {MOST_PAGES:,} pages. Expected: sheets on 1 to {MOST_PAGES:,} pages; split it."
            )
        yield _grey(image, name)
        if image.format != "TIFF":
            return


def _grey(image: Image.Image, name: str) -> Grey:
    """The frame that `image` stands at."""
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise _huge(name)
    if width * height < FEWEST_PIXELS or min(width, height) < 20:
        raise SourceError(
            f"{name} is an image of {width} by {height} points, too small to be read. Expected: a page at 150 dots an "
            f"inch or more."
        )
    smaller = math.sqrt(MOST_DOTS / (width * height))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if smaller < 0.5:
                image.draft("L", (int(width * smaller), int(height * smaller)))
            plain = _on_white(ImageOps.exif_transpose(image))
    except _FAILURES:
        raise _damaged(name) from None
    smaller = math.sqrt(MOST_DOTS / (plain.width * plain.height))
    if smaller < 1:
        plain = plain.resize((int(plain.width * smaller), int(plain.height * smaller)), Image.Resampling.BOX)
    return np.array(plain, dtype=np.uint8)


def _on_white(image: Image.Image) -> Image.Image:
    """The image in grey; what is transparent is white as paper."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        values = np.array(image, dtype=np.float64)
        top = max(float(values.max()), 1.0)
        return Image.fromarray((values * (255.0 / top)).clip(0, 255).astype(np.uint8))
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return image.convert("L")


def _huge(name: str) -> SourceError:
    return SourceError(
        f"{name} is an image of more than {MOST_PIXELS:,} points. Expected: fewer; save it smaller, a page at 300 dots "
        f"an inch is 2,550 by 3,300."
    )


def _damaged(name: str) -> SourceError:
    return SourceError(
        f"{name} begins like an image, but cannot be decoded: it is cut short or damaged. Save or scan it once more."
    )
