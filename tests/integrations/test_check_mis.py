import pytest
from django.core.management import CommandError, call_command


def test_running_system_is_up(branch, capsys):
    call_command("check_mis")

    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("north: up, ")
    assert line.endswith("0 waiting, 0 parked")


def test_silent_system_ends_with_an_error(branch, capsys):
    branch.fault("down")
    branch.book()

    with pytest.raises(CommandError, match="north"):
        call_command("check_mis")

    assert "north: down: Answered 503" in capsys.readouterr().out


def test_unknown_connection_is_said_so(branch):
    with pytest.raises(CommandError, match="No such connection: west"):
        call_command("check_mis", "west")
