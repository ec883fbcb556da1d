"""Settings: the defaults, the order of sources, what is refused, and the key."""

import stat

import pytest

from bot.problems import UsageProblem
from bot.settings import Settings, demo_settings, load_settings, secret_key
from services.i18n import use_locale

LONG_KEY = "k" * 32


@pytest.fixture(autouse=True)
def _empty_installation(tmp_path, monkeypatch):
    """Work in an empty folder without settings."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    with use_locale("en"):
        yield


def test_nothing_set_means_the_defaults():
    """An installation without any setting is one SQLite file and no token."""
    settings = load_settings()

    assert settings.bot_token is None
    assert settings.database_url == "sqlite+aiosqlite:///data/peremena.db"
    assert (settings.listen_host, settings.listen_port) == ("127.0.0.1", 8080)
    assert settings.messages_per_second == 30
    assert not settings.paid_broadcast


def test_environment_wins_over_the_file(tmp_path, monkeypatch):
    """What the service manager sets is stronger than what lies in .env."""
    (tmp_path / ".env").write_text("LISTEN_PORT=9000\nLISTEN_HOST=0.0.0.0\n", encoding="utf-8")
    monkeypatch.setenv("LISTEN_PORT", "9001")

    settings = load_settings()

    assert (settings.listen_host, settings.listen_port) == ("0.0.0.0", 9001)  # noqa: S104


def test_an_empty_value_means_not_set(tmp_path):
    """A copied .env.example with nothing filled in is no mistake."""
    (tmp_path / ".env").write_text("BOT_TOKEN=\nLISTEN_PORT=\n", encoding="utf-8")

    settings = load_settings()

    assert (settings.bot_token, settings.listen_port) == (None, 8080)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        (
            {"DATABASE_URL": "postgres://u:hidden@h/d"},
            "DATABASE_URL: must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://",
        ),
        ({"SECRET_KEY": "hidden"}, "SECRET_KEY: must have 32 characters or more"),
        (
            {"TELEGRAM_API_URL": "hidden"},
            "TELEGRAM_API_URL: must begin with https:// or http://",
        ),
        (
            {"WEBHOOK_URL": "https://school.example"},
            "WEBHOOK_SECRET: must be set together with WEBHOOK_URL",
        ),
        (
            {"WEBHOOK_URL": "http://school.example", "WEBHOOK_SECRET": "hidden"},
            "WEBHOOK_URL: must begin with https://, Telegram brings updates there only",
        ),
        (
            {"WEBHOOK_URL": "https://school.example:8080", "WEBHOOK_SECRET": "hidden"},
            "WEBHOOK_URL: the port must be 443, 80, 88 or 8443, Telegram knows no others",
        ),
        (
            {"WEBHOOK_URL": "https://school.example:port", "WEBHOOK_SECRET": "hidden"},
            "WEBHOOK_URL: the port must be 443, 80, 88 or 8443, Telegram knows no others",
        ),
        ({"PAID_BROADCAST": "perhaps"}, "PAID_BROADCAST: must be true or false"),
        (
            {"WEBHOOK_SECRET": "hidden!"},
            "WEBHOOK_SECRET: must be 1 to 256 letters A-Z, a-z, digits, _ and -",
        ),
        ({"LISTEN_PORT": "70000"}, "LISTEN_PORT: must be 65535 or less"),
        (
            {"LISTEN_PORT": "hidden"},
            "LISTEN_PORT: must be a whole number",
        ),
        (
            {"MESSAGES_PER_SECOND": "31"},
            "MESSAGES_PER_SECOND: more than 30 needs PAID_BROADCAST=true",
        ),
        (
            {"MESSAGES_PER_SECOND": "0"},
            "MESSAGES_PER_SECOND: must be 1 or more",
        ),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT: must be one of: text or json"),
        (
            {"LISTEN_PORT": "-1", "LOG_FORMAT": "xml"},
            ("LISTEN_PORT: must be 0 or more\nLOG_FORMAT: must be one of: text or json"),
        ),
    ],
)
def test_an_unusable_setting_is_one_line_without_its_value(monkeypatch, environment, said):
    """The line names the setting and what is expected; a secret mistyped is not repeated."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(UsageProblem) as refused:
        load_settings()

    assert said == str(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("LOG_LEVEL", "WARNING", "warning"),
        ("PAID_BROADCAST", "true", True),
        ("TELEGRAM_API_URL", "http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
        ("WEBHOOK_SECRET", "a" * 256, "**********"),
        ("BOT_TOKEN", "12345:abc", "**********"),
    ],
)
def test_a_usable_setting_is_taken(monkeypatch, name, value, expected):
    """Values are read as people write them; secrets do not show."""
    monkeypatch.setenv(name, value)

    taken = getattr(load_settings(), name.lower())

    assert expected == (taken if isinstance(taken, bool) else str(taken))


