from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.fhir_import.resources import (
    OBSERVATION,
    ORGANIZATION,
    PATIENT,
    PRACTITIONER,
    bundle,
    changed,
    write,
)

pytestmark = pytest.mark.django_db


def import_fhir(*paths, **options):
    """Output, complaints and the exit status of `manage.py import_fhir`."""
    stdout, stderr = StringIO(), StringIO()
    status = 0
    try:
        call_command(
            "import_fhir", *map(str, paths), stdout=stdout, stderr=stderr, skip_checks=True, **options
        )
    except CommandError as error:
        status = error.returncode
        stderr.write(str(error))
    return stdout.getvalue(), stderr.getvalue(), status


def cells(output):
    """The rows of the table: resource type → created, changed, unchanged, refused, not kept."""
    rows = [line.rsplit(maxsplit=5) for line in output.splitlines()]
    return {
        row[0]: [0 if cell == "·" else int(cell) for cell in row[1:]] for row in rows[1:] if len(row) == 6
    }


def test_good_file_ends_with_zero(tmp_path):
    path = write(
        tmp_path / "a.json", bundle(PATIENT, changed(OBSERVATION, encounter=None), {"resourceType": "Goal"})
    )

    output, complaints, status = import_fhir(path)

    assert (complaints, status) == ("", 0)
    assert cells(output) == {
        "Goal": [0, 0, 0, 0, 1],
        "Observation": [1, 0, 0, 0, 0],
        "Patient": [1, 0, 0, 0, 0],
        "Total": [2, 0, 0, 0, 1],
    }


def test_refused_entry_ends_with_three(tmp_path):
    path = write(
        tmp_path / "a.json", bundle(PATIENT, OBSERVATION, changed(OBSERVATION, id="bad", status="x"))
    )

    output, complaints, status = import_fhir(path)

    assert status == 3
    assert cells(output)["Total"] == [2, 0, 0, 1, 0]
    assert (
        'a.json: entry[2] Observation/bad: refused: Observation.status "x" is not one of registered'
        in complaints
    )
    assert complaints.endswith("1 entry was refused, see above")


def test_file_that_is_not_json_ends_with_one_and_the_others_are_done(tmp_path):
    bad, good = write(tmp_path / "bad.json", "not JSON"), write(tmp_path / "good.json", bundle(PATIENT))

    output, complaints, status = import_fhir(bad, good)

    assert status == 1
    assert cells(output)["Patient"] == [1, 0, 0, 0, 0]
    assert f"{bad}: is not JSON: Expecting value in line 1, column 1" in complaints
    assert "Traceback" not in complaints


def test_zone_that_does_not_exist_is_wrong_usage(tmp_path):
    _, complaints, status = import_fhir(write(tmp_path / "a.json", PATIENT), time_zone="Mars/Olympus")

    assert (status, complaints) == (2, "--time-zone: 'Mars/Olympus' is not in the IANA database")


def test_quiet_run_says_only_what_went_wrong(tmp_path):
    path = write(tmp_path / "a.json", bundle(changed(PATIENT, telecom=[{"system": "phone", "value": "?"}])))

    assert "not a phone number" in import_fhir(path)[1]
    assert import_fhir(path, quiet=True)[1:] == ("", 0)


def test_new_doctors_and_branches_are_announced(tmp_path, settings):
    settings.OUTBOX_SUBSCRIBERS = {
        event: [f"{__name__}.note"] for event in ("practitioner.registered", "location.registered")
    }
    noted.clear()

    path = write(tmp_path / "a.json", bundle(ORGANIZATION, PRACTITIONER))
    output = import_fhir(path)[0]
    import_fhir(path)

    assert sorted(noted) == ["location.registered", "practitioner.registered"]
    assert "2 draft pages" in output


noted: list[str] = []


def note(message):
    noted.append(message.event)


class TeletypeStream(StringIO):
    def isatty(self):
        return True


def test_progress_on_a_terminal_is_one_line_that_is_wiped(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "integrations.management.commands.import_fhir.Terminal._SECONDS_BETWEEN_DRAWINGS", 0.0
    )
    stderr = TeletypeStream()

    call_command(
        "import_fhir",
        str(write(tmp_path / "a.json", bundle(PATIENT))),
        stdout=StringIO(),
        stderr=stderr,
        skip_checks=True,
    )

    assert "1 of 1 entries" in stderr.getvalue()
    assert stderr.getvalue().endswith("\r")
    assert "\n" not in stderr.getvalue()


def test_progress_elsewhere_is_a_line_now_and_then(tmp_path, monkeypatch):
    monkeypatch.setattr("integrations.management.commands.import_fhir.Terminal._SECONDS_BETWEEN_LINES", 0.0)

    complaints = import_fhir(write(tmp_path / "a.json", bundle(PATIENT)))[1]

    assert complaints.splitlines() == ["1 of 1 entries (people and places)"]


def test_progress_goes_on_while_draft_pages_are_written(tmp_path, monkeypatch, settings):
    monkeypatch.setattr("integrations.management.commands.import_fhir.Terminal._SECONDS_BETWEEN_LINES", 0.0)
    settings.OUTBOX_SUBSCRIBERS = {"practitioner.registered": [f"{__name__}.note"]}

    output, complaints, _ = import_fhir(write(tmp_path / "a.json", bundle(PRACTITIONER)))

    assert complaints.splitlines()[-1] == "1 of 1 draft pages"
    assert "1 draft page waits for the editors" in output
