"""The words by which titles say that they are another recording, in the languages of the catalogues.

What is in none of these tables counts as a word of the title: on one side only, it is a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from spotpop.sources.matching.words import AND, words_of

OTHER_RECORDING: Final[Mapping[str, tuple[str, ...]]] = {
    "live": (
        "live", "live version", "en vivo", "ao vivo", "en directo", "en direct", "in diretta", "dal vivo", "in concert",
        "en concert", "en concierto", "em concerto", "in concerto", "im konzert", "konzert", "livemitschnitt", "na zywo",
        "canli", "canli performans", "nazivo", "live lounge", "elo", "livena", "naživo", "вживую", "живой концерт",
        "концерт", "концертная запись", "en public", "live on air", "concert version", "elave", "zive", "živě",
        "ライブ", "ライヴ", "라이브", "현장", "现场", "現場", "演唱会", "演唱會", "ライブバージョン", "لايف", "بث مباشر", "בהופעה", "חי",
    ),
    "acoustic": (
        "acoustic", "acustico", "acustica", "acoustique", "akustik", "akustisch", "akustinen", "akustycznie",
        "akustyczna", "akusticky", "akustisk", "unplugged", "desenchufado", "desplugado", "акустика", "акустическая",
        "акустический", "アコースティック", "어쿠스틱", "不插电", "不插電",
    ),
    "session": ("session", "sessions", "sesion", "sesiones", "sessao", "sessione", "in session", "세션"),
    "instrumental": (
        "instrumental", "instrumentale", "instrumentalni", "instrumentaal", "instrumentals", "inst", "off vocal",
        "without vocals", "no vocals", "инструментал", "インスト", "インストゥルメンタル", "インストゥルメンタルver", "伴奏",
        "纯音乐", "반주", "인스트루멘탈", "연주곡",
    ),
    "karaoke": (
        "karaoke", "karaoke version", "originally performed by", "originally recorded by", "made famous by",
        "as made famous by", "made popular by", "in the style of", "im stil von", "al estilo de", "no estilo de",
        "dans le style de", "nello stile di", "sing along", "singalong", "playback", "backing track", "minus one",
        "minus 1", "минус", "минусовка", "караоке", "カラオケ", "노래방", "卡拉ok", "ktv", "guide melody",
    ),
    "cover": (
        "cover", "covers", "cover version", "coverversion", "tribute", "tribute to", "a tribute to", "tributo",
        "tributo a", "hommage", "hommage a", "omaggio", "omaggio a", "homenaje", "homenaje a", "homenagem", "reprise de",
        "version de", "кавер", "カバー", "カヴァー", "커버", "翻唱", "lullaby version", "lullaby rendition", "music box",
        "orgel", "オルゴール", "8 bit", "8bit", "chiptune", "ringtone", "workout", "workout mix", "workout version",
    ),
    "remix": (
        "remix", "remixed", "remixes", "remixed by", "rmx", "remezcla", "remixada", "remixado", "ремикс", "リミックス",
        "리믹스", "混音", "混音版",
    ),
    "rework": ("rework", "reworked", "refix", "flip", "bootleg", "re edit", "reedit", "reconstruction", "reinterpreted"),
    "mashup": ("mashup", "mash up", "medley", "megamix", "mega mix", "potpourri", "pot pourri", "メドレー", "메들리"),
    "dj-mix": (
        "mixed", "mixed version", "dj mix", "mix cut", "mixed by", "continuous mix", "continuous dj mix", "mezclado",
        "mixado",
    ),
    "club": (
        "club mix", "club version", "dance mix", "house mix", "club edit", "disco mix", "techno mix", "club",
    ),
    "mix": ("mix", "mixes", "new mix", "alternate mix", "atmos mix", "dolby atmos", "spatial audio", "ミックス"),
    "vip": ("vip", "vip mix", "vip edit", "vip remix"),
    "dub": ("dub", "dub mix", "dub version", "dubmix", "riddim"),
    "extended": (
        "extended", "extended mix", "extended version", "extended edit", "long version", "version longue",
        "version extendida", "version larga", "versao estendida", "versione estesa", "langfassung", "12 inch",
        "12 inch version", "12 inch mix", "12 version", "12 mix", "maxi version", "maxi", "full length version",
    ),
    "rerecorded": (
        "rerecorded", "re recorded", "re record", "rerecording", "re recording", "rerecorded version", "newly recorded",
        "new recording", "new version", "neuaufnahme", "neue version", "neue aufnahme", "neu aufgenommen",
        "nuova versione", "nuova registrazione", "nueva version", "nueva grabacion", "regrabado", "regrabada",
        "regravado", "regravada", "regravacao", "nova versao", "nouvelle version", "reenregistre", "re enregistre",
        "reenregistrement", "reimagined", "re imagined", "revisited", "redux", "reborn", "rerecord", "перезапись",
        "новая версия", "再録", "再録音", "新録", "재녹음", "重录", "重錄", "重新录制", "nowa wersja", "yeni versiyon",
    ),
    "stripped": ("stripped", "stripped down", "stripped back", "bare", "naked version"),
    "piano": (
        "piano", "piano version", "piano solo", "solo piano", "pianoversion", "am klavier", "klavier", "klavierversion",
        "al piano", "au piano", "piano voix", "piano y voz", "ao piano", "piano vocal", "pianoforte", "фортепиано",
        "ピアノ", "피아노", "钢琴", "鋼琴", "钢琴版",
    ),
    "guitar": ("guitar version", "guitar", "guitarra", "gitarre", "voz y guitarra", "guitare voix"),
    "orchestral": (
        "orchestral", "orchestral version", "orchestra version", "orchestra", "symphonic", "symphonic version",
        "mit orchester", "orchesterversion", "orquestal", "sinfonico", "sinfonica", "orchestrale", "orquestral",
        "string version", "strings version", "strings", "string quartet version", "オーケストラ", "오케스트라",
    ),
    "a-cappella": ("a cappella", "acappella", "acapella", "a capella", "acapela", "vocals only", "vocal only", "アカペラ"),
    "choir": ("choir version", "choral version", "with choir", "mit chor", "con coro"),
    "demo": (
        "demo", "demos", "demo version", "maqueta", "maquette", "work tape", "worktape", "rough", "rough mix",
        "rough cut", "early version", "early take", "early mix", "home recording", "home demo", "voice memo", "rehearsal",
        "ensayo", "ensaio", "probe", "repetition", "first take", "sketch", "демо", "デモ", "데모", "小样",
    ),
    "alternate": (
        "alternate", "alternative", "alternate version", "alternative version", "alternate take", "alternative take",
        "alt version", "outtake", "take", "version alternativa", "versao alternativa", "version alternative",
        "versione alternativa", "unreleased", "unreleased version", "inedit", "inedito", "inedita", "alternativversion",
        "another version", "another ver", "other version",
    ),
    "sped-up": (
        "sped up", "sped", "spedup", "speed up", "speedup", "speeded up", "sped up version", "fast version", "faster",
        "nightcore", "accelerated", "acelerado", "acelerada", "accelere", "beschleunigt", "ускоренная", "ускорено",
        "spedd up", "high speed", "スピードアップ", "加速版",
    ),
    "slowed": (
        "slowed", "slowed down", "slow version", "slowed & reverb", "slowed reverb", "reverb", "slowed version",
        "slow", "super slowed", "ultra slowed", "daycore", "screwed", "chopped & screwed", "chopped not slopped",
        "chopped", "lento", "desacelerado", "desacelerada", "ralenti", "verlangsamt", "замедленная", "замедлено", "减速版",
    ),
    "spatialised": ("8d", "8d audio", "8d version", "3d audio", "9d audio", "16d audio", "360 reality audio", "binaural"),
    "lofi": ("lofi", "lo fi", "lofi version", "lo fi version", "lofi flip", "chill version", "chill mix", "bass boosted"),
    "reversed": ("reversed", "backwards"),
    "commentary": (
        "commentary", "track by track", "track by track commentary", "kommentar", "kommentiert", "comentario",
        "comentado", "comentada", "commentaire", "commentaires", "commento", "interview", "entrevista", "intervista",
        "spoken", "spoken word", "spoken intro", "story behind the song", "about the song", "voice note", "解説",
    ),
    "skit": ("skit", "interlude", "intro", "outro", "interludio", "intermezzo", "introduction", "prelude version"),
    "reprise": ("reprise", "reprisa", "ripresa"),
    "mono": ("mono", "mono version", "mono mix", "mono single", "monophonic", "monaural"),
    "tv-size": (
        "tv size", "tv version", "tv edit", "tv ver", "anime size", "anime version", "anime ver", "movie version",
        "movie ver", "movie edit", "short size", "theater version", "theatrical version", "tvサイズ", "アニメサイズ", "劇場版",
        "game size", "game version",
    ),
    "christmas": ("christmas version", "holiday version", "xmas version", "weihnachtsversion"),
    "clean": (
        "clean", "clean version", "censored", "non explicit", "radio clean", "clean edit", "super clean", "amended",
        "family version",
    ),
    "anniversary-recording": ("anniversary version", "10th anniversary version", "2 0"),
    "excerpt": ("excerpt", "snippet", "preview", "auszug", "extrait", "extracto", "teaser", "sampler", "抜粋"),
}  # fmt: skip
"""Code → phrases. Versions must be the same on both sides, whatever the words are."""

SAME_IF_EQUALLY_LONG: Final[Mapping[str, tuple[str, ...]]] = {
    "remaster": (
        "remaster", "remastered", "remastered version", "remaster version", "digital remaster", "digitally remastered",
        "digital master", "remastering", "remasterizado", "remasterizada", "remasterisado", "remasterise",
        "remasterisee", "rimasterizzato", "rimasterizzata", "remasterisiert", "remastert", "neu gemastert",
        "remastrad", "remasteroitu", "remasteriseret", "version remasterisee", "version remasterizada",
        "versao remasterizada", "version remasterise", "новый мастеринг", "ремастер", "ремастеринг", "ремастированная",
        "リマスター", "リマスタリング", "リマスター版", "デジタルリマスター", "리마스터", "리마스터링", "重制版", "remasterizovano",
        "remasterowany", "mastered for itunes", "remasterlanmis", "re mastered", "re master",
    ),
    "edit": (
        "edit", "edited", "radio edit", "radio version", "radio mix", "radio cut", "radioedit", "radio", "single edit",
        "single version", "single mix", "single", "single cut", "version radio", "version single", "versao radio",
        "versione radio", "radiofassung", "radioversion", "singleversion", "short edit", "short version", "short mix",
        "kurzversion", "version courte", "version corta", "video edit", "video version", "clip version", "7 inch",
        "7 inch version", "7 version", "7 mix", "7 edit", "7 inch mix", "7 inch edit", "album edit", "シングルバージョン",
        "ラジオエディット",
    ),
    "album-version": (
        "album version", "album mix", "lp version", "lp mix", "original version", "original mix", "original",
        "original recording", "original single version", "full version", "main version", "main mix", "version originale",
        "version original", "versione originale", "versao original", "version album", "version del album",
        "versao do album", "versione album", "originalversion", "originalfassung", "original ver", "album ver",
        "albumversion", "オリジナル", "アルバムバージョン", "standard version",
    ),
    "stereo": ("stereo", "stereo version", "stereo mix"),
    "vault": ("from the vault", "from the vaults", "vault track"),
    "soundtrack-version": ("soundtrack version", "film version", "ost version"),
}  # fmt: skip
"""Code → phrases. On one side only, equal length shows that it is the same recording; it is said nevertheless."""

HARMLESS: Final = (
    "bonus track", "bonus", "bonus tracks", "deluxe", "deluxe edition", "deluxe version", "special edition",
    "expanded edition", "expanded", "anniversary edition", "hidden track", "official audio", "official video",
    "official music video", "official lyric video", "official visualizer", "official", "lyric video", "lyrics", "lyric",
    "audio", "visualizer", "visualiser", "music video", "video", "hq", "hd", "4k", "explicit", "explicit version",
    "dirty", "dirty version", "uncensored", "ost", "original soundtrack", "soundtrack", "original motion picture soundtrack",
    "motion picture soundtrack", "music from the motion picture", "from the motion picture", "banda sonora original",
    "banda sonora", "bande originale du film", "bande originale", "bof", "colonna sonora originale", "colonna sonora",
    "trilha sonora original", "trilha sonora", "titelsong", "original cast recording", "original broadway cast recording",
    "original television soundtrack", "clip officiel", "audio officiel", "video oficial", "audio oficial", "videoclip oficial",
    "offizielles video", "video ufficiale", "premiere", "ボーナストラック", "主題歌", "オープニングテーマ", "エンディングテーマ",
    "オリジナルサウンドトラック", "サウンドトラック", "主题曲", "主題曲", "片尾曲", "插曲", "원곡",
)  # fmt: skip

LANGUAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("english", "ingles", "anglais", "englische", "englisch", "inglese", "英語", "英文", "영어"),
    "es": ("spanish", "espanol", "spanisch", "spanische", "espagnol", "spagnolo", "castellano", "spanglish", "西班牙语"),
    "de": ("german", "deutsch", "deutsche", "aleman", "allemand", "tedesco", "alemao", "ドイツ語"),
    "fr": ("french", "francais", "francaise", "frances", "franzosisch", "franzosische", "francese", "フランス語"),
    "it": ("italian", "italiano", "italiana", "italien", "italienisch", "italienische", "イタリア語"),
    "pt": ("portuguese", "portugues", "portuguesa", "portugais", "portugiesisch", "portoghese", "brazilian"),
    "ja": ("japanese", "japones", "japonesa", "japonais", "japanisch", "giapponese", "日本語", "日文", "일본어"),
    "ko": ("korean", "coreano", "coreana", "coreen", "koreanisch", "韓国語", "韩语", "한국어"),
    "zh": ("chinese", "mandarin", "chino", "chinois", "chinesisch", "cinese", "中文", "国语", "國語", "中国語", "중국어"),
    "yue": ("cantonese", "粤语", "粵語", "广东话", "廣東話"),
    "ru": ("russian", "russisch", "ruso", "russe", "russo", "русская", "на русском"),
    "sv": ("swedish", "svensk", "svenska", "schwedisch"),
    "nl": ("dutch", "nederlands", "nederlandse", "niederlandisch"),
    "tr": ("turkish", "turkce", "turkisch"),
    "ar": ("arabic", "arabe", "arabisch", "العربية"),
    "hi": ("hindi",), "ta": ("tamil",), "te": ("telugu",), "pl": ("polish", "polska", "polnisch", "po polsku"),
    "he": ("hebrew", "עברית"), "el": ("greek",), "id": ("indonesian", "bahasa"), "th": ("thai",), "vi": ("vietnamese",),
    "uk": ("ukrainian", "українська"),
}  # fmt: skip
"""A tail that names a language means that it is sung in it."""

FILLERS: Final = frozenset({
    "version", "versions", "versao", "versione", "versiyon", "wersja", "verze", "versie", "ver", "fassung", "バージョン",
    "ヴァージョン", "버전", "版", "версия", "the", "a", "an", "at", "in", "from", "on", "of", "en", "em", "im", "aus", "am",
    "desde", "dal", "dalla", "da", "de", "du", "des", "del", "al", "au", "aux", "di", "il", "la", "le", "el", "los", "no",
    "na", "do", "dos", "der", "die", "das", "vom", "von", "by", "with", "for", "w", "auf", "by", "original", "official",
    AND, "new", "up",
})  # fmt: skip
"""Words that say nothing beside a version's own word: ``Live at Wembley`` is ``Live from Wembley``."""

