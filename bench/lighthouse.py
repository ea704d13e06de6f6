"""Google's Lighthouse, as a phone on a slow network sees the demonstration clinic: one page of each main kind.

Measures the portal at the address in `PORTAL_URL`, or else loads and serves one of its own, which takes a minute.
Lighthouse is a hundred packages that nothing else needs, so it is installed by hand, anywhere on PATH or in `site/`:
`npm --prefix site install --no-save lighthouse`.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from bench.figures import Figure
from tests.browser.demonstration import FLAGS, ROOT
from tests.browser.screenshots import LANGUAGES, portal_at, public_paths

TITLE = "Lighthouse, mobile"
#: Category → least score.
BUDGET = {"accessibility": 100, "seo": 100, "best-practices": 100, "performance": 95}
#: Kind → section of the site and how deep below the root of the host.
KINDS = {
    "home": ("", 1),
    "doctors": ("doctors", 2),
    "doctor": ("doctors", 3),
    "service": ("services", 4),
    "prices": ("prices", 2),
    "branch": ("branches", 3),
    "article": ("blog", 4),
}
#: Kind → address below the language's. These pages ask search engines to stay away, which Lighthouse counts as a fault.
HIDDEN = {"search": f"search/?q={quote('кардиолог')}", "booking": "booking/"}
SECONDS = 180


def measure() -> list[Figure]:
    command, chromium = _lighthouse(), shutil.which("chromium")
    if command is None or chromium is None:
        lacking = "lighthouse" if command is None else "chromium"
        return [Figure("every page", _said(BUDGET), f"not measured: {lacking} is not installed")]
    with portal_at(os.environ.get("PORTAL_URL")) as url:
        return [
            _figure(f"{kind}, {language}", f"{url}{path}", [*command, f"--chrome-path={chromium}"], budget)
            for language in LANGUAGES
            for kind, path, budget in _pages(url, language)
        ]


def _lighthouse() -> list[str] | None:
    installed = ROOT / "site" / "node_modules" / "lighthouse" / "cli" / "index.js"
    if installed.exists():
        return ["node", str(installed)]
    found = shutil.which("lighthouse")
    return [found] if found else None


def _pages(url: str, language: str) -> list[tuple[str, str, dict[str, int]]]:
    shapes = {_shape(path): path for path in public_paths(url, language)}
    shown = [(kind, shapes[shape], BUDGET) for kind, shape in KINDS.items()]
    indexed_aside = {name: score for name, score in BUDGET.items() if name != "seo"}
    return shown + [(kind, f"/{language}/{path}", indexed_aside) for kind, path in HIDDEN.items()]


def _shape(path: str) -> tuple[str, int]:
    parts = path.strip("/").split("/")
    return (parts[1] if len(parts) > 1 else "", len(parts))


def _figure(work: str, address: str, command: list[str], budget: dict[str, int]) -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        options = [
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            f"--only-categories={','.join(budget)}",
            f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
        ]
        run = subprocess.run(
            [*command, address, *options], capture_output=True, text=True, timeout=SECONDS, check=False
        )
        if not report.exists():
            return Figure(work, _said(budget), f"not measured: {run.stderr.strip()[-200:]}")
        result = json.loads(report.read_text())
    if "runtimeError" in result:
        return Figure(work, _said(budget), f"not measured: {result['runtimeError']['message']}")
    scores = {name: round(result["categories"][name]["score"] * 100) for name in budget}
    paint, blocked = (
        result["audits"][name]["displayValue"].replace("\xa0", " ")
        for name in ("largest-contentful-paint", "total-blocking-time")
    )
    # Blocking time is this machine's as much as the page's: with other work on it, performance says little.
    return Figure(work, _said(budget), _said(scores), f"largest paint after {paint}, blocked for {blocked}")


def _said(scores: dict[str, int]) -> str:
    return ", ".join(f"{score} {name}" for name, score in scores.items())
