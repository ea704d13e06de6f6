"""Results: the sheets, the latest value of everything, one sheet, and the course of one analyte."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabinet.navigation import cabinet_page
from cabinet.person import access_for, shown_person, signed_in
from cabinet.presenters import trend_chart as geometry
from cabinet.presenters.file import document_words
from cabinet.presenters.readings import ReadingWords, day_of, figure, latest_words, moment_of, words_of
from cabinet.presenters.trend_chart import trend_chart
from records.codes import DiagnosticReportStatus
from records.errors import NoSuchRecord
from records.services import latest_results, report_lines, report_sheet, reports_of, trend
from records.shown import Group, ReportLine, Sheet

PER_PAGE = 20
#: Statuses that a patient must know of; a final report needs no word for it.
_STATUS_TONES = {
    DiagnosticReportStatus.REGISTERED: "info",
    DiagnosticReportStatus.PARTIAL: "info",
    DiagnosticReportStatus.PRELIMINARY: "info",
    DiagnosticReportStatus.AMENDED: "plum",
    DiagnosticReportStatus.CORRECTED: "plum",
    DiagnosticReportStatus.APPENDED: "plum",
    DiagnosticReportStatus.CANCELLED: "danger",
}


@dataclass(frozen=True, slots=True)
class LineWords:
    line: ReportLine
    when: str
    summary: str
    status: str
    tone: str


@dataclass(frozen=True, slots=True)
class GroupWords:
    group: Group
    readings: list[ReadingWords]

    @property
    def has_heading(self) -> bool:
        """A single measurement under its own name needs no second one."""
        return len(self.readings) != 1 or self.readings[0].name != self.group.name


@signed_in
def reports(request: HttpRequest) -> HttpResponse:
    person = shown_person(request)
    page = Paginator(reports_of(person), PER_PAGE).get_page(request.GET.get("page"))
    lines = report_lines(access_for(request, person), page.object_list)
    return cabinet_page(
        request,
        "cabinet/records/reports.html",
        section="results",
        lines=[_line_words(line) for line in lines],
        page_obj=page,
    )


@signed_in
def latest(request: HttpRequest) -> HttpResponse:
    person = shown_person(request)
    found = latest_results(access_for(request, person), person)
    return cabinet_page(
        request,
        "cabinet/records/latest.html",
        section="results",
        results=[latest_words(item) for item in found],
        out_of_range=sum(item.reading.is_out_of_range for item in found),
    )


@signed_in
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    person = shown_person(request)
    try:
        sheet = report_sheet(access_for(request, person), person, report_id)
    except NoSuchRecord as error:
        raise Http404 from error
    return cabinet_page(
        request,
        "cabinet/records/report.html",
        section="results",
        sheet=sheet,
        when=moment_of(sheet.taken),
        documents=[document_words(document) for document in sheet.documents],
        groups=[
            GroupWords(group, [words_of(reading) for reading in group.readings]) for group in sheet.groups
        ],
        status_words=_status_words(sheet),
        tone=_tone(sheet),
    )


@signed_in
def course(request: HttpRequest, observation_id: UUID) -> HttpResponse:
    """One analyte over time. The address names a measurement, never the analyte."""
    person = shown_person(request)
    try:
        found = trend(access_for(request, person), person, observation_id)
    except NoSuchRecord as error:
        raise Http404 from error
    readings = [words_of(reading) for reading in found.readings]
    drawn = [reading for reading in readings if reading.reading.number and reading.unit == found.unit]
    return cabinet_page(
        request,
        "cabinet/records/course.html",
        section="results",
        trend=found,
        chart=trend_chart(found.readings, found.unit),
        geometry=geometry,
        newest=readings[-1],
        readings=readings[::-1],
        sentence=_sentence(drawn),
        not_drawn=len(readings) - len(drawn),
    )


def _line_words(line: ReportLine) -> LineWords:
    values = ngettext("%(count)s value", "%(count)s values", line.values) % {"count": line.values}
    parts = [values] if line.values else []
    if line.out_of_range:
        parts.append(
            ngettext("%(count)s out of range", "%(count)s out of range", line.out_of_range)
            % {"count": line.out_of_range}
        )
    if line.has_conclusion:
        parts.append(_("conclusion"))
    return LineWords(
        line=line,
        when=day_of(line.taken),
        summary=" · ".join(parts),
        status=_status_words(line),
        tone=_tone(line),
    )


def _status_words(report: ReportLine | Sheet) -> str:
    status = DiagnosticReportStatus(report.status)
    return "" if status == DiagnosticReportStatus.FINAL else str(status.label)


def _tone(report: ReportLine | Sheet) -> str:
    return _STATUS_TONES.get(DiagnosticReportStatus(report.status), "")


def _sentence(drawn: list[ReadingWords]) -> str:
    """The chart in words, for those who cannot see it."""
    if len(drawn) < 2:
        return ""
    numbers = [one.reading.number.value for one in drawn if one.reading.number]
    told = {
        "count": len(drawn),
        "first": drawn[0].when,
        "last": drawn[-1].when,
        "least": figure(min(numbers)),
        "most": figure(max(numbers)),
        "unit": drawn[-1].unit,
        "newest": drawn[-1].value_with_unit,
    }
    sentence = (
        ngettext(
            "%(count)s measurement from %(first)s to %(last)s, between %(least)s and %(most)s %(unit)s; "
            "the newest is %(newest)s",
            "%(count)s measurements from %(first)s to %(last)s, between %(least)s and %(most)s %(unit)s; "
            "the newest is %(newest)s",
            len(drawn),
        )
        % told
    )
    verdict = drawn[-1].verdict.lower()
    return f"{sentence}, {verdict}." if verdict else f"{sentence}."
