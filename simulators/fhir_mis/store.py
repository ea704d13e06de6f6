"""The server's memory: resources with their versions, in one SQLite file."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from uuid import uuid4

from simulators.fhir_mis import search
from simulators.fhir_mis.instants import written
from simulators.fhir_mis.outcome import Resource, unknown

SCHEMA = """
create table if not exists resource (
    type text not null, id text not null, version integer not null, updated text not null, body text not null,
    primary key (type, id)
) without rowid;
create table if not exists term (
    type text not null, id text not null, parameter text not null, value text not null, system text not null,
    low text not null, high text not null
);
create index if not exists term_by_value on term (type, parameter, value);
create index if not exists term_by_date on term (type, parameter, low) where low <> '';
create index if not exists term_of_resource on term (type, id);
"""


class Store:
    """One writer at a time: a request is one transaction, so what it checks still holds when it writes."""

    def __init__(self, file: Path | str) -> None:
        self.lock = RLock()
        self.database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self.database.execute("pragma journal_mode = wal")
        self.database.executescript(SCHEMA)

    def close(self) -> None:
        with self.lock:
            self.database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self.lock:
            self.database.execute("begin immediate")
            try:
                yield
            except BaseException:
                self.database.execute("rollback")
                raise
            self.database.execute("commit")

    def find(self, resource_type: str, id_: str) -> Resource | None:
        with self.lock:
            row = self.database.execute(
                "select body from resource where type = ? and id = ?", (resource_type, id_)
            ).fetchone()
        return json.loads(row[0]) if row else None

    def get(self, resource_type: str, id_: str) -> Resource:
        resource = self.find(resource_type, id_)
        if resource is None:
            raise unknown(resource_type, id_)
        return resource

    def by_reference(self, reference: str) -> Resource | None:
        resource_type, _, id_ = reference.partition("/")
        return self.find(resource_type, id_)

    def save(self, resource: Resource) -> Resource:
        """Write the next version and file it anew; returns what was stored, with id and meta."""
        resource_type, id_ = resource["resourceType"], resource.get("id") or uuid4().hex
        earlier = self.find(resource_type, id_)
        version = int(earlier["meta"]["versionId"]) + 1 if earlier else 1
        updated = written(datetime.now(UTC))
        meta = {**resource.get("meta", {}), "versionId": str(version), "lastUpdated": updated}
        stored = {**resource, "id": id_, "meta": meta}
        with self.lock:
            self.database.execute(
                "insert or replace into resource values (?, ?, ?, ?, ?)",
                (resource_type, id_, version, updated, json.dumps(stored, ensure_ascii=False)),
            )
            self.database.execute("delete from term where type = ? and id = ?", (resource_type, id_))
            self.database.executemany(
                "insert into term values (?, ?, ?, ?, ?, ?, ?)",
                [
                    (resource_type, id_, term.parameter, term.value, term.system, term.low, term.high)
                    for term in search.terms(stored)
                ],
            )
        return stored

    def matching(
        self, resource_type: str, parameters: list[tuple[str, str]], *, count: int = -1, offset: int = 0
    ) -> list[Resource]:
        """The resources that fulfil every parameter, in the order of their ids."""
        clauses, values = ["type = ?"], [resource_type]
        for parameter, text in parameters:
            if parameter == "_id":
                clauses.append("id in (select value from json_each(?))")
                values.append(json.dumps(text.split(",")))
                continue
            sql, arguments = search.condition(resource_type, parameter, text)
            clauses.append(f"id in (select id from term where type = ? and {sql})")  # noqa: S608  # of constants
            values += [resource_type, *arguments]
        query = f"select body from resource where {' and '.join(clauses)} order by id limit ? offset ?"  # noqa: S608  # of constants
        with self.lock:
            rows = self.database.execute(query, (*values, count, offset)).fetchall()
        return [json.loads(body) for (body,) in rows]
