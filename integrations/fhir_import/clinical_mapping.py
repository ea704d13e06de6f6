"""From FHIR R4 clinical resources to `records.received`. One function per resource type.

Code sets that FHIR closes are checked; everything else is taken as the sender wrote it.
"""

import base64
import hashlib
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from integrations.fhir_import.context import Context
from integrations.fhir_import.datatypes import (
    code_of,
    coding,
    concept,
    concepts,
    decimal_text,
    period,
    quantity,
    quantity_text,
    reference,
    references,
    required_concept,
)
from integrations.fhir_import.element import Element, shortened
from integrations.fhir_import.errors import Refused
from records.codes import (
    LOINC,
    ConditionClinicalStatus,
    ConditionVerificationStatus,
    DiagnosticReportStatus,
    DocumentReferenceStatus,
    EncounterStatus,
    ImmunizationStatus,
    InvoiceStatus,
    MedicationRequestIntent,
    MedicationRequestStatus,
)
from records.received import (
    Code,
    Dosage,
    Moment,
    ReceivedCondition,
    ReceivedDocument,
    ReceivedEncounter,
    ReceivedImmunization,
    ReceivedInvoice,
    ReceivedInvoiceLine,
    ReceivedPrescription,
    ReceivedRecord,
    ReceivedReport,
)

#: Larger files belong into a document archive; a FHIR file is no way to carry them.
MAX_ATTACHMENT_BYTES = 20 * 1024 * 1024
_LIMIT_CATEGORY = 64
_LIMIT_NAME = 300

Mapping = Callable[[Context], ReceivedRecord]


def encounter(context: Context) -> ReceivedEncounter:
    resource = context.resource
    kind = resource.child("class", required=True)
    start, end = period(resource, "period")
    participants = resource.children("participant")
    seen_by = next((found for item in participants if (found := reference(item, "individual"))), None)
    practitioner_id, practitioner_name = context.practitioner(seen_by)
    rooms = [found for item in resource.children("location") if (found := reference(item, "location"))]
    location_id, location_name = None, ""
    for place in (*rooms, reference(resource, "serviceProvider")):
        if location_id is None and place is not None:
            location_id, name = context.location(place)
            location_name = location_name or name
    return ReceivedEncounter(
        ref=context.ref,
        patient_id=context.patient("subject"),
        source_updated_at=context.source_updated_at,
        status=resource.required_code("status", EncounterStatus),
        kind=(coding(kind).code if kind else "")[:20],
        title="; ".join(code.label for code in concepts(resource, "type")),
        reason="; ".join(code.label for code in concepts(resource, "reasonCode")),
        start=start,
        end=end,
        practitioner_id=practitioner_id,
        practitioner_name=practitioner_name,
        location_id=location_id,
        location_name=location_name,
    )


def diagnostic_report(context: Context) -> ReceivedReport:
    resource = context.resource
    effective, effective_end = effective_of(resource)
    performers = references(resource, "performer")
    performer_id, performer_name = context.practitioner(performers[0] if performers else None)
    findings = [code.label for code in concepts(resource, "conclusionCode")]
    return ReceivedReport(
        ref=context.ref,
        patient_id=context.patient("subject"),
        encounter_id=context.encounter(resource, "encounter"),
        source_updated_at=context.source_updated_at,
        status=resource.required_code("status", DiagnosticReportStatus),
        code=required_concept(resource, "code", prefer=LOINC),
        category=category_of(resource),
        effective=effective,
        effective_end=effective_end,
        issued=resource.instant("issued"),
        conclusion="\n".join(text for text in (resource.text("conclusion"), *findings) if text),
        performer_id=performer_id,
        performer_name=performer_name,
        result_ids=context.observations("result"),
    )


