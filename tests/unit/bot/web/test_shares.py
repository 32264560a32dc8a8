"""What is shared tells the size of its picture."""

from bot.web.shares import png_size


def test_the_size_of_a_picture():
    from tests.integration.worker.scripted import PNG

    assert png_size(b"\x89PNG\r\n\x1a\n" + bytes(4) + b"IHDR" + bytes([0, 0, 4, 0, 0, 0, 2, 0])) == (1024, 512)
    assert png_size(PNG[:20]) == png_size(b"") == (0, 0)
