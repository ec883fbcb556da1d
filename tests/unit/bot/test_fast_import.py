"""aiogram imported with deferred building: fast, and complete when a model is used."""

import subprocess
import sys

import pytest

BUILD_ALL = """
import bot.telegram
from aiogram.types import Message, Update
from pydantic._internal._mock_val_ser import MockValSer
assert isinstance(Update.__pydantic_validator__, MockValSer), "aiogram was imported slowly"
from aiogram.methods.base import Response
from bot.telegram.fast_import import aiogram_models
answer = {"ok": True, "result": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}}
assert isinstance(Response[Message].model_validate(answer).result, Message)
models = aiogram_models()
for model in models:
    model.model_rebuild()
unfinished = [model.__name__ for model in models if not model.__pydantic_complete__]
print(len(models), unfinished)
"""

FALLS_BACK = """
import pydantic
from pydantic import BaseModel
{fault}
import bot.telegram
from aiogram.types import Update
update = Update.model_validate({{"update_id": 7}})
print(update.update_id, BaseModel.model_rebuild.__module__)
"""

HELP = """
import sys
from bot.cli import main
try:
    main(["--help"])
except SystemExit:
    pass
print("aiogram" in sys.modules)
"""


def _output_of(program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_model_builds_after_the_fast_import():
    """What was deferred can be built, every one of the models, from any order of use."""
    (line,) = _output_of(BUILD_ALL)
    count, _, unfinished = line.partition(" ")

    assert unfinished == "[]"
    assert int(count) > 500


@pytest.mark.parametrize(
    "fault",
    [
        'pydantic.VERSION = "2.99.0"',
        "import pydantic._internal._fields as f; del f.rebuild_model_fields",
    ],
)
def test_another_pydantic_is_imported_plainly(fault: str):
    """Where pydantic's private parts are not as tested, aiogram works all the same."""
    *_, line = _output_of(FALLS_BACK.format(fault=fault))

    assert line == "7 pydantic.main"


def test_the_help_needs_no_aiogram():
    """Listing the commands costs no import of aiogram."""
    *_, line = _output_of(HELP)

    assert line == "False"
