"""Years of results of the named patients: measured by rule, received the way any other system's are."""

import datetime as dt
import io
import random
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from django.utils import timezone

from booking.models import ServiceRequest
from demo.clinic import Clinic
from demo.crowd import Principal, principals
from demo.identity import key
from demo.loading.people import patient_key
from demo.pictures.cardiogram import cardiogram
from demo.words import Content, Words, read
from people.access import Access
from people.codes import Purpose
from records.codes import LOINC, Precision
from records.models import Observation
from records.received import (
    Code,
    Dosage,
    ExternalRef,
    Measurement,
    Moment,
    Quantity,
    Range,
    ReceivedCondition,
    ReceivedDocument,
    ReceivedEncounter,
    ReceivedImmunization,
    ReceivedInvoice,
    ReceivedInvoiceLine,
    ReceivedObservation,
    ReceivedPrescription,
    ReceivedRecord,
    ReceivedReport,
)
from records.services import known_records, store_records

SYSTEM = "urn:demo:records"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
INTERPRETATION_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
#: How many years the measurements reach back.
YEARS = 5
#: Days since the latest measurement.
LATEST_DAYS = 6
#: Relative size of the chance part of a measured value.
NOISE = 0.03
#: UTC: blood is taken before breakfast in either city, and the sheet is ready after lunch.
MORNING, ISSUED = dt.time(5, 40), dt.time(13, 20)


class Measure(Content):
    loinc: str
    name: Words
    unit: str
    unit_ru: str
    low: float | None
    high: float | None
    digits: int


class Panel(Content):
    code: str
    loinc: str
    name: Words
    measures: tuple[Measure, ...]
    vital: bool = False


class Course(Content):
    every: int
    values: tuple[tuple[float, float], ...]


class Diagnosis(Content):
    icd: str
    name: Words
    days: int
    status: str
    ended: int | None = None


class Prescription(Content):
    doctor: str
    medication: Words
    dosage: Words
    days: int
    status: str
    valid: int | None = None


class Vaccination(Content):
    name: Words
    days: int | None = None
    age_days: int | None = None


class ImagingReport(Content):
    doctor: str
    days: int
    name: Words
    conclusion: Words


class DocumentOnFile(Content):
    """A report in words, or without words an electrocardiogram."""

    days: int
    doctor: str
    loinc: str
    title: Words
    text: Words | None = None


class PastVisit(Content):
    doctor: str
    branch: str
    service: str
    days: int
    title: Words


class ComingVisit(Content):
    patient: str
    doctor: str
    branch: str
    service: str
    after: int


class Referral(Content):
    patient: str
    doctor: str
    service: str
    days: int
    valid: int
    reason: Words


class Conclusions(Content):
    normal: Words
    outside: Words


class Histories(Content):
    panels: tuple[Panel, ...]
    courses: dict[str, dict[str, Course]]
    conclusions: Conclusions
    laboratory: Words
    conditions: dict[str, tuple[Diagnosis, ...]]
    prescriptions: dict[str, tuple[Prescription, ...]]
    immunizations: dict[str, tuple[Vaccination, ...]]
    imaging: dict[str, tuple[ImagingReport, ...]]
    documents: dict[str, tuple[DocumentOnFile, ...]]
    encounters: dict[str, tuple[PastVisit, ...]]
    coming: tuple[ComingVisit, ...]
    referrals: tuple[Referral, ...]


@cache
def histories() -> Histories:
    return read(Histories, "results.yaml")


def load_results(clinic: Clinic, *, anchor: dt.date) -> None:
    access = Access.system("demo", purpose=Purpose.TREATMENT)
    for principal in principals():
        _Chart(clinic, principal, anchor, access).store()
    _load_referrals(anchor)