_BARE: Final = frozenset({"版", "ver", "バージョン", "ヴァージョン", "버전"})
_CODES: Final[dict[tuple[str, ...], str]] = {}
for _table in (OTHER_RECORDING, SAME_IF_EQUALLY_LONG):
    for _code, _phrases in _table.items():
        for _phrase in _phrases:
            _CODES[tuple(words_of(_phrase))] = _code
for _phrase in HARMLESS:
    _CODES.setdefault(tuple(words_of(_phrase)), "")
for _code, _phrases in LANGUAGES.items():
    for _phrase in _phrases:
        _CODES[tuple(words_of(_phrase))] = f"language-{_code}"
_LONGEST_PHRASE: Final = max(map(len, _CODES))
_GLUED: Final = sorted(
    (phrase[0] for phrase in _CODES if len(phrase) == 1 and not phrase[0].isascii()), key=len, reverse=True
)
"""Words of scripts that put no space between words: ``アコースティックver``, ``钢琴版``."""
_OWN_VERSION: Final = re.compile(r"(?:^|[\s(\[-])([^\W\d_][\w .&-]{0,60}?)['\u2019]s?\s+version\b", re.IGNORECASE)


def read_tail(tail: str) -> tuple[frozenset[str], list[str]]:
    """Read one bracket, or one part after a dash, of a title.

    Parameters
    ----------
    tail : str
        Such as ``Live at Wembley`` or ``2011 Remaster``.

    Returns
    -------
    codes : frozenset of str
        What it says in the words of the tables; ``""`` for something harmless.
    words : list of str
        What it says beyond them.

    Examples
    --------
    >>> read_tail("En Vivo desde Madrid")
    (frozenset({'live'}), ['madrid'])
    """
    codes: set[str] = set()
    own = _OWN_VERSION.search(tail)
    if own and own[1].casefold() not in {"radio", "album", "single"}:
        codes.add("rerecorded")
        tail = f"{tail[: own.start()]} {own[1]} {tail[own.end() :]}"
    words = [part for word in words_of(tail) for part in _split_glued(word)]
    found, left = _consume(words)
    codes |= found
    if found - {""} or own:
        left = [word for word in left if word not in FILLERS]
    elif len(left) > 1:
        left = [word for word in left if word not in {"version", "ver", "versao", "versione"}]
    if "remaster" in codes:
        left = [word for word in left if not re.fullmatch(r"(?:19|20)\d\d", word)]
    return frozenset(codes), left


