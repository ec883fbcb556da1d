"""What of an audited row is a fact: its columns by name, as plain JSON data."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Mapper

from services.audit.canonical import json_safe
from services.database import Audited, Base

__all__ = ["audited_columns", "audited_models", "entity_of", "row_of"]


def audited_models() -> Mapping[str, type[Base]]:
    """Return every audited table's class by the name its entries carry."""
    models: list[type[Base]] = [mapper.class_ for mapper in Base.registry.mappers]
    return {entity_of(model): model for model in models if issubclass(model, Audited)}


def audited_columns(model: type[Base]) -> tuple[str, ...]:
    """Return the attributes of *model* that its entries record."""
    mapper: Mapper[Any] = inspect(model)
    skipped: frozenset[str] = getattr(model, "__audit_skip__", frozenset())
    return tuple(attr.key for attr in mapper.column_attrs if attr.key not in skipped)


def entity_of(model: type[Base]) -> str:
    """Return the name under which the changes of a model's rows are recorded."""
    return str(model.__tablename__)


def row_of(row: Base) -> dict[str, Any]:
    """Return the facts of a row as they are now."""
    return {name: json_safe(getattr(row, name)) for name in audited_columns(type(row))}
