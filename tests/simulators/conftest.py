import json
from threading import Thread

import httpx
import pytest

from simulators.fhir_mis.seed import plant
from simulators.fhir_mis.server import Server
from tests.simulators.clinic import bundle


@pytest.fixture
def mis(tmp_path):
    """A running simulated MIS on a free port of this machine, with the small clinic in it."""
    state = tmp_path / "mis"
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps(bundle()))
    server = Server(("127.0.0.1", 0), state, quiet=True)
    plant(server.store, seed)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def http(mis):
    with httpx.Client(
        base_url=mis.base_url, headers={"Content-Type": "application/fhir+json"}, timeout=10
    ) as client:
        yield client
