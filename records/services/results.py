"""Reading results. Each function opens what it shows at once, which writes the access events for the
patient.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from people.access import Access, Opened, open_fields, open_together
from people.models import Patient
from records.codes import ENTERED_IN_ERROR, ObservationStatus
from records.errors import NoSuchRecord
from records.models import DiagnosticReport, Observation
from records.rules import direction, is_critical, judge, read_limit, read_number
from records.services.documents import DOCUMENT_FIELDS, shown_document
from records.services.moments import taken
from records.shown import Group, Latest, Reading, ReportLine, Sheet, Trend

_SEALED = ("value", "value_text", "interpretation", "comment")
#: More than a chart or a person can use; the newest are shown.
MOST_IN_A_TREND = 500
#: A test that is ordered or was called off has no result to compare.
_WITHOUT_RESULT = (ObservationStatus.REGISTERED, ObservationStatus.CANCELLED)
#: What measurements must share to be compared: their code, or their name where the laboratory gave no code.
_ANALYTE = (
    F("code_system"),
    F("code"),
    Case(When(code="", then=F("code_display")), default=Value(""), output_field=CharField()),
)


def reports_of(patient: Patient) -> QuerySet[DiagnosticReport]:
    """The sheets of a patient, the newest first; for paging. Opens nothing."""
    return (
        DiagnosticReport.objects.filter(patient=patient)
        .exclude(status=ENTERED_IN_ERROR)
        .select_related("performer", "encounter__location")
        .order_by(F("effective").desc(nulls_last=True), F("issued").desc(nulls_last=True), "pk")
    )


def report_lines(access: Access, reports: Iterable[DiagnosticReport]) -> list[ReportLine]:
    """A page of sheets, with how many values each has and how many of them are out of range."""
    rows = list(reports)
    measured = _measurements_on(rows)
    distinct = {row.pk: row for listed in measured.values() for row in listed}
    readings = _readings(open_fields(access, distinct.values(), _SEALED))
    return [
        ReportLine(
            id=row.pk,
            name=row.code_display or row.code,
            status=row.status,
            taken=taken(row, "effective"),
            issued=row.issued,
            performer=_performer(row),
            values=sum(
                _says_something(reading) for reading in (readings[leaf.pk] for leaf in measured[row.pk])
            ),
            out_of_range=sum(readings[leaf.pk].is_out_of_range for leaf in measured[row.pk]),
            has_conclusion=row.conclusion is not None,
        )
        for row in rows
    ]


def report_sheet(access: Access, patient: Patient, report_id: UUID) -> Sheet:
    """A report with its results, conclusion and printed forms.

    :raises NoSuchRecord: the patient has none of this id, or it was withdrawn.
    """
    row = reports_of(patient).filter(pk=report_id).first()
    if row is None:
        raise NoSuchRecord("The patient has no such report.")
    measured = _measurements_on([row])[row.pk]
    attached = row.documents.exclude(status=ENTERED_IN_ERROR).select_related("encounter__location")
    observations, [report], documents = open_together(
        access, (measured, _SEALED), ([row], ["conclusion"]), (attached, DOCUMENT_FIELDS)
    )
    readings = _readings(observations)
    return Sheet(
        id=row.pk,
        name=row.code_display or row.code,
        status=row.status,
        taken=taken(row, "effective"),
        issued=row.issued,
        performer=_performer(row),
        conclusion=report.conclusion or "",
        groups=_groups(measured, readings),
        documents=[shown_document(opened) for opened in documents],
    )


def latest_results(access: Access, patient: Patient) -> list[Latest]:
    """The newest value of every analyte and how it moved since the one before; by name."""
    age = Window(
        RowNumber(),
        partition_by=_ANALYTE,
        order_by=[F("effective").desc(nulls_last=True), F("issued").desc(nulls_last=True), F("pk").desc()],
    )
    rows = _results_of(patient).annotate(age=age).filter(age__lte=2).order_by("age")
    opened = open_fields(access, rows, _SEALED)
    readings = _readings(opened)
    by_analyte: defaultdict[tuple[str, ...], list[Reading]] = defaultdict(list)
    for one in opened:
        by_analyte[_analyte(one.record)].append(readings[one.record.pk])
    found = [_latest(newest, *earlier) for newest, *earlier in by_analyte.values()]
    return sorted(found, key=lambda latest: latest.reading.name.casefold())


def trend(access: Access, patient: Patient, observation_id: UUID) -> Trend:
    """Every measurement of what this observation measured, the oldest first.

    Asked by observation, because an address must not tell which analyte a patient looks at.

    :raises NoSuchRecord: the patient has no such measurement, or it was withdrawn.
    """
    asked = _results_of(patient).filter(pk=observation_id).first()
    if asked is None:
        raise NoSuchRecord("The patient has no such measurement.")
    same = Q(code_system=asked.code_system, code=asked.code)
    if not asked.code:
        same &= Q(code_display=asked.code_display)
    newest = (
        _results_of(patient).filter(same).order_by(F("effective").desc(nulls_last=True), "-issued", "-pk")
    )
    opened = open_fields(access, reversed(newest[:MOST_IN_A_TREND]), _SEALED)
    readings = _readings(opened)
    last = readings[opened[-1].record.pk]
    return Trend(name=last.name, unit=last.unit, readings=list(readings.values()))


# --- Parts
# ----------------------------------------------------------------------------------------------------


def _results_of(patient: Patient) -> QuerySet[Observation]:
    """What has been measured: values and components, without what was withdrawn, only ordered or called
    off.
    """
    return (
        Observation.objects.filter(patient=patient)
        .exclude(status__in=(ENTERED_IN_ERROR, *_WITHOUT_RESULT))
        .filter(Q(value__isnull=False) | Q(value_text__isnull=False))
        .select_related("encounter__location")
    )


def _measurements_on(reports: Sequence[DiagnosticReport]) -> dict[UUID, list[Observation]]:
    """The measurements of each sheet in its order, every one followed by its components. One query."""
    rows = (
        # The patients narrow the search: their index serves it, and the sheet is then one of a few.
        Observation.objects.filter(patient__in={report.patient_id for report in reports})
        .annotate(
            sheet=Coalesce("report_rows__report_id", "component_of__report_rows__report_id"),
            line=Coalesce("report_rows__position", "component_of__report_rows__position"),
        )
        .filter(sheet__in=[report.pk for report in reports])
        .exclude(status=ENTERED_IN_ERROR)
        .select_related("encounter__location")
        .order_by("line", F("component_of").asc(nulls_first=True), "position")
    )
    measured: dict[UUID, list[Observation]] = {report.pk: [] for report in reports}
    for row in rows:
        measured[row.sheet].append(row)
    return measured


def _readings(opened: Iterable[Opened]) -> dict[UUID, Reading]:
    return {one.record.pk: _reading(one) for one in opened}


def _reading(opened: Opened) -> Reading:
    row: Observation = opened.record
    number = read_number(opened.value) if opened.value else None
    low, high = read_limit(row.reference_low), read_limit(row.reference_high)
    interpretation = opened.interpretation or ""
    return Reading(
        id=row.pk,
        name=row.code_display or row.code,
        code_system=row.code_system,
        code=row.code,
        number=number,
        text=opened.value_text or "",
        unit=row.unit,
        low=low,
        high=high,
        range_text=row.reference_text,
        interpretation=interpretation,
        verdict=judge(number, low=low, high=high, interpretation=interpretation),
        is_critical=is_critical(interpretation),
        status=row.status,
        absent_reason=row.absent_reason,
        taken=taken(row, "effective"),
        method=row.method,
        comment=opened.comment or "",
    )


def _groups(rows: Iterable[Observation], readings: dict[UUID, Reading]) -> list[Group]:
    """Components stand under the name of their whole; a whole that has a value of its own stands by itself."""
    groups: dict[UUID, Group] = {}
    for row in rows:
        reading = readings[row.pk]
        if row.component_of_id is None:
            own = [reading] if _says_something(reading) or reading.absent_reason else []
            groups[row.pk] = Group(reading.name, own, reading.comment)
        else:
            whole = groups[row.component_of_id]
            groups[row.component_of_id] = Group(whole.name, [*whole.readings, reading], whole.comment)
    return [group for group in groups.values() if group.readings or group.comment]


def _latest(newest: Reading, previous: Reading | None = None) -> Latest:
    comparable = previous is not None and previous.unit == newest.unit
    moved = direction(previous.number, newest.number) if previous and comparable else None
    return Latest(newest, previous, moved)


def _analyte(row: Observation) -> tuple[str, ...]:
    return row.code_system, row.code, "" if row.code else row.code_display


def _says_something(reading: Reading) -> bool:
    return reading.number is not None or bool(reading.text)


def _performer(row: DiagnosticReport) -> str:
    return row.performer.name if row.performer else row.performer_name
