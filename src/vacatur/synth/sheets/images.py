"""Pages as images: clean, as an office scans them, as a phone photographs them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, Literal

import numpy as np

from vacatur.synth.sheets.documents import Picture, text_document
from vacatur.synth.sheets.pages import Page

if TYPE_CHECKING:
    from PIL.Image import Image

Grade = Literal["clean", "office", "photo"]

DOTS = {"clean": 300, "office": 200, "photo": 250}
"""Dots per inch of the page; of a photograph before it is tilted."""
_DESK = 96
"""How bright what the paper lies on is, from 0 to 255."""
_MARGIN = 0.07
"""Share of the page that a photograph shows around it."""


def page_images(pages: Sequence[Page], grade: Grade, seed: int | str) -> list[Image]:
    """The pages of a sheet as images: grey, a photograph in color."""
    import pypdfium2

    document = pypdfium2.PdfDocument(text_document(pages))
    try:
        sound = [document[at].render(scale=DOTS[grade] / 72, grayscale=True).to_pil() for at in range(len(document))]
    finally:
        document.close()
    rng = Random(f"{seed} {grade}")
    if grade == "office":
        return [_scanned(image, rng) for image in sound]
    if grade == "photo":
        return [_photographed(image, rng) for image in sound]
    return sound


def picture(image: Image, grade: Grade) -> Picture:
    """An image as a PDF holds it."""
    colors = len(image.getbands())
    if grade == "clean":
        data, kind = zlib.compress(image.tobytes(), 6), "FlateDecode"
    else:
        data, kind = jpeg(image, grade), "DCTDecode"
    return Picture(data, kind, image.width, image.height, colors, DOTS[grade])


def jpeg(image: Image, grade: Grade) -> bytes:
    """An image as JPEG, as coarse as scanners and phones make it."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=72 if grade == "office" else 82)
    return out.getvalue()


def png(image: Image) -> bytes:
    """An image as PNG."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _scanned(image: Image, rng: Random) -> Image:
    """About one degree askew, a little blurred, with noise and specks."""
    from PIL import Image as images
    from PIL import ImageFilter

    degrees = rng.uniform(0.5, 1.2) * rng.choice((-1, 1))
    turned = image.rotate(degrees, images.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 0.7)))
    noise = np.random.Generator(np.random.PCG64(rng.randrange(2**32)))
    dots = np.asarray(soft, dtype=np.float32)
    dots = 255 - (255 - dots) * rng.uniform(0.75, 0.95) - rng.uniform(4, 14)
    dots += noise.standard_normal(dots.shape, dtype=np.float32) * rng.uniform(7, 14)
    specks = noise.random(dots.shape, dtype=np.float32)
    dots[specks < 0.0012] = 60
    dots[specks > 0.9988] = 255
    return images.fromarray(np.clip(dots, 0, 255).astype(np.uint8))


def _photographed(image: Image, rng: Random) -> Image:
    """From a slant, in uneven light, a little out of focus, on a desk."""
    from PIL import Image as images
    from PIL import ImageFilter

    around = int(image.width * _MARGIN)
    size = (image.width + 2 * around, image.height + 2 * around)
    desk = images.new("L", size, _DESK)
    desk.paste(image, (around, around))
    slant = desk.transform(
        size, images.Transform.PERSPECTIVE, _slant(size, rng), images.Resampling.BICUBIC, fillcolor=_DESK
    )
    soft = slant.filter(ImageFilter.GaussianBlur(rng.uniform(0.9, 1.5)))
    noise = np.random.Generator(np.random.PCG64(rng.randrange(2**32)))
    dots = np.asarray(soft, dtype=np.float32) * _light(size, rng)
    dots += noise.standard_normal(dots.shape, dtype=np.float32) * np.float32(rng.uniform(4, 8))
    grey = images.fromarray(np.clip(dots, 0, 255).astype(np.uint8))
    tints = (1.0, rng.uniform(0.95, 0.99), rng.uniform(0.84, 0.94))
    return images.merge("RGB", [grey.point([int(level * tint) for level in range(256)]) for tint in tints])


def _light(size: tuple[int, int], rng: Random) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """How much light falls where: it fades to one side, and a soft shadow lies across one part."""
    across = np.linspace(-1, 1, size[0], dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, size[1], dtype=np.float32)[:, None]
    turn = rng.uniform(0, 2 * np.pi)
    slope = np.float32(np.cos(turn)) * across + np.float32(np.sin(turn)) * down
    light = 0.84 + 0.13 * slope
    edge = rng.uniform(-0.6, 0.9)
    steep = np.float32(rng.uniform(4, 9))
    other = rng.uniform(0, 2 * np.pi)
    line = np.float32(np.cos(other)) * across + np.float32(np.sin(other)) * down - np.float32(edge)
    shadow = 1 - np.float32(rng.uniform(0.15, 0.4)) / (1 + np.exp(-steep * line))
    shaded: np.ndarray[tuple[int, int], np.dtype[np.float32]] = (light * shadow).astype(np.float32)
    return shaded


def _slant(size: tuple[int, int], rng: Random) -> tuple[float, ...]:
    """The eight numbers by which Pillow finds, for each point of the photograph, the point of the page.

    The corners of the view move inwards or outwards by up to 4 in 100, and the whole is turned by up to 2 degrees.
    """
    wide, high = size
    seen = [(0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high)]
    turn = np.deg2rad(rng.uniform(-2, 2))
    page = []
    for x, y in seen:
        x += rng.uniform(-0.04, 0.04) * wide - wide / 2
        y += rng.uniform(-0.04, 0.04) * high - high / 2
        page.append((x * np.cos(turn) - y * np.sin(turn) + wide / 2, x * np.sin(turn) + y * np.cos(turn) + high / 2))
    rows = []
    for (x, y), (u, v) in zip(seen, page, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    wanted = [value for point in page for value in point]
    return tuple(float(number) for number in np.linalg.solve(np.array(rows), np.array(wanted)))
