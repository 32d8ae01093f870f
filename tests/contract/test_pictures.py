"""Pictures of strangers, opened by a real child process."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from pathlib import Path

import pytest
from PIL import Image

from siaga.platform.pictures import NoPicture, Pictures
from tests.files import JAMBI, jpeg, png, png_bomb


def colour(picture: bytes) -> tuple[int, int, int]:
    """Of one dot in it."""
    red, green, blue = Image.open(io.BytesIO(picture)).crop((4, 4, 5, 5)).tobytes()
    return red, green, blue


async def problem_of(pictures: Pictures, data: bytes) -> str:
    with pytest.raises(NoPicture) as found:
        await pictures.read(data)
    return found.value.problem


async def test_a_copy_holds_the_picture_and_nothing_else() -> None:
    pictures = Pictures()
    read = await pictures.read(jpeg(300, 200, place=JAMBI))
    assert (read.width, read.height) == (300, 200)
    assert read.place == pytest.approx(JAMBI, abs=1e-5)
    copy = Image.open(io.BytesIO(read.jpeg))
    assert copy.format == "JPEG"
    assert not copy.getexif()
    assert "exif" not in copy.info
    assert b"Kamera Rahasia" not in read.jpeg
    assert colour(read.jpeg)[0] > 150
    await pictures.rest()


async def test_what_is_turned_is_shown_upright_and_large_ones_fit_a_screen() -> None:
    pictures = Pictures()
    exif = Image.Exif()
    exif[0x0112] = 6
    made = io.BytesIO()
    Image.new("RGB", (300, 200)).save(made, "JPEG", exif=exif)
    read = await pictures.read(made.getvalue())
    assert (read.width, read.height) == (200, 300)
    read = await pictures.read(jpeg(9000, 3000))
    assert max(read.width, read.height) <= 4096
    assert read.width == pytest.approx(read.height * 3, rel=0.01)
    await pictures.rest()


async def test_stickers_and_transparent_pictures_stand_on_white() -> None:
    pictures = Pictures()
    read = await pictures.read(png())
    red, green, blue = colour(read.jpeg)
    assert (red > 100, green > 100, blue > 200) == (True, True, True)
    made = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(made, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    read = await pictures.read(made.getvalue())
    assert colour(read.jpeg)[0] > 200, "the first frame"
    await pictures.rest()


async def test_a_bomb_is_told_before_it_unfolds() -> None:
    pictures = Pictures()
    assert len(png_bomb()) < 1_000
    assert await problem_of(pictures, png_bomb()) == "bomb"
    assert (await pictures.read(jpeg())).width == 64, "the next one is read"
    await pictures.rest()


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"GIF89a" + bytes(20), b"<svg/>", b"%!PS"])
async def test_what_is_no_picture_is_broken(data: bytes) -> None:
    pictures = Pictures()
    assert await problem_of(pictures, data) == "broken"
    await pictures.rest()


async def test_half_a_photo_is_better_than_none() -> None:
    whole = io.BytesIO()
    Image.effect_noise((400, 400), 90).convert("RGB").save(whole, "JPEG")
    pictures = Pictures()
    read = await pictures.read(whole.getvalue()[: len(whole.getvalue()) // 2])
    assert (read.width, read.height) == (400, 400)
    await pictures.rest()


async def test_places_no_earth_has_are_none() -> None:
    pictures = Pictures()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (999.0, 0.0, 0.0), 3: "E", 4: (1.0, 2.0, 3.0)}
    made = io.BytesIO()
    Image.new("RGB", (9, 9)).save(made, "JPEG", exif=exif)
    assert (await pictures.read(made.getvalue())).place is None
    await pictures.rest()


def child_of(pictures: Pictures) -> int:
    child = pictures._child
    assert child is not None
    return child.pid


async def test_a_child_that_dies_is_replaced() -> None:
    pictures = Pictures()
    await pictures.read(jpeg())
    first = child_of(pictures)
    os.kill(first, signal.SIGKILL)
    assert await problem_of(pictures, jpeg()) == "broken"
    assert (await pictures.read(jpeg())).width == 64
    assert child_of(pictures) != first
    await pictures.rest()
    assert pictures._child is None


async def test_a_child_that_dawdles_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("siaga.platform.pictures.SECONDS_MAX", 0.3)
    pictures = Pictures()
    os.kill((await pictures._started()).pid, signal.SIGSTOP)
    assert await problem_of(pictures, jpeg()) == "bomb"
    await pictures.rest()


async def test_it_sees_none_of_our_settings_and_may_write_nothing() -> None:
    pictures = Pictures()
    await pictures.read(jpeg())
    about = Path(f"/proc/{child_of(pictures)}")
    assert b"SIAGA" not in (about / "environ").read_bytes()
    limits = (about / "limits").read_text()
    assert "Max file size             0 " in limits
    assert "Max address space         1610612736" in limits
    await pictures.rest()


async def test_a_cancelled_question_does_not_answer_the_next() -> None:
    pictures = Pictures()
    asked = asyncio.create_task(pictures.read(jpeg(3000, 3000)))
    await asyncio.sleep(0.05)
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    assert (await pictures.read(jpeg(30, 20))).width == 30
    await pictures.rest()
