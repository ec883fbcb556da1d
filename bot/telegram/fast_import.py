"""Imports aiogram without building its 600 pydantic models: a quarter of the time, a third of the
memory. A model is built when it is first used.

This leans on private parts of pydantic, so it is kept in this one file and tried only with the
version it was tested with; otherwise, or when it fails, aiogram is imported plainly.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pydantic
from pydantic import BaseModel
from structlog import get_logger

__all__ = ["TESTED_PYDANTIC", "aiogram_models", "import_aiogram"]

TESTED_PYDANTIC = "2.13."

_log = get_logger(__name__)


def import_aiogram() -> None:
    """Import aiogram, fast where possible; the second time does nothing."""
    if "aiogram" in sys.modules:
        return
    if not pydantic.VERSION.startswith(TESTED_PYDANTIC):
        import_module("aiogram")
        return
    names: dict[str, Any] = {}
    try:
        with _deferred_building(names):
            import_module("aiogram")
        _resolve_fields(names)
    except Exception:  # noqa: BLE001  # whatever it was: slow is better than not at all
        _log.exception("fast import failed, importing plainly")
        import_module("aiogram")
        for model in aiogram_models():  # what aiogram does itself at the end of its types
            model.model_rebuild(_types_namespace=names)


def aiogram_models() -> set[type[BaseModel]]:
    """Return every pydantic model that aiogram has defined until now."""
    found: set[type[BaseModel]] = set()
    waiting: list[type[BaseModel]] = [BaseModel]
    while waiting:
        for model in waiting.pop().__subclasses__():
            waiting.append(model)
            if model.__module__.partition(".")[0] == "aiogram":
                found.add(model)
    return found


@contextmanager
def _deferred_building(names: dict[str, Any]) -> Iterator[None]:
    """Let new models wait with their building; put into *names* what their annotations mean."""
    from pydantic._internal._config import config_defaults

    rebuild = BaseModel.__dict__["model_rebuild"]
    defer = config_defaults["defer_build"]

    def remember_names(_model: type[Any], /, **kwargs: Any) -> None:
        names.update(kwargs.get("_types_namespace") or {})

    config_defaults["defer_build"] = True
    # At its end aiogram.types asks every type to build itself, and tells the names it needs.
    BaseModel.model_rebuild = classmethod(remember_names)  # type: ignore[method-assign, assignment]  # see above
    try:
        yield
    finally:
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]  # as it was
        config_defaults["defer_build"] = defer


def _resolve_fields(names: dict[str, Any]) -> None:
    """Give every field its real type (26 ms): after this a model can be built from any place."""
    from pydantic._internal._config import ConfigWrapper
    from pydantic._internal._fields import rebuild_model_fields
    from pydantic._internal._namespace_utils import NsResolver

    for model in aiogram_models():
        if not model.__pydantic_fields_complete__:
            model.__pydantic_fields__, model.__pydantic_extra_info__ = rebuild_model_fields(
                model,
                config_wrapper=ConfigWrapper(model.model_config, check=False),
                ns_resolver=NsResolver(parent_namespace=names),
                typevars_map={},
            )
