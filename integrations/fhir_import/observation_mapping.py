"""From FHIR R4 Observation to `records.received`."""

from integrations.fhir_import.clinical_mapping import category_of, effective_of, notes
from integrations.fhir_import.context import Context
from integrations.fhir_import.datatypes import (
    code_of,
    concept,
    period,
    quantity,
    quantity_text,
    reference_range,
    references,
    required_concept,
)
from integrations.fhir_import.element import Element, shortened
from integrations.fhir_import.errors import Refused
from records.codes import LOINC, DataAbsentReason, Interpretation, ObservationStatus
from records.received import Code, Measurement, Quantity, ReceivedObservation


def observation(context: Context) -> ReceivedObservation:
    resource = context.resource
    effective, effective_end = effective_of(resource)
    performers = references(resource, "performer")
    return ReceivedObservation(
        ref=context.ref,
        patient_id=context.patient("subject"),
        encounter_id=context.encounter(resource, "encounter"),
        source_updated_at=context.source_updated_at,
        status=resource.required_code("status", ObservationStatus),
        measurement=measurement(resource, context.remarks),
        components=tuple(measurement(item, context.remarks) for item in resource.children("component")),
        category=category_of(resource),
        effective=effective,
        effective_end=effective_end,
        issued=resource.instant("issued"),
        method=concept(resource, "method").label,
        comment=notes(resource),
        performer_name=context.display(performers[0]) if performers else "",
    )


def measurement(element: Element, remarks: list[str]) -> Measurement:
    """What an Observation and a component of it say alike."""
    found, text = value_of(element)
    reason = _absent_reason(element, remarks)
    if reason and (found or text):
        # FHIR R4, invariant obs-6.
        raise Refused("stands beside a value: which of them is true?", element.at("dataAbsentReason"))
    return Measurement(
        code=required_concept(element, "code", prefer=LOINC),
        quantity=found,
        value_text=text,
        absent_reason=reason,
        interpretation=_interpretation(element),
        reference=reference_range(element),
    )


def value_of(element: Element) -> tuple[Quantity | None, str]:
    """value[x] as a number, or as words."""
    match element.choice("value"):
        case "":
            return None, ""
        case "valueQuantity":
            return quantity(element, "valueQuantity"), ""
        case "valueInteger":
            number = element.decimal("valueInteger")
            return (None if number is None else Quantity(number)), ""
        case "valueCodeableConcept":
            return None, concept(element, "valueCodeableConcept").label
        case "valueString" | "valueTime" | "valueDateTime" as name:
            return None, element.text(name)
        case "valueBoolean":
            return None, "yes" if element.boolean("valueBoolean") else "no"
        case "valueRange":
            child = element.child("valueRange")
            return None, _span(child) if child else ""
        case "valueRatio":
            child = element.child("valueRatio")
            return None, _ratio(child) if child else ""
        case "valuePeriod":
            period(element, "valuePeriod")
            child = element.child("valuePeriod")
            return None, f"{child.text('start')} – {child.text('end')}".strip() if child else ""
        case "valueSampledData":
            raise Refused("is a curve, which the portal does not keep", element.at("valueSampledData"))
        case name:
            raise Refused(f"{name} is not FHIR R4", element.path)


def _span(element: Element) -> str:
    low, high = quantity(element, "low"), quantity(element, "high")
    if low and high and low.unit == high.unit:
        return f"{quantity_text(Quantity(low.value))} – {quantity_text(high)}"
    return f"{quantity_text(low)} – {quantity_text(high)}".strip()


def _ratio(element: Element) -> str:
    """A titre is written 1:128, a rate with units 5 mg / 24 h."""
    numerator, denominator = quantity(element, "numerator"), quantity(element, "denominator")
    if numerator is None or denominator is None:
        raise Refused("needs a numerator and a denominator", element.path)
    unitless = not numerator.unit and not denominator.unit
    return f"{quantity_text(numerator)}{':' if unitless else ' / '}{quantity_text(denominator)}"


def _absent_reason(element: Element, remarks: list[str]) -> str:
    child = element.child("dataAbsentReason")
    if child is None:
        return ""
    code = code_of(child)
    if code.code in DataAbsentReason.values:
        return code.code
    remarks.append(f'{child.path} "{shortened(code.code)}" is not a code of FHIR, kept as unknown')
    return DataAbsentReason.UNKNOWN


def _interpretation(element: Element) -> Code:
    """FHIR allows several; the one that the portal can say in both languages comes first."""
    found = [code_of(item) for item in element.children("interpretation")]
    known = [code for code in found if code.code in Interpretation.values]
    return (known or found or [Code()])[0]