class _Chart:
    """One patient's file, in the patient's language."""

    def __init__(self, clinic: Clinic, principal: Principal, anchor: dt.date, access: Access) -> None:
        self.clinic = clinic
        self.principal = principal
        self.anchor = anchor
        self.access = access
        self.patient_id = patient_key(principal.code)
        self.doctors = {doctor.code: doctor for doctor in clinic.doctors}

    def store(self) -> None:
        for records in (self._encounters(), self._conditions(), self._vitals(), self._measurements()):
            self._store(list(records))
        for told in (
            self._sheets(),
            self._imaging(),
            self._prescriptions(),
            self._immunizations(),
            self._documents(),
            self._invoices(),
        ):
            self._store(list(told))

    def _store(self, records: Sequence[ReceivedRecord]) -> None:
        store_records(access=self.access, records=records, now=timezone.now())

    def _say(self, words: Words) -> str:
        return words[self.principal.language]

    def _ref(self, *names: object) -> ExternalRef:
        return ExternalRef(SYSTEM, "/".join([self.principal.code, *map(str, names)]))

    def _ago(self, days: int, at: dt.time = MORNING) -> dt.datetime:
        return dt.datetime.combine(self.anchor - dt.timedelta(days=days), at, dt.UTC)

    def _day(self, days: int) -> Moment:
        return Moment(self._ago(days, dt.time(0)), Precision.DAY)

    def _doctor(self, code: str) -> str:
        doctor = self.doctors[code]
        return " ".join(doctor.ru) if self.principal.language == "ru" else f"{doctor.en[1]} {doctor.en[0]}"

    # --- Measured -------------------------------------------------------------------------------------

    def _sheets_measured(self, *, vital: bool) -> Iterator[tuple[Panel, int, list[Measurement]]]:
        """Each panel of the patient's story with the days before the anchor and what was measured."""
        for panel in histories().panels:
            if panel.code not in self.principal.story or panel.vital != vital:
                continue
            course = histories().courses[self.principal.code][panel.code]
            for days in _days_of(course):
                chance = random.Random(f"{self.principal.code} {panel.code} {days}")  # noqa: S311 - invented values
                share = 1 - days / (YEARS * 365)
                yield (
                    panel,
                    days,
                    [
                        self._measurement(measure, _value(measure, first, last, share, chance))
                        for measure, (first, last) in zip(panel.measures, course.values, strict=True)
                    ],
                )

    def _vitals(self) -> Iterator[ReceivedObservation]:
        for panel, days, measured in self._sheets_measured(vital=True):
            yield ReceivedObservation(
                ref=self._ref(panel.code, days),
                patient_id=self.patient_id,
                status="final",
                category="vital-signs",
                measurement=Measurement(code=Code(LOINC, panel.loinc, panel.name.en, self._say(panel.name))),
                components=tuple(measured),
                effective=Moment(self._ago(days)),
            )

    def _measurements(self) -> Iterator[ReceivedObservation]:
        for panel, days, measured in self._sheets_measured(vital=False):
            for one in measured:
                yield ReceivedObservation(
                    ref=self._ref(panel.code, one.code.code, days),
                    patient_id=self.patient_id,
                    status="final",
                    category="laboratory",
                    measurement=one,
                    effective=Moment(self._ago(days)),
                    issued=self._ago(days, ISSUED),
                    performer_name=self._say(histories().laboratory),
                )

    def _sheets(self) -> Iterator[ReceivedReport]:
        """The reports of the measurements, which are stored by now."""
        conclusions = histories().conclusions
        for panel, days, measured in self._sheets_measured(vital=False):
            refs = [self._ref(panel.code, one.code.code, days) for one in measured]
            known = known_records(Observation, refs)
            outside = any(one.interpretation.code in ("L", "H") for one in measured)
            yield ReceivedReport(
                ref=self._ref("report", panel.code, days),
                patient_id=self.patient_id,
                status="final",
                code=Code(LOINC if panel.loinc else "", panel.loinc, "", self._say(panel.name)),
                category="LAB",
                effective=Moment(self._ago(days)),
                issued=self._ago(days, ISSUED),
                conclusion=self._say(conclusions.outside if outside else conclusions.normal),
                performer_name=self._say(histories().laboratory),
                result_ids=tuple(known[ref].object_id for ref in refs),
            )

    def _measurement(self, measure: Measure, value: Decimal) -> Measurement:
        low, high = (
            Decimal(f"{edge:g}") if edge is not None else None for edge in (measure.low, measure.high)
        )
        letter = "L" if low is not None and value < low else "H" if high is not None and value > high else "N"
        return Measurement(
            code=Code(LOINC, measure.loinc, measure.name.en, self._say(measure.name)),
            quantity=Quantity(
                value,
                unit=measure.unit_ru if self.principal.language == "ru" else measure.unit,
                unit_code=measure.unit,
            ),
            interpretation=Code(INTERPRETATION_SYSTEM, letter),
            reference=Range(low, high),
        )

    # --- Told -----------------------------------------------------------------------------------------

    def _encounters(self) -> Iterator[ReceivedEncounter]:
        for visit in histories().encounters.get(self.principal.code, ()):
            minutes = self.clinic.services[visit.service].minutes[0]
            start = self._ago(visit.days, dt.time(7, 0))
            yield ReceivedEncounter(
                ref=self._ref("encounter", visit.days),
                patient_id=self.patient_id,
                status="finished",
                kind="AMB",
                title=self._say(visit.title),
                start=Moment(start),
                end=Moment(start + dt.timedelta(minutes=minutes)),
                practitioner_id=key("practitioner", visit.doctor),
                practitioner_name=self._doctor(visit.doctor),
                location_id=key("location", visit.branch),
            )

    def _conditions(self) -> Iterator[ReceivedCondition]:
        for diagnosis in histories().conditions.get(self.principal.code, ()):
            yield ReceivedCondition(
                ref=self._ref("condition", diagnosis.icd),
                patient_id=self.patient_id,
                status=diagnosis.status,
                code=Code(ICD10, diagnosis.icd, diagnosis.name.en, self._say(diagnosis.name)),
                verification="confirmed",
                onset=self._day(diagnosis.days),
                abated=self._day(diagnosis.ended) if diagnosis.ended is not None else None,
                recorded=self._day(diagnosis.days),
            )

    def _imaging(self) -> Iterator[ReceivedReport]:
        for report in histories().imaging.get(self.principal.code, ()):
            yield ReceivedReport(
                ref=self._ref("imaging", report.days),
                patient_id=self.patient_id,
                status="final",
                code=Code(text=self._say(report.name)),
                category="imaging",
                effective=Moment(self._ago(report.days, dt.time(8, 30))),
                issued=self._ago(report.days, dt.time(9, 0)),
                conclusion=self._say(report.conclusion),
                performer_id=key("practitioner", report.doctor),
                performer_name=self._doctor(report.doctor),
            )

    def _prescriptions(self) -> Iterator[ReceivedPrescription]:
        for number, prescription in enumerate(histories().prescriptions.get(self.principal.code, ())):
            until = None if prescription.valid is None else self._day(prescription.days - prescription.valid)
            yield ReceivedPrescription(
                ref=self._ref("prescription", number),
                patient_id=self.patient_id,
                status=prescription.status,
                intent="order",
                medication=Code(text=self._say(prescription.medication)),
                dosage=(Dosage(text=self._say(prescription.dosage)),),
                authored=self._day(prescription.days),
                valid_from=self._day(prescription.days),
                valid_until=until,
                practitioner_id=key("practitioner", prescription.doctor),
                practitioner_name=self._doctor(prescription.doctor),
            )

    def _immunizations(self) -> Iterator[ReceivedImmunization]:
        for number, vaccination in enumerate(histories().immunizations.get(self.principal.code, ())):
            if vaccination.age_days is not None:
                day = self.principal.birth_date + dt.timedelta(days=vaccination.age_days)
            else:
                day = self.anchor - dt.timedelta(days=vaccination.days or 0)
            yield ReceivedImmunization(
                ref=self._ref("immunization", number),
                patient_id=self.patient_id,
                status="completed",
                vaccine=Code(text=self._say(vaccination.name)),
                occurred=Moment(dt.datetime.combine(day, dt.time(0), dt.UTC), Precision.DAY),
                lot=f"DEMO-{number + 1:03}",
            )

    def _documents(self) -> Iterator[ReceivedDocument]:
        for document in histories().documents.get(self.principal.code, ()):
            kind, content = "image/png", _electrocardiogram()
            if document.text is not None:
                kind, content = "text/plain; charset=utf-8", self._say(document.text).encode()
            yield ReceivedDocument(
                ref=self._ref("document", document.days),
                patient_id=self.patient_id,
                status="current",
                kind=Code(LOINC, document.loinc, document.title.en, self._say(document.title)),
                title=self._say(document.title),
                date=self._day(document.days),
                author_name=self._doctor(document.doctor),
                content_type=kind,
                content=content,
            )

    def _invoices(self) -> Iterator[ReceivedInvoice]:
        """Every past visit is paid but for the latest, when it was less than two months ago."""
        for visit in histories().encounters.get(self.principal.code, ()):
            service = self.clinic.services[visit.service]
            price = Decimal(service.price[0])
            yield ReceivedInvoice(
                ref=self._ref("invoice", visit.days),
                patient_id=self.patient_id,
                status="issued" if visit.days < 60 else "balanced",
                number=f"CC-{100000 + visit.days}",
                issued=self._day(visit.days),
                currency="RUB",
                total_net=price,
                total_gross=price,
                lines=(ReceivedInvoiceLine(self._say(service.name), amount=price, quantity=Decimal(1)),),
            )


