"""Feed files: records streamed into shards, finished together, moved into place whole.

The number of shards stands in the first line of each file and is known only at the end, so room is left for it.
"""

import gzip
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from secrets import randbelow
from typing import BinaryIO

# Some 200 bytes a record: far below Google's 200 MB a file after compression, and few enough files.
RECORDS_PER_SHARD = 500_000
PLACE_FOR_TOTAL = 6
# Google keeps these as 64-bit numbers and JavaScript does not: below 2^53 everybody agrees.
LARGEST_NONCE = 2**53 - 1
COMPRESSION = 6


@dataclass
class ShardedFeed:
    """One feed being written. `opening` and `closing` wrap the records of a shard."""

    kind: str
    folder: Path
    timestamp: int
    opening: bytes
    closing: bytes
    records_per_shard: int = RECORDS_PER_SHARD
    nonce: int = field(default_factory=lambda: randbelow(LARGEST_NONCE) + 1)
    records: int = 0
    shards: list[Path] = field(default_factory=list)
    file: BinaryIO | None = None
    in_shard: int = 0

    def write(self, records: Iterable[bytes]) -> None:
        """Add records, each a JSON object; a shard is begun when the last one is full."""
        batch = list(records)
        while batch:
            file = self.current()
            room = self.records_per_shard - self.in_shard
            part, batch = batch[:room], batch[room:]
            if self.in_shard:
                file.write(b",\n")
            file.write(b",\n".join(part))
            self.in_shard += len(part)
            self.records += len(part)

    def current(self) -> BinaryIO:
        if self.file is None or self.in_shard >= self.records_per_shard:
            self.end_shard()
            path = self.folder / f"{self.kind}.{len(self.shards)}"
            self.file = path.open("wb", buffering=1 << 20)
            self.file.write(self.head(len(self.shards), 0))
            self.shards.append(path)
            self.in_shard = 0
        return self.file

    def end_shard(self) -> None:
        if self.file is not None:
            self.file.write(self.closing)
            self.file.close()
            self.file = None

    def head(self, number: int, total: int) -> bytes:
        metadata = (
            f'{{"metadata":{{"processing_instruction":"PROCESS_AS_COMPLETE","shard_number":{number},'
            f'"total_shards":{total:>{PLACE_FOR_TOTAL}},"nonce":"{self.nonce}",'
            f'"generation_timestamp":{self.timestamp}}},\n'
        )
        return metadata.encode() + self.opening

    def finish(self, *, compress: bool) -> list[Path]:
        """Close the feed and give its files their names; at least one, which may be empty."""
        self.current()
        self.end_shard()
        total = len(self.shards)
        finished = []
        for number, path in enumerate(self.shards):
            with path.open("r+b") as file:
                file.write(self.head(number, total))
            named = self.folder / f"{self.kind}_{self.timestamp}_{number:04}_{total:04}.json"
            path.rename(named)
            finished.append(compressed(named) if compress else named)
        return finished

    def abandon(self) -> None:
        if self.file is not None:
            self.file.close()


def compressed(path: Path) -> Path:
    target = path.with_name(path.name + ".gz")
    with path.open("rb") as plain, gzip.open(target, "wb", compresslevel=COMPRESSION) as packed:
        shutil.copyfileobj(plain, packed, 1 << 20)
    path.unlink()
    return target


def move_into_place(files: Iterable[Path], folder: Path) -> list[Path]:
    """Each file appears whole or not at all: the temporary folder is on the same file system."""
    placed = []
    for file in files:
        target = folder / file.name
        os.replace(file, target)
        placed.append(target)
    return placed
