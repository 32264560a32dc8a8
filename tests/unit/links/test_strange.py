# ruff: noqa: E501, RUF001 - one link is one line, in whatever script
"""Links as people and apps really write them; what is right was decided before any of them was read."""

from __future__ import annotations

import pytest

from spotpop.links import find_references
from spotpop.links.other_services import explain, titled_link, unknown_site

A, B = "4uLU6hMCjMI75M1A2tKUQC", "2plbrEY59IikOBgBGLjaoe"
T, T2 = f"https://open.spotify.com/track/{A}", f"https://open.spotify.com/track/{B}"
TRACK, BOTH = [f"track:{A}"], [f"track:{A}", f"track:{B}"]


def shown(text: str) -> list[str] | str | None:
    """Return the references of a text, else what is said about it."""
    if found := find_references(text):
        return [f"{one.kind}:{one.id}" for one in found]
    if linked := titled_link(text):
        return f"titled:{linked.id.partition('-')[0]}"
    error = explain(text)
    if error is None:
        return None
    return f"{error.code}:{error.params.get('service') or error.params.get('kind') or ''}"


@pytest.mark.parametrize(
    ("text", "right"),
    [
(T,TRACK),(T+"?si=abc123&utm_source=copy-link",TRACK),(f"http://open.spotify.com/track/{A}",TRACK),(f"open.spotify.com/track/{A}",TRACK),
(f"HTTPS://OPEN.SPOTIFY.COM/track/{A}",TRACK),(f"https://open.spotify.com/TRACK/{A}",TRACK),(f"https://open.spotify.com/intl-de/track/{A}",TRACK),
(f"https://open.spotify.com/intl-pt-BR/track/{A}?si=1",TRACK),(f"https://open.spotify.com/embed/track/{A}?utm_source=generator",TRACK),
(f"https://open.spotify.com/intl-fr/embed/track/{A}",TRACK),(f"https://open.spotify.com/embed/intl-fr/track/{A}",TRACK),
(f"https://play.spotify.com/track/{A}",TRACK),(f"https://www.open.spotify.com/track/{A}",TRACK),
(f"spotify:track:{A}",TRACK),(f"spotify://track/{A}",TRACK),(f"spotify://track:{A}",TRACK),(f"SPOTIFY:TRACK:{A}",TRACK),(f"spotify:track:{A}?context=x",TRACK),
(f"spotify:user:ann:playlist:{A}",[f"playlist:{A}"]),(f"https://open.spotify.com/user/ann/playlist/{A}",[f"playlist:{A}"]),
(f"https://open.spotify.com/user/ann/playlist/{A}?si=2",[f"playlist:{A}"]),
(f"<{T}>",TRACK),(f"[hör mal]({T})",TRACK),(f"[{T}]({T})",TRACK),(f"**{T}**",TRACK),(f"||{T}||",TRACK),(f"`{T}`",TRACK),(f"_{T}_",TRACK),(f"({T})",TRACK),(f'"{T}"',TRACK),(f"“{T}”",TRACK),(f"«{T}»",TRACK),
(f"{T}.",TRACK),(f"{T},",TRACK),(f"{T}!",TRACK),(f"{T}?",TRACK),(f"{T}…",TRACK),(f"{T}:",TRACK),(f"{T};",TRACK),(f"{T})",TRACK),(f"{T}]",TRACK),(f"{T}'s",TRACK),(f"{T}/",TRACK),(f"{T}#0:30",TRACK),(f"{T}%20",TRACK),(f"{T}%0A",TRACK),
(f"{T},{T2}",BOTH),(f"{T}{T2}",BOTH),(f"{T} {T2}",BOTH),(f"{T}\n{T2}",BOTH),(f"{T};{T2}",BOTH),(f"{T}|{T2}",BOTH),(f"{T}&{T2}",BOTH),(f"{T}?si=1,{T2}",BOTH),(f"{T}?si=1{T2}",BOTH),(f"{T}+{T2}",BOTH),(f"{T}spotify:track:{B}",BOTH),(f"spotify:track:{A},spotify:track:{B}",BOTH),(f"spotify:track:{A} {T2}",BOTH),
(f"听{T}这首歌",TRACK),(f"この曲{T}どう？",TRACK),(f"послушай {T}, пожалуйста",TRACK),(f"اسمع {T}",TRACK),(f"{T}。",TRACK),(f"{T}，好听",TRACK),(f"Hört euch {T} an",TRACK),(f"נסה {T} עכשיו",TRACK),
(f"\u200b{T}\u200b",TRACK),(f"\u2068{T}\u2069",TRACK),(f"{T}\ufe0f🔥",TRACK),(f"🎵{T}🎵",TRACK),
(f"https://open.spotify.com/track/{A[:-1]}","track-not-found:"),(f"https://open.spotify.com/track/{A}x","track-not-found:"),("https://open.spotify.com/track/","track-not-found:"),
(f"https://open-spotify.com/track/{A}",None),(f"https://open.spotify.com.evil.example/track/{A}",None),(f"https://evil.example/?u={T}",None),(f"https://open.spotify.com@evil.example/track/{A}",None),(f"https://evilopen.spotify.com/track/{A}","unsupported-link:own"),
(f"https://open.spotify.com:443/track/{A}",TRACK),(f"https://open.spotify.com//track/{A}",TRACK),(f"https://open.spotify.com/de/track/{A}",TRACK),
(f"https://open.spotify.com/track/{A}?highlight=spotify:track:{B}",TRACK),
(f"https://open.spotify.com/album/{A}?highlight=spotify:track:{B}",[f"track:{B}"]),(f"https://open.spotify.com/album/{A}?si=1&highlight=spotify%3Atrack%3A{B}",[f"track:{B}"]),
(f"https://open.spotify.com/album/{A}",[f"album:{A}"]),(f"https://open.spotify.com/playlist/{A}?si=x",[f"playlist:{A}"]),(f"https://open.spotify.com/artist/{A}",[f"artist:{A}"]),
(f"https://open.spotify.com/episode/{A}",[f"episode:{A}"]),(f"https://open.spotify.com/show/{A}",[f"show:{A}"]),(f"https://open.spotify.com/embed-podcast/episode/{A}",[f"episode:{A}"]),
(f"https://open.spotify.com/prerelease/{A}","not-released-yet:"),(f"spotify:prerelease:{A}","not-released-yet:"),(f"https://open.spotify.com/intl-es/prerelease/{A}?si=1","not-released-yet:"),
(f"https://open.spotify.com/audiobook/{A}","unsupported-link:audiobook"),(f"https://open.spotify.com/show/{A}/audiobook","unsupported-link:show"),(f"https://open.spotify.com/chapter/{A}","unsupported-link:audiobook"),
("https://open.spotify.com/collection/tracks","unsupported-link:collection"),("https://open.spotify.com/collection","unsupported-link:collection"),("spotify:collection","unsupported-link:collection"),("spotify:user:ann:collection","unsupported-link:collection"),
("https://open.spotify.com/user/ann","unsupported-link:user"),("spotify:user:ann","unsupported-link:user"),("https://open.spotify.com/concert/xyz","unsupported-link:concert"),("spotify:local:Ann:Album:Song:200","unsupported-link:local"),("https://open.spotify.com/local/Ann/Album/Song/200","unsupported-link:local"),
("https://open.spotify.com/search/lantern%20road","unsupported-link:search"),("https://open.spotify.com/genre/pop","unsupported-link:genre"),("https://open.spotify.com/socialsession/abc","unsupported-link:jam"),("https://open.spotify.com/station/track/x","unsupported-link:radio"),("https://open.spotify.com/lyrics","unsupported-link:lyrics"),
(f"https://open.spotify.com/artist/{A}/discography/all","unsupported-link:artist"),(f"https://open.spotify.com/artist/{A}/concerts","unsupported-link:artist"),
(f"https://open.spotify.com/station/artist/{A}","unsupported-link:radio"),("https://open.spotify.com/blend/taste-match/abc","unsupported-link:blend"),("https://open.spotify.com/event/abc","unsupported-link:own"),("https://open.spotify.com/section/xyz","unsupported-link:genre"),
("https://open.spotify.com/","unsupported-link:own"),("https://open.spotify.com","unsupported-link:own"),("https://artists.spotify.com/c/artist/x","unsupported-link:own"),("https://www.spotify.com/de/premium/","unsupported-link:own"),
("https://spotify.link/AbCdEf", ["short:AbCdEf"]),("https://spoti.fi/3xYz", ["short:3xYz"]),("https://spotify.app.link/AbC?x=1", ["short:AbC"]),("https://open.spotify.com/s/AbC123", ["short:AbC123"]),("https://link.deezer.com/s/31abc", ["short:31abc"]),("https://deezer.page.link/abc", ["short:abc"]),
("https://www.deezer.com/track/3135556",["track:deezer-3135556"]),("https://www.deezer.com/us/track/3135556?utm=1",["track:deezer-3135556"]),("https://www.deezer.com/en/track/3135556",["track:deezer-3135556"]),("deezer.com/track/3135556",["track:deezer-3135556"]),("https://www.deezer.com/de/track/3135556.",["track:deezer-3135556"]),("https://m.deezer.com/track/3135556",["track:deezer-3135556"]),("deezer://www.deezer.com/track/3135556","other-service:Deezer"),
("https://music.apple.com/us/album/harder/697194953?i=697195787",["track:itunes-us-697195787"]),("https://music.apple.com/de/song/harder/697195787",["track:itunes-de-697195787"]),("https://music.apple.com/song/697195787",["track:itunes-us-697195787"]),("https://music.apple.com/gb/album/x/1?i=2&app=music&ls=1",["track:itunes-gb-2"]),("https://itunes.apple.com/us/album/x/id697194953?i=697195787",["track:itunes-us-697195787"]),("https://geo.music.apple.com/us/album/_/697194953?i=697195787&mt=1",["track:itunes-us-697195787"]),("https://embed.music.apple.com/us/album/x/697194953?i=697195787",["track:itunes-us-697195787"]),("https://classical.music.apple.com/us/recording/x/1","other-service:Apple Music"),("https://music.apple.com/us/artist/x/5468295","other-service:Apple Music"),("https://music.apple.com/us/music-video/x/123","other-service:Apple Music"),("https://music.apple.com/us/station/x/ra.123","other-service:Apple Music"),
("https://song.link/s/"+A,[f"track:{A}"]),("https://song.link/us/i/697195787",["track:itunes-us-697195787"]),("https://song.link/d/3135556",["track:deezer-3135556"]),(f"https://song.link/{T}",TRACK),("https://odesli.co/s/"+A,TRACK),("https://song.link/y/dQw4w9WgXcQ","other-service:Odesli"),("https://album.link/s/"+A,[f"album:{A}"]),("https://songwhip.com/ann/song","other-service:Linktree"),
("https://youtu.be/dQw4w9WgXcQ","titled:youtube"),("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3","titled:youtube"),("https://music.youtube.com/watch?v=dQw4w9WgXcQ","titled:youtube"),("https://m.youtube.com/watch?v=x","titled:youtube"),("https://youtube.com/shorts/abc","titled:youtube"),("https://soundcloud.com/ann/song","titled:soundcloud"),("https://on.soundcloud.com/abc","titled:soundcloud"),("https://m.soundcloud.com/ann/song","titled:soundcloud"),("https://snd.sc/abc","titled:soundcloud"),
("https://ann.bandcamp.com/track/song","other-service:Bandcamp"),("https://tidal.com/browse/track/123","other-service:Tidal"),("https://listen.tidal.com/track/123","other-service:Tidal"),("https://music.amazon.de/albums/B0?trackAsin=B1","other-service:Amazon Music"),("https://music.amazon.com.au/albums/B0","other-service:Amazon Music"),("https://amzn.to/abc","other-service:Amazon Music"),("https://audiomack.com/ann/song/x","other-service:Audiomack"),("https://www.qobuz.com/us-en/album/x","other-service:Qobuz"),("https://genius.com/Ann-song-lyrics","other-service:Genius"),("https://www.shazam.com/track/1","other-service:Shazam"),("https://vm.tiktok.com/abc","other-service:TikTok"),("https://www.instagram.com/reel/x","other-service:Instagram"),("https://lnk.to/abc","other-service:Linktree"),("https://ann.lnk.to/song","other-service:Linktree"),("https://ditto.fm/x","other-service:Linktree"),("https://x.com/ann/status/1","other-service:X"),("https://www.facebook.com/ann/videos/1","other-service:Facebook"),("https://twitch.tv/ann","other-service:Twitch"),("https://www.last.fm/music/Ann/_/Song","other-service:Last.fm"),("https://musicbrainz.org/recording/abc","other-service:MusicBrainz"),("https://rateyourmusic.com/release/x","other-service:Rate Your Music"),
("https://drive.google.com/file/d/abc/view?usp=sharing","file-on-share:Google Drive"),("https://www.dropbox.com/s/abc/mix.wav?dl=0","file-on-share:Dropbox"),("https://www.dropbox.com/scl/fi/x/mix.mp3?rlkey=1","file-on-share:Dropbox"),("https://we.tl/t-abc","file-on-share:WeTransfer"),("https://wetransfer.com/downloads/x","file-on-share:WeTransfer"),("https://1drv.ms/u/s!abc","file-on-share:OneDrive"),("https://mega.nz/file/abc","file-on-share:MEGA"),("https://www.icloud.com/iclouddrive/abc","file-on-share:iCloud"),("https://voca.ro/abc","file-on-share:Vocaroo"),("https://samply.app/p/abc","file-on-share:Samply"),("https://untitled.stream/library/x","file-on-share:Untitled"),("https://pixeldrain.com/u/x","file-on-share:Pixeldrain"),("https://gofile.io/d/x","file-on-share:Gofile"),("https://catbox.moe/x","file-on-share:Catbox"),("https://files.catbox.moe/x.mp3","file-on-share:Catbox"),("https://www.soundtrap.com/studio/x","file-on-share:Soundtrap"),("https://1fichier.com/?x","file-on-share:1fichier"),("https://limewire.com/d/x","file-on-share:LimeWire"),("https://smash.gg/x",None),("https://fromsmash.com/x","file-on-share:Smash"),("https://t.me/c/1/2",None),
("hello",None),("",None),("12:34",None),("spotify is great: track",None),("https://example.com/track/"+A,None),(A,None),
    ],
)  # fmt: skip
def test_each_link_has_its_one_meaning(text: str, right: list[str] | str | None) -> None:
    assert shown(text) == right


def test_a_site_of_which_nothing_is_known_is_named() -> None:
    found = unknown_site("see https://www.example.com/song?x=1")
    assert found is not None
    assert found.params == {"service": "example.com"}
    assert unknown_site("see example, http:// and nothing") is None
