"""`python -m bench [name …]`: run the named measurements, or all; each is a module here with `TITLE` and `measure()`."""

import importlib
import os
import pkgutil
import sys

import django

import bench
from bench.figures import print_report

NOT_MEASUREMENTS = {"__main__", "figures"}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    known = [
        module.name for module in pkgutil.iter_modules(bench.__path__) if module.name not in NOT_MEASUREMENTS
    ]
    measurements = [name for name in known if hasattr(_module(name), "measure")]
    unknown = set(sys.argv[1:]) - set(measurements)
    if unknown:
        print(
            f"No such measurement: {', '.join(sorted(unknown))}. There are: {', '.join(measurements)}.",
            file=sys.stderr,
        )
        return 2
    for name in sys.argv[1:] or measurements:
        module = _module(name)
        print_report(module.TITLE, module.measure())
    return 0


def _module(name: str):
    return importlib.import_module(f"bench.{name}")


if __name__ == "__main__":
    sys.exit(main())