@cache
def _electrocardiogram() -> bytes:
    file = io.BytesIO()
    cardiogram().save(file, "PNG", optimize=True)
    return file.getvalue()


def _days_of(course: Course) -> Iterable[int]:
    """Days before the anchor on which it was measured, the latest some days ago."""
    return range(LATEST_DAYS, YEARS * 365, course.every)


def _value(measure: Measure, first: float, last: float, share: float, chance: random.Random) -> Decimal:
    """Between the first and the latest value, faster at the beginning, as treatment works."""
    eased = 1 - (1 - share) ** 1.8
    value = first + (last - first) * eased
    value *= 1 + chance.uniform(-NOISE, NOISE)
    return round(Decimal(str(value)), measure.digits)


def _load_referrals(anchor: dt.date) -> None:
    for number, referral in enumerate(histories().referrals):
        authored = anchor - dt.timedelta(days=referral.days)
        patient = next(person for person in principals() if person.code == referral.patient)
        ServiceRequest.objects.get_or_create(
            id=key("referral", number),
            defaults={
                "patient_id": patient_key(referral.patient),
                "service_id": key("service", referral.service),
                "requester_id": key("practitioner", referral.doctor),
                "number": f"CC-R-{number + 1:04}",
                "system": "portal",
                "reason": referral.reason[patient.language],
                "authored_on": authored,
                "valid_from": authored,
                "valid_until": authored + dt.timedelta(days=referral.days + referral.valid),
            },
        )
