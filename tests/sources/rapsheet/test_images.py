"""Image files: every frame and coding that a scanner or phone writes, decoded to grey."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from vacatur.errors import SourceError
from vacatur.sources.rapsheet.images import pages_of_image

PAGE = np.full((300, 240), 250, dtype=np.uint8)
PAGE[20:60, 30:90] = 10


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"])
@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_every_mode_is_grey_with_its_ink_dark(mode: str, form: str) -> None:
    image = Image.fromarray(PAGE)
    image = Image.fromarray(PAGE.astype(np.uint16) * 256) if mode == "I;16" else image.convert(mode)
    try:
        data = saved(image, form)
    except (OSError, KeyError):
        pytest.skip(f"there is no {form} of mode {mode}")
    (page,) = pages_of_image(data, "a")
    assert page.shape == (300, 240) and page.dtype == np.uint8
    assert page[40, 60] < 40 and page[200, 200] > 215


def test_what_is_transparent_is_paper() -> None:
    clear = Image.new("RGBA", (240, 300), (0, 0, 0, 0))
    (page,) = pages_of_image(saved(clear, "PNG"), "a")
    assert page.min() == 255


def test_a_photograph_is_turned_as_the_camera_noted() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    (page,) = pages_of_image(saved(Image.fromarray(PAGE), "JPEG", exif=exif), "a")
    assert page.shape == (240, 300)
    assert page[60, 260] < 60  # what was at the top left is now at the top right


def test_each_frame_of_a_tiff_is_a_page() -> None:
    frames = [Image.fromarray(np.full((300, 240), grey, dtype=np.uint8)) for grey in (10, 120, 240)]
    data = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert [int(page.mean()) for page in pages_of_image(data, "a")] == [10, 120, 240]


def test_a_large_photograph_is_made_smaller() -> None:
    (page,) = pages_of_image(saved(Image.new("L", (6000, 8000), 200), "JPEG"), "a")
    assert page.size <= 16_000_000
    assert page.shape[0] / page.shape[1] == pytest.approx(8000 / 6000, abs=0.01)


def test_an_image_cut_short_is_refused_and_not_half_read() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 240), dtype=np.uint8)
    for form in ("PNG", "JPEG", "TIFF"):
        data = saved(Image.fromarray(noise), form)
        with pytest.raises(SourceError, match="cannot be decoded"):
            list(pages_of_image(data[: len(data) // 2], "a"))
