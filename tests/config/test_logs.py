"""What a production server writes to its log."""

import logging
import sys

from config.logs import WithoutValues

CANARY = "Канарейкина"


def logged(raising):
    try:
        raising()
    except Exception:
        record = logging.LogRecord("people", logging.ERROR, __file__, 1, "It broke", (), sys.exc_info())
    return WithoutValues("%(levelname)s %(message)s").format(record)


def read():
    raise ValueError(f"cannot read {CANARY}")


def read_for_somebody():
    try:
        read()
    except ValueError as error:
        raise LookupError(f"{CANARY} is not known") from error


def read_while_mending():
    try:
        read()
    except ValueError:
        raise LookupError(CANARY)  # noqa: B904 - the context is what is tested


def test_error_leaves_its_kind_and_its_place_but_not_its_text():
    text = logged(read)

    assert text.splitlines()[0] == "ERROR It broke"
    assert text.splitlines()[-1] == "builtins.ValueError"
    assert "in read\n" in text
    assert CANARY not in text


def test_causes_are_told_the_same_way():
    for raising in (read_for_somebody, read_while_mending):
        text = logged(raising)

        kinds = [line for line in text.splitlines() if line.startswith(("builtins.", "which"))]
        assert kinds == ["builtins.ValueError", "which led to", "builtins.LookupError"]
        assert CANARY not in text
