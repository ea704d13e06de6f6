"""How a measurement is taken and printed."""

import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One row of the report: what was done, what it may cost, what it did cost."""

    work: str
    budget: str
    measured: str
    conditions: str = ""


@dataclass(frozen=True)
class Timing:
    """Wall and processor time of repeated calls, in milliseconds."""

    median_ms: float
    p95_ms: float
    cpu_ms: float

    def __str__(self) -> str:
        return f"{self.median_ms:.2f} ms median, {self.p95_ms:.2f} ms p95, {self.cpu_ms:.2f} ms CPU"


def time_calls(call: Callable[[], object], *, times: int = 50, warm_up: int = 5) -> Timing:
    """Call repeatedly and return median and 95th percentile of the wall time, and the mean processor time of this process."""
    for _ in range(warm_up):
        call()
    walls = []
    cpu_start = time.process_time()
    for _ in range(times):
        start = time.perf_counter()
        call()
        walls.append((time.perf_counter() - start) * 1000)
    cpu_ms = (time.process_time() - cpu_start) * 1000 / times
    return Timing(statistics.median(walls), statistics.quantiles(walls, n=20)[-1], cpu_ms)


def conditions() -> str:
    return (
        f"{platform.machine()}, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    )


def print_report(title: str, figures: list[Figure]) -> None:
    print(f"\n{title} ({conditions()})")
    widths = [max(len(getattr(row, name)) for row in figures) for name in ("work", "budget")]
    for row in figures:
        told = f"  {row.conditions}" if row.conditions else ""
        print(f"  {row.work:<{widths[0]}}  budget {row.budget:<{widths[1]}}  measured {row.measured}{told}")
