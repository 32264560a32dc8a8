"""The one table of chats: a row is all that a made-up chat needs to be set, started, set up and looked over."""

import importlib.util
import subprocess
import sys

import pytest

from spotpop.chat_specs import CHATS
from spotpop.settings import Settings

MADE_UP = """
from spotpop import chat_specs as chats
chats.CHATS["whisper"] = chats.ChatSpec(key="whisper", title="Whisper", handed_out="whisper.invalid")

import sys, types
from spotpop.settings import load_settings
from typer.testing import CliRunner
from bot import run
from worker.launcher import doctor, up
from worker.launcher.setup import SetupAnswers, run_setup
from spotpop.__main__ import app

settings = load_settings(whisper_token="hush", whisper_api_url="https://whisper.invalid/")
print(settings.token_of("whisper"), settings.api_url_of("whisper"), up._bots(settings))
print("hush" in repr(settings))
print([(one.name, one.state) for one in doctor._chat(settings, chats.CHATS["whisper"])])
print("--whisper-token-file" in CliRunner().invoke(app, ["setup", "--help"], env={"COLUMNS": "200"}).output)

async def serve(settings, queue):
    print("served", settings.token_of("whisper"))

sys.modules["bot.whisper"], sys.modules["bot.whisper.app"] = types.ModuleType("bot.whisper"), types.ModuleType("app")
sys.modules["bot.whisper.app"].serve = serve
run.Client = lambda settings: __import__("contextlib").nullcontext()
print(CliRunner().invoke(run.app, ["whisper"], env={"COLUMNS": "200"}).output.strip())
run_setup(SetupAnswers(wanted={"discord": False, "telegram": False, "whisper": True}, interactive=False))
print(open(".env").read())
"""


@pytest.mark.parametrize("chat", CHATS)
def test_a_chat_says_what_it_is_called_and_is_served_by_the_package_of_its_name(chat):
    spec = CHATS[chat]
    assert spec.key == chat
    assert spec.title
    assert spec.handed_out
    assert spec.token_variable == f"{chat.upper()}_TOKEN"
    assert {f"{chat}_token", f"{chat}_api_url"} <= set(Settings.model_fields)
    assert importlib.util.find_spec(f"bot.{chat}.app") is not None


def test_a_made_up_chat_is_offered_wherever_chats_are(tmp_path):
    shown = subprocess.run(
        [sys.executable, "-c", MADE_UP], capture_output=True, text=True, cwd=tmp_path, check=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "WHISPER_TOKEN": "hush"},
    ).stdout.splitlines()  # fmt: skip
    assert shown == [
        "hush https://whisper.invalid ['whisper']",
        "False",
        "[('Whisper', 'off')]",
        "True",
        "served hush",
        "WHISPER_TOKEN=hush",
        "",
    ]
