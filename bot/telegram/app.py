"""Puts the Telegram bot together and runs it until it is stopped."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.ext import ContextTypes as Types
from telegram.request import HTTPXRequest

from bot.messages import notices
from bot.platform_state import PlatformState
from bot.service import Service
from bot.telegram.buttons import Buttons
from bot.telegram.file_ids import FileIds
from bot.telegram.handlers import Handlers
from bot.telegram.inline import Inline
from bot.telegram.menu import register_menu
from bot.telegram.polling import poll
from bot.telegram.prompts import Prompts
from bot.telegram.rate_limiter import RateLimiter
from bot.telegram.sending import Sender
from bot.telegram.settings import Groups
from bot.telegram.submit import TelegramPlatform
from bot.telegram.updates import chat_of, is_overheard
from bot.telegram.whispers import Whispers
from spotpop.errors import QueueUnavailable, SettingsError, UnexpectedError
from spotpop.settings import Settings
from worker.queue.client import Client

PROGRESS_EVERY_S = 2.5
"""Shortest time between two progress edits of one message; Telegram allows about one message a second and chat."""

_CONNECTIONS = 64

_log = structlog.get_logger(__name__)


class TelegramBot:
    """The front-end as a whole.

    Parameters
    ----------
    settings : Settings
        Needs Telegram's token.
    consumer : str
        Name of this process among those that read Telegram's outbox; the same after a restart.

    Raises
    ------
    SettingsError
        Without a token.
    """

    def __init__(self, settings: Settings, client: Client, *, consumer: str = "telegram-1") -> None:
        self._settings = settings
        self._figures = PlatformState(client, "telegram")
        self._is_reached = True
        self._application = _application(settings, on_limited=lambda: self._figures.count("rate_limited"))
        bot: ExtBot[Any] = self._application.bot
        self._bot = bot
        file_ids = FileIds(client)
        self.sender = Sender(bot, file_ids, action_for_s=settings.job_deadline_s)
        self.whispers = Whispers(bot, self.sender)
        self.service = Service(
            client,
            TelegramPlatform(bot, client, self.sender, self.whispers, settings),
            settings,
            progress_pause_s=PROGRESS_EVERY_S,
        )
        self._courier = self.service.courier(consumer)
        groups = Groups(bot, client)
        handlers = Handlers(
            bot, self.service, sender=self.sender, groups=groups, prompts=Prompts(client), whispers=self.whispers
        )
        buttons = Buttons(bot, self.service, sender=self.sender, groups=groups, handlers=handlers)
        inline = Inline(bot, self.service, file_ids=file_ids)
        add = self._application.add_handler
        add(MessageHandler(filters.UpdateType.MESSAGE, handlers.message))
        add(MessageHandler(filters.UpdateType.EDITED_MESSAGE, handlers.edited))
        add(CallbackQueryHandler(buttons.click))
        add(InlineQueryHandler(inline.query))
        add(ChatMemberHandler(handlers.membership, ChatMemberHandler.MY_CHAT_MEMBER))
        self._application.add_error_handler(self._on_error)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set.

        Raises
        ------
        SettingsError
            If the token or the webhook cannot be used.
        """
        try:
            await self._connect(stop)
        except SettingsError:
            await self._bot.shutdown()
            raise
        if stop.is_set():
            await self._bot.shutdown()
            return
        await self._application.start()
        duties = (self._courier.run(), register_menu(self._bot), self._figures.run(lambda: self._is_reached))
        background: list[asyncio.Task[Any]] = [asyncio.create_task(duty) for duty in duties]
        _log.info("telegram_bot_is_ready", name=self._bot.username, webhook=bool(self._settings.telegram_webhook_url))
        try:
            await self._listen(stop, background[0])
        finally:
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)
            await self.service.progress.close()
            await self.whispers.close()
            await self.sender.close()
            await self._application.stop()
            await self._application.shutdown()

    async def _listen(self, stop: asyncio.Event, courier: asyncio.Task[None]) -> None:
        """Take updates until `stop` is set, or the courier dies: a bot that cannot answer must not go on asking."""
        courier.add_done_callback(lambda _: stop.set())
        if self._settings.telegram_webhook_url:
            from bot.telegram.webhook import Webhook

            await Webhook(self._bot, self._handle, self._settings).serve(stop)
        else:
            await self._bot.delete_webhook()
            await poll(self._bot, self._handle, stop, reached=self._note_reached)
        if courier.done() and not courier.cancelled():
            courier.result()

    def _note_reached(self, is_reached: bool) -> None:
        self._is_reached = is_reached

    async def _connect(self, stop: asyncio.Event) -> None:
        """Say hello to Telegram, as often as it takes: a bot may start before the network does."""
        pause_s = 1.0
        while not stop.is_set():
            try:
                await self._application.initialize()
            except InvalidToken:
                raise SettingsError(name="TELEGRAM_TOKEN", problem="Telegram does not know this token") from None
            except TelegramError as error:
                _log.warning("telegram_does_not_answer_yet", error=type(error).__name__, pause_s=pause_s)
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), pause_s)
                pause_s = min(pause_s * 2, 30.0)
            else:
                return

    async def _handle(self, update: Update) -> None:
        await self._application.process_update(update)

    async def _on_error(self, update: object, context: Types.DEFAULT_TYPE) -> None:
        """Note what went wrong, without what people wrote, and inform the person: never silence."""
        error = context.error
        known = isinstance(error, TelegramError | QueueUnavailable)
        _log.error("update_not_handled", error=repr(error) if known else type(error).__name__, exc_info=error)
        message = update.effective_message if isinstance(update, Update) else None
        if not isinstance(update, Update) or message is None or isinstance(error, TelegramError):
            return
        if update.callback_query is None and is_overheard(message, self._bot.bot):
            return  # nobody asked, so nobody waits
        place = chat_of(message, update.effective_user)
        failure = error if isinstance(error, QueueUnavailable) else UnexpectedError()
        with suppress(TelegramError):
            await self.sender.say(place, notices.failure(failure, await self.service.words(place)))


def _application(settings: Settings, on_limited: Callable[[], None]) -> Application[Any, Any, Any, Any, Any, Any]:
    token = settings.token_of("telegram")
    if token is None:
        raise SettingsError(name="TELEGRAM_TOKEN", problem="it is not set")
    base = settings.api_url_of("telegram")
    where: dict[str, Any] = {"base_url": f"{base}/bot", "base_file_url": f"{base}/file/bot"} if base else {}
    patience: dict[str, Any] = {"connect_timeout": 10.0, "read_timeout": 20.0, "write_timeout": 20.0}
    bot: ExtBot[Any] = ExtBot(
        token,
        request=HTTPXRequest(_CONNECTIONS, pool_timeout=30.0, media_write_timeout=60.0, **patience),
        get_updates_request=HTTPXRequest(1, pool_timeout=10.0, **patience),
        rate_limiter=RateLimiter(on_limited=on_limited),
        **where,
    )
    return ApplicationBuilder().bot(bot).updater(None).job_queue(None).concurrent_updates(True).build()


async def serve(settings: Settings, client: Client, *, consumer: str = "telegram-1") -> None:
    """Run the bot until SIGINT or SIGTERM.

    Raises
    ------
    SettingsError
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    await TelegramBot(settings, client, consumer=consumer).run(stop)