def codes_in(words: list[str]) -> frozenset[str]:
    """Return what a run of words says in the words of the tables."""
    return frozenset(_consume(words)[0])


def trailing_version(words: list[str]) -> int:
    """Return how many words at the end of a title without brackets name a version: ``Creep Live`` has one.

    At least one word stays the title.
    """
    count = 0
    for length in range(1, min(len(words), _LONGEST_PHRASE + 2)):
        codes, left = _consume(words[-length:])
        if codes - {""} and not [word for word in left if word not in FILLERS]:
            count = length
    return count


def is_other_recording(code: str) -> bool:
    """Whether a code must be the same on both sides."""
    return code in OTHER_RECORDING or code.startswith("language-")


def _consume(words: list[str]) -> tuple[set[str], list[str]]:
    """Take the longest phrases of the tables out of a run of words."""
    codes: set[str] = set()
    left: list[str] = []
    position = 0
    while position < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - position), 0, -1):
            code = _CODES.get(tuple(words[position : position + length]))
            if code is not None:
                codes.add(code)
                position += length
                break
        else:
            left.append(words[position])
            position += 1
    return codes, left


def _split_glued(word: str) -> list[str]:
    if word.isascii() or (word,) in _CODES:
        return [word]
    for known in _GLUED:
        if known in word:
            before, _, after = word.partition(known)
            rest = [part for part in (before, after) if part and part not in _BARE]
            return [known, *rest]
    return [word]
