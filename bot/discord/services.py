"""What commands, buttons and the listener of the Discord bot are given: frozen, so that none reaches for the client."""

from __future__ import annotations

from dataclasses import dataclass

from bot.discord.settings import FeedbackChannels
from bot.service import Service
from spotpop.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The parts that handlers use.

    Attributes
    ----------
    feedback : FeedbackChannels
        Which channels are watched.
    reads_messages : bool
        Discord granted the message-content intent.
    """

    service: Service
    feedback: FeedbackChannels
    settings: Settings
    reads_messages: bool
