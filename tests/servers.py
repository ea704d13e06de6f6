"""Run a command with the settings of the servers that answer on this machine.

`python -m tests.servers -- pytest …` points DATABASE_URL at PostgreSQL, REDIS_URL at Redis and CELERY_BROKER_URL at RabbitMQ. Where one
of them is silent the command is skipped with the reason, except in CI, where its absence is a failure.
"""

import os
import socket
import subprocess
import sys

SERVERS = {
    "PostgreSQL": (5432, "DATABASE_URL", "postgres://postgres@127.0.0.1:5432/portal"),
    "Redis": (6379, "REDIS_URL", "redis://127.0.0.1:6379/5"),
    "RabbitMQ": (5672, "CELERY_BROKER_URL", "amqp://guest:guest@127.0.0.1:5672//"),
}


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main() -> int:
    command = sys.argv[sys.argv.index("--") + 1 :]
    silent = [name for name, (port, _, _) in SERVERS.items() if not answers(port)]
    if silent:
        print(f"Not answering on this machine: {', '.join(silent)}", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    environment = {variable: url for _, variable, url in SERVERS.values()}
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
