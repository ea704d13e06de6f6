"""The races of `make races`, for a few seconds, against both databases."""

import os
import subprocess
import sys

import pytest

from tests.servers import answers

POSTGRESQL = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/portal")


@pytest.mark.slow
@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param(POSTGRESQL, marks=pytest.mark.postgres)], ids=["sqlite", "postgresql"]
)
def test_nothing_is_booked_twice_leaked_or_lost(database):
    if not database.startswith("sqlite") and not answers(5432):
        assert not os.environ.get("CI"), "PostgreSQL must answer in CI"
        pytest.skip("PostgreSQL does not answer")
    command = [sys.executable, "-m", "bench.races", "--seconds", "4", "--writers", "6", "--takers", "60"]
    environment = {**os.environ, "DATABASE_URL": database}

    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)

    assert ended.returncode == 0, ended.stdout + ended.stderr[-3000:]
    assert "60 takers of one time: 1 won, 59 were told to choose another" in ended.stdout
    assert "60 takers of 3 seats: 3 won, 57 were told to choose another" in ended.stdout
