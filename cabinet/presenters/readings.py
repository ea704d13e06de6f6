"""Results in words and figures of the active language."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cabinet import words
from cabinet.presenters.number_line import NumberLine, number_line
from records.codes import Comparator, DataAbsentReason, Interpretation, ObservationStatus, Precision
from records.rules import Direction, Number, Verdict, readable
from records.shown import Latest, Reading, Taken

#: Tones of `components/tag.html`.
TONES = {Verdict.WITHIN: "good", Verdict.LOW: "honey", Verdict.HIGH: "honey", Verdict.ABNORMAL: "honey"}
_STATUS_TONES = {
    ObservationStatus.PRELIMINARY: "info",
    ObservationStatus.AMENDED: "plum",
    ObservationStatus.CORRECTED: "plum",
}


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """One measurement as a page shows it."""

    reading: Reading
    value: str
    unit: str
    range: str
    verdict: str
    tone: str
    status: str
    """Said unless the result is final."""
    status_tone: str
    when: str
    line: NumberLine | None

    @property
    def id(self) -> str:
        return str(self.reading.id)

    @property
    def name(self) -> str:
        return self.reading.name

    @property
    def value_with_unit(self) -> str:
        return f"{self.value} {self.unit}".strip()

    @property
    def sentence(self) -> str:
        """For those who hear the number line: everything that it draws."""
        parts = [f"{self.name}: {self.value_with_unit}"]
        if self.range:
            parts.append(_("range %(range)s") % {"range": self.range})
        if self.verdict:
            parts.append(self.verdict.lower())
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class LatestWords:
    words: ReadingWords
    change: str


def words_of(reading: Reading) -> ReadingWords:
    return ReadingWords(
        reading=reading,
        value=value_words(reading),
        unit=reading.unit if reading.number else "",
        range=range_words(reading),
        verdict=verdict_words(reading),
        tone=TONES.get(reading.verdict, "") if not reading.is_critical else "danger",
        status="" if reading.status == ObservationStatus.FINAL else _label(ObservationStatus, reading.status),
        status_tone=_STATUS_TONES.get(ObservationStatus(reading.status), ""),
        when=day_of(reading.taken),
        line=number_line(reading),
    )


def latest_words(latest: Latest) -> LatestWords:
    return LatestWords(words_of(latest.reading), _change(latest))


def value_words(reading: Reading) -> str:
    if reading.number:
        return number_words(reading.number)
    if reading.text:
        # FHIR's valueBoolean is kept as these two words.
        return {"yes": _("Yes"), "no": _("No")}.get(reading.text, reading.text)
    reason = DataAbsentReason.values
    return (
        _label(DataAbsentReason, reading.absent_reason) if reading.absent_reason in reason else _("No value")
    )


def number_words(number: Number) -> str:
    sign = _label(Comparator, number.comparator) + " " if number.comparator else ""
    return sign + figure(number.value)


def figure(value: Decimal) -> str:
    """The number as the active language writes it, with the digits that mean something."""
    return number_format(readable(value))


def range_words(reading: Reading) -> str:
    """3.9 – 6.1; from 3.9; up to 6.1; or the laboratory's own words."""
    if reading.low is not None and reading.high is not None:
        return f"{figure(reading.low)} – {figure(reading.high)}"
    if reading.low is not None:
        return _("from %(low)s") % {"low": figure(reading.low)}
    if reading.high is not None:
        return _("up to %(high)s") % {"high": figure(reading.high)}
    return reading.range_text


def verdict_words(reading: Reading) -> str:
    """In range, below it, above it; or what the laboratory found. Empty when nobody has said."""
    if reading.is_critical or reading.verdict in (Verdict.ABNORMAL, Verdict.UNKNOWN):
        known = reading.interpretation in Interpretation.values
        return _label(Interpretation, reading.interpretation) if known else reading.interpretation
    return {
        Verdict.WITHIN: _("In range"),
        Verdict.LOW: _("Below the range"),
        Verdict.HIGH: _("Above the range"),
    }[reading.verdict]


def day_of(taken: Taken | None) -> str:
    """1 May 2020; May 2020; 2020: as much as is known."""
    if taken is None:
        return ""
    match taken.precision:
        case Precision.YEAR:
            return date_format(taken.at, "Y")
        case Precision.MONTH:
            return date_format(taken.at, pgettext("date format", "F Y"))
    return date_format(taken.at, pgettext("date format", "j F Y"))


def moment_of(taken: Taken | None) -> str:
    """The day, and the time on the clocks of the place where it is known."""
    if taken is None or taken.precision != Precision.INSTANT:
        return day_of(taken)
    return _("%(day)s, %(time)s") % {"day": day_of(taken), "time": words.clock(taken.at)}


def _change(latest: Latest) -> str:
    if latest.previous is None or latest.previous.number is None:
        return ""
    told = {"value": number_words(latest.previous.number), "day": day_of(latest.previous.taken)}
    match latest.direction:
        case Direction.UP:
            return _("Up from %(value)s, %(day)s") % told
        case Direction.DOWN:
            return _("Down from %(value)s, %(day)s") % told
        case Direction.SAME:
            return _("The same as on %(day)s") % told
    return ""


def _label(codes: type, value: str) -> str:
    return str(codes(value).label)
