"""Draw what replies look like on Discord and on Telegram, from real forecasts of the shipped song.

    python -m docs.tools.replies docs/images

Words, order, colours and buttons are those of the bots; the windows around them are drawn by `docs.tools.phone`.
"""

from __future__ import annotations

import io
import sys
import wave
from pathlib import Path

import numpy as np
from PIL import Image

from bot.messages.about import read_facts
from bot.messages.outcome import answer_to
from bot.messages.sure import sure
from bot.messages.why import why
from bot.song_details import choices, topics
from docs.tools.phone import on_discord, on_telegram
from spotpop.audience import Audience
from spotpop.audio.decode import decode
from spotpop.demo import demo_song
from spotpop.pipeline import Options, Pipeline, Upload
from spotpop.settings import load_settings
from spotpop.wording import Words, words_for
from worker.queue.protocol import JobKind, Outcome


def quiet_mix(data: bytes, gain_db: float = -9.0) -> bytes:
    """Return the song as WAV, quieter: the kind of second mix that people compare."""
    clip = decode(data)
    samples = np.clip(clip.samples * 10 ** (gain_db / 20), -1, 1)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clip.sample_rate_hz)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return out.getvalue()


def stacked(*pictures: bytes) -> bytes:
    """Return pictures of one width below each other."""
    images = [Image.open(io.BytesIO(one)) for one in pictures]
    whole = Image.new("RGB", (images[0].width, sum(one.height for one in images)))
    top = 0
    for one in images:
        whole.paste(one, (0, top))
        top += one.height
    out = io.BytesIO()
    whole.save(out, "PNG", optimize=True)
    return out.getvalue()


def replies(words: Words) -> dict[str, bytes]:
    """Return all pictures by file name."""
    pipeline, song = Pipeline(load_settings()), demo_song().read_bytes()
    mine, quieter = Upload(data=song, name="feelings.mp3"), Upload(data=quiet_mix(song), name="feelings, quiet mix.wav")
    one, pair = pipeline.predict(mine, options=Options(hear_changes=True)), pipeline.compare(mine, quieter)
    kinds: dict[str, tuple[JobKind, dict[str, object], bytes]] = {
        "answer": ("upload", {"report": one.report.to_json()}, one.picture),
        "comparison": ("comparison", {"comparison": pair.comparison.to_json()}, pair.picture),
    }
    shown = {
        name: answer_to(Outcome.model_validate({"job_id": "docs", "kind": kind, **found}), words, picture=picture)
        for name, (kind, found, picture) in kinds.items()
    }
    heard = Options(audience=Audience(rung="1k_10k"), genre="rock", hear_changes=True)
    after = pipeline.predict(mine, options=heard)
    genres = choices("genre", words, "docs")
    assert genres is not None
    certainty = sure(one.report, read_facts(load_settings()), words)
    return {
        "feelings.png": after.picture,
        "discord-sure.png": on_discord(certainty).png(),
        "discord-answer.png": on_discord(shown["answer"]).png(),
        "discord-why.png": on_discord(why(one.report, words, picture=one.picture)).png(),
        "discord-comparison.png": on_discord(shown["comparison"]).png(),
        "telegram-answer.png": on_telegram(shown["answer"]).png(),
        "telegram-comparison.png": on_telegram(shown["comparison"]).png(),
        "telegram-know.png": stacked(
            on_telegram(topics(words, "docs", has_file=True)).png(), on_telegram(genres).png()
        ),
    }


def main(folder: str) -> None:
    """Write all pictures into a folder."""
    for name, data in replies(words_for("en")).items():
        path = Path(folder) / name
        path.write_bytes(data)
        sys.stdout.write(f"{path} ({len(data) / 1024:.0f} KiB)\n")


if __name__ == "__main__":
    main(sys.argv[1])
