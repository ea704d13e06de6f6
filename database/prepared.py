"""Statements of the hot paths: written with the ORM, put into SQL once, run with other values ever after.

Holding and booking a time is some twenty statements, a public page up to twelve. Building their SQL anew each time took
more processor time than all our own rules and the database together (`make bench ONLY="booking pages"`).
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, Self, TypeVar, cast

from django.db import connection
from django.db.models import (
    AutoField,
    BigIntegerField,
    CharField,
    DateTimeField,
    Expression,
    Field,
    Model,
    QuerySet,
    UUIDField,
)
from django.db.models.query import ModelIterable
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

_Model = TypeVar("_Model", bound=Model)


class Given(Expression):
    """Stands in a query for a value that comes when the query is run."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    @classmethod
    def key(cls, name: str) -> Self:
        return cls(name, UUIDField())

    @classmethod
    def number(cls, name: str) -> Self:
        return cls(name, BigIntegerField())

    @classmethod
    def moment(cls, name: str) -> Self:
        return cls(name, DateTimeField())

    @classmethod
    def text(cls, name: str) -> Self:
        return cls(name, CharField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)

    def of(self, values: dict[str, Any]) -> Any:
        return self.output_field.get_db_prep_value(values[self.name], connection)


@dataclass
class _Statement:
    compiler: SQLCompiler
    sql: str
    params: Sequence[Any]

    @cached_property
    def converters(self) -> Any:
        """What turns columns into Python."""
        return self.compiler.get_converters([chosen[0] for chosen in self.compiler.select])

    def with_values(self, values: dict[str, Any]) -> tuple[str, list[Any]]:
        return self.sql, [one.of(values) if isinstance(one, Given) else one for one in self.params]

    def compiler_for(self, values: dict[str, Any]) -> SQLCompiler:
        """A compiler that has done its work. A copy, as the first holds the connection of the thread it was made in."""
        compiler: Any = copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: self.with_values(values)
        compiler.get_converters = lambda expressions: self.converters
        return cast("SQLCompiler", compiler)


class _Compiled:
    """Stands for the query of a query set."""

    def __init__(self, compiler: SQLCompiler) -> None:
        self.compiler = compiler

    def get_compiler(self, using: str) -> SQLCompiler:
        return self.compiler


class PreparedQuery(Generic[_Model]):
    """A query with `Given` values.

    `.rows(name=value)` are tuples; `.instances(name=value)` are models with what the query set selects along
    (`only`, `select_related`, annotations), but without what it would prefetch.
    """

    def __init__(self, queryset: "QuerySet[_Model, Any]") -> None:
        self.queryset = queryset

    @cached_property
    def _statement(self) -> _Statement:
        compiler = self.queryset.query.get_compiler(using=connection.alias)
        return _Statement(compiler, *compiler.as_sql())

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._statement.compiler_for(values).results_iter()]

    def instances(self, **values: Any) -> list[_Model]:
        compiled: Any = _Compiled(self._statement.compiler_for(values))
        return list(ModelIterable(QuerySet(self.queryset.model, query=compiled)))


class PreparedUpdate:
    """An update with `Given` values on either side. Returns how many rows it changed."""

    def __init__(self, queryset: "QuerySet[Any, Any]", **changes: Any) -> None:
        self.queryset, self.changes = queryset, changes

    @cached_property
    def _statement(self) -> _Statement:
        query = cast("UpdateQuery", self.queryset.query.chain(UpdateQuery))
        query.add_update_values(self.changes)
        compiler = query.get_compiler(using=connection.alias)
        return _Statement(compiler, *compiler.as_sql())

    def __call__(self, **values: Any) -> int:
        with connection.cursor() as cursor:
            cursor.execute(*self._statement.with_values(values))
            return int(cursor.rowcount)


def insert(instances: Iterable[Model]) -> None:
    """Write new rows of one model, as `bulk_create` would; a key that the database gives is not read back."""
    rows = list(instances)
    if not rows:
        return
    fields, head = _insertion(type(rows[0]))
    one = f"({', '.join(['%s'] * len(fields))})"
    values = [
        field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{head} {', '.join([one] * len(rows))}", values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@cache
def _insertion(model: type[Model]) -> "tuple[list[Field[Any, Any]], str]":
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    return fields, f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES"
