"""What a link holds that names several songs."""

from spotpop.dataset.listings import open_listing
from spotpop.links import parse_reference
from spotpop.track import Artist, Listing, Track

ALBUM, ARTIST, TRACK = (
    parse_reference(f"https://open.spotify.com/{kind}/{'1' * 22}") for kind in ("album", "artist", "track")
)
OTHER = parse_reference(f"https://open.spotify.com/track/{'2' * 22}")


class Catalogue:
    """Knows one album and one artist; short links lead to the track."""

    def resolve(self, reference):
        return TRACK if reference.kind == "short" else reference

    def releases(self, reference):
        assert reference == ARTIST
        return [OTHER, ALBUM]

    def listing(self, reference, most):
        assert most >= 1000
        tracks = tuple(Track(title="x", artists=(Artist(name="Ada"),), id=one) for one in ("2" * 22, None, "3" * 22))
        return Listing(kind="album", id=reference.id, title="Walks", tracks=tracks, total=3)


def test_a_track_is_itself_also_behind_a_short_link():
    for link in (TRACK, parse_reference("https://spotify.link/abcdefgh")):
        songs, more = open_listing(Catalogue(), link)
        assert ([one.id for one in songs], more) == (["1" * 22], [])


def test_of_an_artist_songs_are_taken_and_albums_opened_in_their_turn():
    songs, more = open_listing(Catalogue(), ARTIST)
    assert ([one.id for one in songs], more) == (["2" * 22], [ALBUM])


def test_of_an_album_every_track_with_an_id_and_what_it_says():
    songs, more = open_listing(Catalogue(), ALBUM)
    assert [one.id for one in songs] == ["2" * 22, "3" * 22]
    assert songs[0].track["title"] == "x"
    assert more == []
