"""The processes of `make demo` live and die together."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from django.core.management import CommandError, call_command

from demo.process_tree import ChildEnded, ProcessTree

FOR_EVER = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(600)"]
PARENT = """
import sys, time
from pathlib import Path
from demo.process_tree import ProcessTree
with ProcessTree(Path(sys.argv[1]), {}) as tree:
    tree.start("child", [sys.executable, "-c", "import time; time.sleep(600)"])
    print(tree.children["child"].pid, flush=True)
    time.sleep(600)
"""


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(fact):
    deadline = time.monotonic() + 20
    while not fact() and time.monotonic() < deadline:
        time.sleep(0.05)
    return fact()


@pytest.fixture
def tree(tmp_path):
    return ProcessTree(tmp_path / "log", os.environ)


def test_all_are_ended_when_the_block_is_left(tree):
    with tree:
        for name in ("worker", "web"):
            tree.start(name, FOR_EVER)
        tree.check()

    assert [child.returncode for child in tree.children.values()] == [-signal.SIGTERM, -signal.SIGTERM]


def serve_until_somebody_presses_ctrl_c(tree):
    with tree:
        tree.start("web", FOR_EVER)
        raise KeyboardInterrupt


def test_all_are_ended_by_an_error_in_the_block(tree):
    with pytest.raises(KeyboardInterrupt):
        serve_until_somebody_presses_ctrl_c(tree)

    assert not is_running(tree.children["web"].pid)


def test_one_that_stops_by_itself_is_named_with_its_last_words(tree):
    with tree:
        tree.start("web", FOR_EVER)
        tree.start("worker", [sys.executable, "-c", "import sys; sys.exit('the disk is full')"])
        tree.children["worker"].wait()

        with pytest.raises(ChildEnded, match=r"worker ended with status 1; .*\nthe disk is full"):
            tree.check()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells children of their parent's death")
def test_children_of_a_killed_parent_are_ended(tmp_path):
    with subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE) as parent:
        child = int(parent.stdout.readline())
        parent.kill()

    assert wait_until(lambda: not is_running(child))


def bind_above_a_free_port(other):
    """Any port above one that nobody happens to use at this moment."""
    for port in range(20_001, 30_001, 2):
        try:
            with socket.socket() as below:
                below.bind(("127.0.0.1", port - 1))
            other.bind(("127.0.0.1", port))
        except OSError:
            continue
        return port
    pytest.fail("every port is taken")


@pytest.mark.parametrize("offset", [0, 1])
def test_taken_port_is_named_before_anything_is_started(offset, settings):
    settings.MIS_CONNECTIONS = {"north": {}}
    with socket.socket() as other:
        taken = bind_above_a_free_port(other)

        with pytest.raises(CommandError, match=rf"Port {taken} is taken .* make demo PORT=9000"):
            call_command("serve_demo", port=taken - offset)
