"""`python -m simulators.fhir_mis --port 8001 --state DIR [--seed FILE] [--token SECRET]`"""

import argparse
import signal
import sys
from pathlib import Path
from threading import Thread

from simulators.fhir_mis.seed import SeedRefused, plant
from simulators.fhir_mis.server import Server


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="simulators.fhir_mis", description="A simulated MIS: FHIR R4 scheduling."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True, help="folder of its memory and its misfortunes")
    parser.add_argument("--seed", type=Path, help="FHIR Bundle with doctors, places and schedules")
    parser.add_argument("--token", default="", help="bearer token that every request must bear")
    arguments = parser.parse_args()
    server = Server((arguments.host, arguments.port), arguments.state, token=arguments.token)
    if arguments.seed:
        try:
            print(f"{plant(server.store, arguments.seed)} resources planted", flush=True)  # noqa: T201
        except SeedRefused as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 1
    for number in (signal.SIGINT, signal.SIGTERM):
        # shutdown() waits for the serving loop, which runs in this very thread.
        signal.signal(number, lambda *_: Thread(target=server.shutdown).start())
    print(f"Simulated MIS at {server.base_url}", flush=True)  # noqa: T201
    server.serve_forever()
    server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
