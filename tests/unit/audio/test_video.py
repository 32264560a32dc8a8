"""The sound of a video is taken, and its pictures are left alone: people send clips and video messages."""

import io

import av
import numpy as np
import pytest

from spotpop.audio.decode import decode
from spotpop.errors import NotAudio


def video(*, sound: bool, seconds: int = 8) -> bytes:
    """Return an MP4 with pictures, and with a swelling tone if `sound`."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        pictures = file.add_stream("mpeg4", rate=10)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        heard = file.add_stream("aac", rate=44_100) if sound else None
        for number in range(10 * seconds):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), number % 250, np.uint8), format="rgb24")
            file.mux(pictures.encode(frame))
        file.mux(pictures.encode(None))
        if heard is not None:
            time_s = np.arange(44_100 * seconds) / 44_100
            tone = (0.2 * np.sin(2 * np.pi * 330 * time_s) * (1 + np.sin(2 * np.pi * 2 * time_s))).astype(np.float32)
            for begin in range(0, tone.size, 1024):
                frame = av.AudioFrame.from_ndarray(tone[None, begin : begin + 1024], format="fltp", layout="mono")
                frame.sample_rate, frame.pts = 44_100, begin
                file.mux(heard.encode(frame))
            file.mux(heard.encode(None))
    return out.getvalue()


def test_the_sound_of_a_video() -> None:
    clip = decode(video(sound=True))
    assert clip.audio_duration_s == pytest.approx(8.0, abs=0.2)
    assert np.sqrt(np.mean(clip.samples**2)) > 0.05


def test_a_video_without_sound_is_no_audio() -> None:
    with pytest.raises(NotAudio):
        decode(video(sound=False))