def medication_request(context: Context) -> ReceivedPrescription:
    resource = context.resource
    requester_id, requester_name = context.practitioner(reference(resource, "requester"))
    supply = resource.child("dispenseRequest")
    valid_from, valid_until = period(supply, "validityPeriod") if supply else (None, None)
    reasons = [
        *concepts(resource, "reasonCode"),
        *(context.code_of_target(found) for found in references(resource, "reasonReference")),
    ]
    return ReceivedPrescription(
        ref=context.ref,
        patient_id=context.patient("subject"),
        encounter_id=context.encounter(resource, "encounter"),
        source_updated_at=context.source_updated_at,
        status=resource.required_code("status", MedicationRequestStatus),
        intent=resource.required_code("intent", MedicationRequestIntent),
        medication=_medication(context),
        dosage=tuple(dosage(item) for item in resource.children("dosageInstruction")),
        reason="; ".join(dict.fromkeys(code.label for code in reasons if code)),
        note=notes(resource),
        quantity=quantity_text(quantity(supply, "quantity")) if supply else "",
        repeats=_repeats(supply) if supply else None,
        authored=resource.moment("authoredOn"),
        valid_from=valid_from,
        valid_until=valid_until,
        practitioner_id=requester_id,
        practitioner_name=requester_name,
    )


def dosage(element: Element) -> Dosage:
    timing = element.child("timing")
    repeat = timing.child("repeat") if timing else None
    period_unit = repeat.text("periodUnit") if repeat else ""
    if period_unit not in ("", "s", "min", "h", "d", "wk", "mo", "a"):
        raise Refused(
            f'"{shortened(period_unit)}" is no unit of time', repeat.at("periodUnit") if repeat else ""
        )
    when = concept(timing, "code").label if timing else ""
    words = [code.label for code in concepts(element, "additionalInstruction")]
    return Dosage(
        text=element.text("patientInstruction") or element.text("text"),
        dose=_dose(element),
        frequency=repeat.integer("frequency") if repeat else None,
        frequency_max=repeat.integer("frequencyMax") if repeat else None,
        period=repeat.decimal("period") if repeat else None,
        period_max=repeat.decimal("periodMax") if repeat else None,
        period_unit=period_unit,
        as_needed=element.boolean("asNeededBoolean") is True or element.has("asNeededCodeableConcept"),
        as_needed_for=concept(element, "asNeededCodeableConcept").label,
        route=concept(element, "route").label,
        instructions=tuple(text for text in (when, *words) if text),
    )


def condition(context: Context) -> ReceivedCondition:
    resource = context.resource
    clinical = _closed_code(resource, "clinicalStatus", ConditionClinicalStatus.values)
    verification = _closed_code(resource, "verificationStatus", ConditionVerificationStatus.values)
    onset, onset_text = _beginning(resource, "onset")
    abated, abated_text = _beginning(resource, "abatement")
    withdrawn = verification == ConditionVerificationStatus.ENTERED_IN_ERROR
    return ReceivedCondition(
        ref=context.ref,
        patient_id=context.patient("subject"),
        encounter_id=context.encounter(resource, "encounter"),
        source_updated_at=context.source_updated_at,
        status=verification if withdrawn else clinical,
        verification=verification,
        code=required_concept(resource, "code"),
        onset=onset,
        onset_text=onset_text,
        abated=abated,
        abated_text=abated_text,
        recorded=resource.moment("recordedDate"),
        note=notes(resource),
    )


def immunization(context: Context) -> ReceivedImmunization:
    resource = context.resource
    chosen = resource.choice("occurrence")
    if not chosen:
        raise Refused("has neither occurrenceDateTime nor occurrenceString", resource.path)
    performers = [found for item in resource.children("performer") if (found := reference(item, "actor"))]
    return ReceivedImmunization(
        ref=context.ref,
        patient_id=context.patient("patient"),
        encounter_id=context.encounter(resource, "encounter"),
        source_updated_at=context.source_updated_at,
        status=resource.required_code("status", ImmunizationStatus),
        vaccine=required_concept(resource, "vaccineCode"),
        occurred=resource.moment("occurrenceDateTime"),
        occurred_text=resource.text("occurrenceString"),
        lot=resource.text("lotNumber"),
        dose=quantity_text(quantity(resource, "doseQuantity")),
        performer_name=context.display(performers[0]) if performers else "",
    )


