"""A chained Ogg file is cut where a new link's first pages begin, and nowhere else."""

from spotpop.audio.ogg import split_links


def page(flags: int, *segments: int) -> bytes:
    body = b"".join(b"s" * size for size in segments)
    return b"OggS\0" + bytes([flags]) + b"\0" * 20 + bytes([len(segments), *segments]) + body


FIRST, LATER, LAST = 2, 0, 4


def link(*, streams: int = 1, pages: int = 2) -> bytes:
    return page(FIRST, 30) * streams + page(LATER, 255, 255, 7) * pages + page(LAST, 9)


def test_an_ordinary_file_is_returned_as_it_is():
    data = link(pages=5)
    assert split_links(data) == [data]
    assert split_links(data)[0] is data


def test_a_chain_is_cut_between_its_links():
    parts = [link(pages=1), link(pages=3), link(pages=2)]
    assert split_links(b"".join(parts)) == parts


def test_several_first_pages_in_a_row_are_one_link():
    parts = [link(streams=3), link(streams=2)]
    assert split_links(b"".join(parts)) == parts


def test_what_cannot_be_followed_belongs_to_the_last_link():
    junk = b"\0" * 100 + link()
    assert split_links(link() + link() + junk) == [link(), link() + junk]
    assert split_links(b"") == [b""]
    assert split_links(link() + b"OggS") == [link() + b"OggS"]
