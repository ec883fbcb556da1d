"""Settings from ``.env`` and the environment, which wins; the only place that reads either.

Settings of the school itself are not here: they come from its workbook.
"""

import os
import re
import secrets
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.problems import UsageProblem
from services.i18n import gettext as _

__all__ = [
    "LogFormat",
    "LogLevel",
    "Settings",
    "demo_settings",
    "load_settings",
    "secret_key",
    "system_language",
]

SHORTEST_SECRET_KEY = 32
FREE_MESSAGES_PER_SECOND = 30  # Telegram: to different chats, without paid broadcast
PAID_MESSAGES_PER_SECOND = 1000  # Telegram: with paid broadcast
_HIGHEST_PORT = 65535
TELEGRAM = "https://api.telegram.org"
_WEBHOOK_PORTS = frozenset({None, 80, 88, 443, 8443})  # where Telegram brings updates to
_DATABASES = ("sqlite+aiosqlite:///", "postgresql+asyncpg://")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Telegram's alphabet for it


class LogLevel(StrEnum):
    """From which gravity on things are logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    """For people or for a log collector."""

    TEXT = "text"
    JSON = "json"


class Settings(BaseSettings):
    """One installation's settings; secrets do not show when it is printed."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,  # `BOT_TOKEN=` as in .env.example means: not set
        extra="ignore",  # .env may serve other programs too
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: SecretStr | None = None
    telegram_api_url: str = TELEGRAM
    database_url: str = "sqlite+aiosqlite:///data/peremena.db"
    secret_key: SecretStr | None = None
    archive_recipient: str | None = None
    archive_passphrase_file: Path | None = None
    backup_dirs: str = ""
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    listen_host: str = "127.0.0.1"
    listen_port: Annotated[int, Field(ge=0, le=_HIGHEST_PORT)] = 8080
    messages_per_second: Annotated[int, Field(ge=1, le=PAID_MESSAGES_PER_SECOND)] = (
        FREE_MESSAGES_PER_SECOND
    )
    paid_broadcast: bool = False
    data_dir: Path = Path("data")
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.TEXT

    @property
    def backup_places(self) -> tuple[Path, ...]:
        """Where the week's copies and the archives go, as named: separated by commas."""
        names = dict.fromkeys(name.strip() for name in self.backup_dirs.split(","))
        return tuple(Path(name) for name in names if name)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is one file on this machine."""
        return self.database_url.startswith("sqlite")

    @property
    def bot_tokens(self) -> tuple[str, ...]:
        """The tokens of this process's bots, as named: separated by commas; often one."""
        given = "" if self.bot_token is None else self.bot_token.get_secret_value()
        return tuple(dict.fromkeys(one.strip() for one in given.split(",") if one.strip()))

    def require_bot_tokens(self) -> tuple[str, ...]:
        """Return the bots' tokens, one at least.

        Raises:
            UsageProblem: none is set.
        """
        if not self.bot_tokens:
            raise UsageProblem(
                _("BOT_TOKEN is not set: get one from @BotFather and put it into .env.")
            )
        return self.bot_tokens

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _in_any_case(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("https://", "http://")):
            raise ValueError(_("must begin with https:// or http://"))
        return value and value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(_DATABASES):
            raise ValueError(
                _("must begin with {addresses}").format(addresses=_(" or ").join(_DATABASES))
            )
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < SHORTEST_SECRET_KEY:
            raise ValueError(
                _("must have {count} characters or more").format(count=SHORTEST_SECRET_KEY)
            )
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _telegrams_alphabet(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError(_("must be 1 to 256 letters A-Z, a-z, digits, _ and -"))
        return value

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.webhook_url is not None and self.webhook_secret is None:
            raise ValueError(_("WEBHOOK_SECRET: must be set together with WEBHOOK_URL"))
        if self.webhook_url is not None and self.telegram_api_url == TELEGRAM:
            _require_reachable(self.webhook_url)
        if self.messages_per_second > FREE_MESSAGES_PER_SECOND and not self.paid_broadcast:
            raise ValueError(
                _("MESSAGES_PER_SECOND: more than {count} needs PAID_BROADCAST=true").format(
                    count=FREE_MESSAGES_PER_SECOND
                )
            )
        return self


class _DemoSettings(Settings):
    """The defaults: a demo must never reach a real school, whatever the environment says."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # pydantic passes all by name
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[Any, ...]:
        """Take from outside only how to log."""

        def logging_alone(source: PydanticBaseSettingsSource) -> Callable[[], dict[str, Any]]:
            return lambda: {k: v for k, v in source().items() if k in {"log_level", "log_format"}}

        return init_settings, logging_alone(env_settings), logging_alone(dotenv_settings)


def load_settings() -> Settings:
    """Read the settings of this installation.

    Raises:
        UsageProblem: some are not usable; one line each says what was expected, never the value.
    """
    return _checked(Settings)


def demo_settings() -> Settings:
    """Return the defaults, with nothing from outside but LOG_LEVEL and LOG_FORMAT.

    Raises:
        UsageProblem: one of those two is not usable.
    """
    return _checked(_DemoSettings)


def system_language() -> str:
    """Return the language of the terminal as a code such as ``en-GB``; "" when it names none."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return value.partition(".")[0].replace("_", "-")
    return ""


def secret_key(settings: Settings) -> str:
    """Return the key of this installation; on SQLite it is made the first time.

    It lies in ``secret.key`` in the data directory, readable by its owner only.

    Raises:
        UsageProblem: on PostgreSQL it is not set, or the file is damaged.
    """
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    if not settings.is_sqlite:
        # Several processes and machines share the database; a key made here would be only ours.
        raise UsageProblem(
            _(
                "SECRET_KEY is not set: on PostgreSQL every process needs the same one. Put a "
                "text of 32 characters or more into .env, such as what `openssl rand -hex 32` "
                "prints."
            )
        )
    file = settings.data_dir / "secret.key"
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = file.read_text(encoding="utf-8").strip()
    else:
        key = secrets.token_urlsafe(48)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(key + "\n")
            stream.flush()
            os.fsync(stream.fileno())
    if len(key) < SHORTEST_SECRET_KEY:
        raise UsageProblem(
            _("{file} is damaged: put it back from a backup of the data directory.").format(
                file=file
            )
        )
    return key


def _require_reachable(webhook_url: str) -> None:
    """Refuse an address that Telegram would; a Bot API server of one's own takes others."""
    parts = urlsplit(webhook_url)
    if parts.scheme != "https":
        raise ValueError(
            _("WEBHOOK_URL: must begin with https://, Telegram brings updates there only")
        )
    try:
        is_known = parts.port in _WEBHOOK_PORTS
    except ValueError:
        is_known = False
    if not is_known:
        raise ValueError(
            _("WEBHOOK_URL: the port must be 443, 80, 88 or 8443, Telegram knows no others")
        )


def _checked(kind: type[Settings]) -> Settings:
    try:
        return kind()
    except ValidationError as error:
        sentences = sorted(
            ": ".join([*(str(part).upper() for part in problem["loc"][:1]), _sentence(problem)])
            for problem in error.errors(include_url=False, include_input=False)
        )
        raise UsageProblem("\n".join(sentences)) from None
    except UnicodeDecodeError:
        raise UsageProblem(_(".env is no text in UTF-8: save it again as UTF-8.")) from None
    except OSError as error:
        raise UsageProblem(
            _(
                ".env cannot be read ({reason}): give the user that runs Peremena the right."
            ).format(reason=(error.strerror or str(error)).lower())
        ) from None


def _sentence(problem: Any) -> str:
    """Return what was expected; what was found may be a secret and is not repeated."""
    limits = problem.get("ctx", {})
    match problem["type"]:
        case "int_parsing" | "int_from_float" | "int_type":
            return _("must be a whole number")
        case "less_than_equal":
            return _("must be {most} or less").format(most=limits["le"])
        case "greater_than_equal":
            return _("must be {least} or more").format(least=limits["ge"])
        case "bool_parsing" | "bool_type":
            return _("must be true or false")
        case "enum":
            words = limits["expected"].replace("'", "").replace(" or ", _(" or "))
            return _("must be one of: {words}").format(words=words)
    message = str(problem["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:] if problem["loc"] else message
