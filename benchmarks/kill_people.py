"""People who write to a real bot while it is killed, and what each of them sees in the end."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from spotpop.errors import QuestionLost, QueueUnavailable, QueueUncertain
from tests.counterparts.discord import Discord
from tests.counterparts.discord_people import Interaction
from tests.counterparts.discord_places import BOT
from tests.counterparts.telegram import BOT_ID, Shown, TelegramCounterpart

PEOPLE = 40
LOOK_S = 0.2
REFUSALS = {error.code: error.sentence for error in (QueueUnavailable, QueueUncertain, QuestionLost)}
"""After these a person asks again, as the sentence says."""
PATIENCE_S = 3.0
"""So long Discord waits for a bot before it says "The application did not respond"."""
TITLE = re.compile(r"kills\d{17}")


@dataclass
class Tally:
    """How questions ended, by what their people see below them."""

    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    unended: int = 0

    def add(self, track: str, texts: Sequence[str]) -> tuple[int, bool]:
        """Count one question; return how many answers it has, and whether it has no end at all."""
        answers = sum(track in text for text in texts)
        refusals = sum(any(said in text for said in REFUSALS.values()) for text in texts)
        is_lost = not answers and not refusals
        self.lost += is_lost
        self.doubled += answers > 1
        self.wrong += any(title != track for text in texts for title in TITLE.findall(text))
        self.unended += 0 if is_lost else len(texts) - answers - refusals
        return answers, is_lost

    def summary(self, asked: str, again: str) -> tuple[bool, str]:
        """Whether nothing is lost or doubled, and how it went."""
        said = f"{asked}: without an end {self.lost}, two answers {self.doubled}, another's answer {self.wrong}"
        return not (self.lost or self.doubled or self.wrong), f"{said}, begun and left behind {self.unended}; {again}"


class TelegramPeople:
    """So many people who ask one question after the other; who reads that a question was not taken asks again."""

    def __init__(self, platform: TelegramCounterpart) -> None:
        self._platform = platform
        self._said: dict[tuple[int, int], str] = {}
        self._replies: dict[tuple[int, int | None], list[Shown]] = {}
        self._refusals: Counter[str] = Counter()
        self.answered = 0

    async def run(self, number: int) -> None:
        """Ask so many questions, and look until cancelled."""
        people = [self._person(1000 + one, range(one, number, PEOPLE)) for one in range(PEOPLE)]
        await asyncio.gather(self._look(), *people)

    async def _look(self) -> None:
        while True:
            replies = defaultdict(list)
            for shown in list(self._platform.messages.values()):
                if shown.sender_id == BOT_ID and not shown.deleted:
                    replies[shown.chat_id, shown.reply_to].append(shown)
            self._replies = replies
            await asyncio.sleep(LOOK_S)

    async def _person(self, who: int, numbers: range) -> None:
        for number in numbers:
            track = f"kills{number:017d}"
            await self._ask(who, track)
            self.answered += 1

    async def _ask(self, who: int, track: str) -> None:
        """Ask until there is an answer."""
        said = await self._say(who, track)
        while True:
            await asyncio.sleep(LOOK_S)
            replies = self._replies.get((who, said), ())
            if any(track in shown.text for shown in replies):  # the picture is missed while the queue is away
                return
            refused = [code for code, sentence in REFUSALS.items() if any(sentence in one.text for one in replies)]
            if refused:
                self._refusals[refused[0]] += 1
                await asyncio.sleep(1.0)
                said = await self._say(who, track)

    async def _say(self, who: int, track: str) -> int:
        said = await self._platform.say(who, f"https://open.spotify.com/track/{track}")
        self._said[who, said.message_id] = track
        return said.message_id

    def summary(self) -> tuple[bool, str]:
        """Whether nothing is lost or doubled, and how it went."""
        tally = Tally()
        for asked, track in self._said.items():
            tally.add(track, [shown.text for shown in self._replies.get(asked, [])])
        return tally.summary(f"{len(self._said)} messages", f"refused and asked again {dict(self._refusals)}")


class DiscordPeople:
    """So many people who use ``/predict``; who reads that it was not taken, or that nobody responds, asks again."""

    def __init__(self, platform: Discord) -> None:
        self._platform = platform
        self._asked: dict[str, list[Interaction]] = defaultdict(list)
        self._refusals: Counter[str] = Counter()
        self.answered = 0

    async def run(self, number: int) -> None:
        """Ask so many questions, and look until cancelled."""
        await self._platform.until(lambda: self._platform.commands, 120.0)  # the bot registers them
        await asyncio.gather(*(self._person(6000 + one, range(one, number, PEOPLE)) for one in range(PEOPLE)))

    async def _person(self, who: int, numbers: range) -> None:
        for number in numbers:
            track = f"kills{number:017d}"
            while (again := await self._ask(who, track)) is not None:
                self._refusals[again] += 1
                await asyncio.sleep(1.0)
            self.answered += 1

    async def _ask(self, who: int, track: str) -> str | None:
        """Ask once; return why it has to be asked again."""
        one = await self._platform.slash("predict", user=who, link=f"https://open.spotify.com/track/{track}")
        self._asked[track].append(one)
        while True:
            await asyncio.sleep(LOOK_S)
            if one.acknowledged_s is None and time.monotonic() - one.began > PATIENCE_S:
                return "did not respond"
            seen = self._seen(one)
            if any(track in text for text in seen):
                return None
            for code, sentence in REFUSALS.items():
                if any(sentence in text for text in seen):
                    return code

    def _seen(self, one: Interaction) -> list[str]:
        """Return the texts that the person sees below their command."""
        shown = [self._platform.messages.get(number) for number in (one.message or 0, *one.followups)]
        return [text_of(message) for message in shown if message]

    def summary(self) -> tuple[bool, str]:
        """Whether nothing is lost or doubled, and how it went."""
        shown: Counter[str] = Counter()
        for message in self._platform.messages.values():
            if int(message["author"]["id"]) == BOT:
                shown.update(set(TITLE.findall(text_of(message))))
        tally = Tally()
        for track, interactions in self._asked.items():
            answers = 0
            for one in interactions:
                if one.acknowledged_s is None:
                    continue
                seen = self._seen(one)
                found, is_lost = tally.add(track, seen)
                answers += found
                if is_lost:
                    print(f"\n{track}: acknowledged after {one.acknowledged_s:.2f} s, then {seen}")
            tally.doubled += shown[track] > max(answers, 1)
        asked = sum(map(len, self._asked.values()))
        return tally.summary(f"{asked} commands", f"asked again {dict(self._refusals)}")


def text_of(message: dict[str, Any]) -> str:
    """Return a message of Discord as one text."""
    embeds = [f"{embed.get('title', '')}\n{embed.get('description', '')}" for embed in message["embeds"]]
    return "\n".join([message["content"], *embeds])
