"""The chats that a bot of ours can live in: what each is called and whose token it needs. One place for all.

A new chat is a row here and a package of that name in `bot`, whose ``app`` holds ``serve``: settings, `spotpop bot`,
`up`, `setup` and `doctor` draw from the row. The terminal and the page are no rows: they need no token.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSpec:
    """One chat.

    Attributes
    ----------
    key : str
        Its name in settings, commands and stored keys.
    title : str
        Its name for people.
    handed_out : str
        Where an operator gets the bot's token.
    """

    key: str
    title: str
    handed_out: str

    @property
    def token_variable(self) -> str:
        """The variable that holds the bot's token."""
        return f"{self.key.upper()}_TOKEN"


CHATS: Final = {
    spec.key: spec
    for spec in (
        ChatSpec(
            key="discord",
            title="Discord",
            handed_out="https://discord.com/developers/applications → New Application → Bot → Reset Token"
            " (docs/discord.md)",
        ),
        ChatSpec(
            key="telegram",
            title="Telegram",
            handed_out="open a chat with @BotFather in Telegram and send /newbot (docs/telegram.md)",
        ),
    )
}
"""Every chat by its key, in the order in which `setup` asks."""