def document_reference(context: Context) -> list[ReceivedDocument]:
    """One document per attachment: FHIR lets a reference carry the same text in several formats."""
    resource = context.resource
    surroundings = resource.child("context")
    encounters = references(surroundings, "encounter") if surroundings else []
    authors = references(resource, "author")
    contents = resource.children("content")
    if not contents:
        raise Refused("is missing", resource.at("content"))
    patient_id = context.patient("subject")
    encounter_id = context.resolver.encounter(encounters[0]) if encounters else None
    documents = []
    for index, item in enumerate(contents):
        attachment = item.child("attachment", required=True)
        if attachment is None:
            continue
        documents.append(
            ReceivedDocument(
                ref=context.part(f"content[{index}]") if index else context.ref,
                patient_id=patient_id,
                encounter_id=encounter_id,
                source_updated_at=context.source_updated_at,
                status=resource.required_code("status", DocumentReferenceStatus),
                kind=concept(resource, "type", prefer=LOINC),
                title=attachment.text("title"),
                description=resource.text("description"),
                date=resource.moment("date") or attachment.moment("creation"),
                author_name=context.display(authors[0]) if authors else "",
                content_type=attachment.text("contentType", limit=100),
                content=attachment_bytes(attachment),
                url=attachment.text("url"),
            )
        )
    return documents


def presented_forms(context: Context, report: ReceivedReport, report_id: UUID) -> list[ReceivedDocument]:
    """The sheets of a DiagnosticReport as the laboratory printed them."""
    return [
        ReceivedDocument(
            ref=context.part(f"presentedForm[{index}]"),
            patient_id=report.patient_id,
            encounter_id=report.encounter_id,
            source_updated_at=report.source_updated_at,
            status=(
                DocumentReferenceStatus.ENTERED_IN_ERROR
                if report.status == DiagnosticReportStatus.ENTERED_IN_ERROR
                else DocumentReferenceStatus.CURRENT
            ),
            kind=report.code,
            title=attachment.text("title"),
            date=attachment.moment("creation") or report.effective,
            author_name=report.performer_name,
            content_type=attachment.text("contentType", limit=100),
            content=attachment_bytes(attachment),
            url=attachment.text("url"),
            report_id=report_id,
        )
        for index, attachment in enumerate(context.resource.children("presentedForm"))
    ]


def invoice(context: Context) -> ReceivedInvoice:
    resource = context.resource
    net, net_currency = _money(resource, "totalNet")
    gross, gross_currency = _money(resource, "totalGross")
    numbers = [text for item in resource.children("identifier") if (text := item.text("value", limit=255))]
    return ReceivedInvoice(
        ref=context.ref,
        patient_id=context.patient("subject"),
        source_updated_at=context.source_updated_at,
        status=resource.required_code("status", InvoiceStatus),
        number=numbers[0] if numbers else "",
        issued=resource.moment("date"),
        currency=gross_currency or net_currency,
        total_net=net,
        total_gross=gross,
        lines=tuple(_invoice_line(context, item) for item in resource.children("lineItem")),
    )


# --- Parts that several resources share -----------------------------------------------------------------


def effective_of(resource: Element) -> tuple[Moment | None, Moment | None]:
    """effective[x] of Observation and DiagnosticReport: when, and until when."""
    match resource.choice("effective"):
        case "":
            return None, None
        case "effectiveDateTime" | "effectiveInstant" as name:
            return resource.moment(name), None
        case "effectivePeriod":
            return period(resource, "effectivePeriod")
        case "effectiveTiming":
            timing = resource.child("effectiveTiming")
            events = timing.moments("event") if timing else []
            return (events[0], events[-1] if len(events) > 1 else None) if events else (None, None)
        case name:
            raise Refused(f"{name} is not FHIR R4", resource.path)


def category_of(resource: Element) -> str:
    """The code of the first category; senders of older releases give one without a list."""
    categories = concepts(resource, "category")
    return (categories[0].code or categories[0].label)[:_LIMIT_CATEGORY] if categories else ""


def notes(resource: Element) -> str:
    return "\n".join(text for item in resource.children("note") if (text := item.text("text")))


def attachment_bytes(attachment: Element) -> bytes | None:
    """The content that came with an Attachment, checked against its size and hash."""
    data = attachment.text("data")
    if not data:
        return None
    if len(data) > MAX_ATTACHMENT_BYTES * 4 // 3 + 4:
        raise Refused(f"is larger than {MAX_ATTACHMENT_BYTES // 1024 // 1024} MB", attachment.at("data"))
    try:
        content = base64.b64decode("".join(data.split()), validate=True)
    except ValueError as error:  # binascii.Error, or letters that are not ASCII
        raise Refused("is not base64", attachment.at("data")) from error
    stated = attachment.text("hash")
    # FHIR R4, Attachment.hash: SHA-1, to notice damage; it is no protection.
    if stated and base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode() != stated:
        raise Refused("does not match the data", attachment.at("hash"))
    return content