def test_paid_broadcast_allows_a_higher_rate(monkeypatch):
    """Telegram's limit of 30 a second falls with paid broadcast only."""
    monkeypatch.setenv("MESSAGES_PER_SECOND", "1000")
    monkeypatch.setenv("PAID_BROADCAST", "true")

    assert load_settings().messages_per_second == 1000


def test_run_without_a_token_is_told_where_to_get_one():
    """The bot refuses to start without a token and says what to do."""
    with pytest.raises(UsageProblem, match="BOT_TOKEN is not set: get one from @BotFather"):
        load_settings().require_bot_tokens()


def test_a_file_of_settings_in_another_encoding_is_one_line(tmp_path):
    """Saved by an old editor: the line says what to do."""
    (tmp_path / ".env").write_bytes("BOT_TOKEN=при".encode("cp1251"))

    with pytest.raises(UsageProblem, match="save it again as UTF-8"):
        load_settings()


def test_a_demo_reads_nothing_of_a_real_school(tmp_path, monkeypatch):
    """A demo takes only how to log from outside, from neither source anything else."""
    (tmp_path / ".env").write_text("DATA_DIR=real\nLOG_FORMAT=json\n", encoding="utf-8")
    monkeypatch.setenv("BOT_TOKEN", "12345:abc")
    monkeypatch.setenv("SECRET_KEY", LONG_KEY)
    monkeypatch.setenv("LOG_LEVEL", "debug")

    expected = Settings.model_construct().model_dump() | {
        "log_level": "debug",
        "log_format": "json",
    }
    assert expected == demo_settings().model_dump()


def test_the_key_is_made_once_for_its_owner_alone(tmp_path):
    """On SQLite the key appears by itself, and stays."""
    settings = load_settings()

    first = secret_key(settings)

    file = tmp_path / "data" / "secret.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(first) >= 32
    assert first == secret_key(settings)


def test_a_key_that_is_set_is_used_and_no_file_made(tmp_path, monkeypatch):
    """SECRET_KEY wins over the file."""
    monkeypatch.setenv("SECRET_KEY", LONG_KEY)

    assert secret_key(load_settings()) == LONG_KEY
    assert not (tmp_path / "data").exists()


def test_postgresql_needs_a_key_that_is_set(monkeypatch):
    """Several processes share PostgreSQL: a key made by one of them would lock out the others."""
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://u@h/d")

    with pytest.raises(UsageProblem, match="SECRET_KEY is not set"):
        secret_key(load_settings())


def test_a_damaged_key_file_is_refused(tmp_path):
    """A key that was cut short must not quietly become another key."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret.key").write_text("abc\n", encoding="utf-8")

    with pytest.raises(UsageProblem, match="is damaged"):
        secret_key(load_settings())


def test_a_process_may_have_several_bots(monkeypatch):
    """Tokens are separated by commas; spaces and one named twice make no bot more."""
    monkeypatch.setenv("BOT_TOKEN", "1:a, 2:b,,1:a")

    assert load_settings().require_bot_tokens() == ("1:a", "2:b")


def test_commas_alone_are_no_token(monkeypatch):
    """What names no bot is told as if nothing had been set."""
    monkeypatch.setenv("BOT_TOKEN", " , ")

    with pytest.raises(UsageProblem, match="BOT_TOKEN is not set"):
        load_settings().require_bot_tokens()