def _medication(context: Context) -> Code:
    resource = context.resource
    match resource.choice("medication"):
        case "medicationCodeableConcept":
            return required_concept(resource, "medicationCodeableConcept")
        case "medicationReference":
            found = reference(resource, "medicationReference")
            code = context.code_of_target(found) if found else Code()
            if not code:
                raise Refused(
                    f"{found or 'it'} is not in the files and has no display",
                    resource.at("medicationReference"),
                )
            return code
        case "":
            raise Refused("has neither medicationCodeableConcept nor medicationReference", resource.path)
        case name:
            raise Refused(f"{name} is not FHIR R4", resource.path)


def _dose(element: Element) -> str:
    doses = []
    for item in element.children("doseAndRate"):
        low_and_high = item.child("doseRange")
        if low_and_high:
            low, high = quantity(low_and_high, "low"), quantity(low_and_high, "high")
            if low and high:
                doses.append(f"{decimal_text(low.value)}–{quantity_text(high)}")
            else:
                doses.append(quantity_text(low or high))
        else:
            doses.append(quantity_text(quantity(item, "doseQuantity")))
    return "; ".join(dose for dose in doses if dose)


def _repeats(supply: Element) -> int | None:
    number = supply.integer("numberOfRepeatsAllowed")
    if number is not None and not 0 <= number <= 1000:
        raise Refused("is no plausible number of repeats", supply.at("numberOfRepeatsAllowed"))
    return number


def _closed_code(resource: Element, name: str, allowed: list[str]) -> str:
    """A CodeableConcept whose codings FHIR closes (binding "required")."""
    child = resource.child(name)
    if child is None:
        return ""
    for item in child.children("coding"):
        code = item.text("code")
        if code in allowed:
            return code
    stated = code_of(child).label
    raise Refused(f'"{shortened(stated)}" is not one of {", ".join(allowed)}', child.path)


def _beginning(resource: Element, prefix: str) -> tuple[Moment | None, str]:
    """onset[x] and abatement[x]: a moment, or words where the sender knows no date."""
    match resource.choice(prefix):
        case "":
            return None, ""
        case name if name == f"{prefix}DateTime":
            return resource.moment(name), ""
        case name if name == f"{prefix}Period":
            return period(resource, name)[0], ""
        case name if name == f"{prefix}Age":
            return None, quantity_text(quantity(resource, name))
        case name if name == f"{prefix}Range":
            child = resource.child(name)
            low, high = (quantity(child, "low"), quantity(child, "high")) if child else (None, None)
            return None, " – ".join(text for text in (quantity_text(low), quantity_text(high)) if text)
        case name if name == f"{prefix}String":
            return None, resource.text(name)
        case name:
            raise Refused(f"{name} is not FHIR R4", resource.path)


def _money(element: Element, name: str) -> tuple[Decimal | None, str]:
    child = element.child(name)
    if child is None:
        return None, ""
    value = child.decimal("value")
    currency = child.text("currency")
    if currency and (len(currency) != 3 or not currency.isalpha()):
        raise Refused(f'"{shortened(currency)}" is no ISO 4217 currency', child.at("currency"))
    if value is not None and abs(value) >= Decimal(10) ** 12:
        raise Refused("is no plausible amount", child.at("value"))
    return (None if value is None else value.quantize(Decimal("0.01"))), currency.upper()


def _invoice_line(context: Context, item: Element) -> ReceivedInvoiceLine:
    charge = reference(item, "chargeItemReference")
    code = concept(item, "chargeItemCodeableConcept") or (
        context.code_of_target(charge) if charge else Code()
    )
    prices = item.children("priceComponent")
    # Whether a discount is written with a sign is left open by FHIR: such a line keeps its words and no
    # amount.
    amounts = [_money(price, "amount")[0] for price in prices if price.text("type") == "base"]
    known = [amount for amount in amounts if amount is not None]
    simple = len(known) == len(prices) > 0
    return ReceivedInvoiceLine(title=code.label, amount=sum(known, Decimal(0)) if simple else None)
