from typing import Any

from rest_framework import serializers

from records.codes import (
    DataAbsentReason,
    DiagnosticReportStatus,
    DocumentReferenceStatus,
    MedicationRequestStatus,
    ObservationStatus,
    Precision,
)
from records.rules import Direction, Verdict


class TakenSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField(help_text="By the clock of the place; the first instant of what is known.")
    precision = serializers.ChoiceField(choices=Precision.choices)


class NumberSerializer(serializers.Serializer[Any]):
    value = serializers.DecimalField(max_digits=None, decimal_places=None)
    comparator = serializers.CharField(
        allow_blank=True, help_text="<, <=, >= or >: the true value lies beyond."
    )


class ReadingSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    code_system = serializers.CharField(allow_blank=True)
    code = serializers.CharField(allow_blank=True)
    number = NumberSerializer(allow_null=True)
    text = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True)
    low = serializers.DecimalField(max_digits=None, decimal_places=None, allow_null=True)
    high = serializers.DecimalField(max_digits=None, decimal_places=None, allow_null=True)
    range_text = serializers.CharField(allow_blank=True)
    interpretation = serializers.CharField(allow_blank=True)
    verdict = serializers.ChoiceField(choices=[(verdict.value, verdict.value) for verdict in Verdict])
    is_critical = serializers.BooleanField()
    status = serializers.ChoiceField(choices=ObservationStatus.choices)
    absent_reason = serializers.ChoiceField(
        choices=[("", ""), *((one.value, one.label) for one in DataAbsentReason)]
    )
    taken = TakenSerializer(allow_null=True)
    method = serializers.CharField(allow_blank=True)
    comment = serializers.CharField(allow_blank=True)


class LatestSerializer(serializers.Serializer[Any]):
    reading = ReadingSerializer()
    previous = ReadingSerializer(allow_null=True)
    direction = serializers.ChoiceField(
        choices=[(direction.value, direction.value) for direction in Direction], allow_null=True
    )


class ReportLineSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=DiagnosticReportStatus.choices)
    taken = TakenSerializer(allow_null=True)
    issued = serializers.DateTimeField(allow_null=True)
    performer = serializers.CharField(allow_blank=True)
    values = serializers.IntegerField()
    out_of_range = serializers.IntegerField()
    has_conclusion = serializers.BooleanField()


class DocumentSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    kind = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(choices=DocumentReferenceStatus.choices)
    date = TakenSerializer(allow_null=True)
    author = serializers.CharField(allow_blank=True)
    content_type = serializers.CharField(allow_blank=True)
    size = serializers.IntegerField(
        allow_null=True, help_text="Bytes; null when the file stayed with its sender."
    )


class GroupSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    readings = ReadingSerializer(many=True)
    comment = serializers.CharField(allow_blank=True)


class SheetSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    status = serializers.ChoiceField(choices=DiagnosticReportStatus.choices)
    taken = TakenSerializer(allow_null=True)
    issued = serializers.DateTimeField(allow_null=True)
    performer = serializers.CharField(allow_blank=True)
    conclusion = serializers.CharField(allow_blank=True)
    groups = GroupSerializer(many=True)
    documents = DocumentSerializer(many=True)


class TrendSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    readings = ReadingSerializer(many=True)


class DosageSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(allow_blank=True)
    dose = serializers.CharField(allow_blank=True)
    frequency = serializers.IntegerField(allow_null=True)
    frequency_max = serializers.IntegerField(allow_null=True)
    period = serializers.DecimalField(max_digits=None, decimal_places=None, allow_null=True)
    period_max = serializers.DecimalField(max_digits=None, decimal_places=None, allow_null=True)
    period_unit = serializers.CharField(allow_blank=True, help_text="UCUM: s, min, h, d, wk, mo, a.")
    as_needed = serializers.BooleanField()
    as_needed_for = serializers.CharField(allow_blank=True)
    route = serializers.CharField(allow_blank=True)
    instructions = serializers.ListField(child=serializers.CharField())


class PrescriptionSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    medication = serializers.CharField()
    status = serializers.ChoiceField(choices=MedicationRequestStatus.choices)
    dosage = DosageSerializer(many=True)
    reason = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    quantity = serializers.CharField(allow_blank=True)
    repeats = serializers.IntegerField(allow_null=True)
    authored = TakenSerializer(allow_null=True)
    valid_until = TakenSerializer(allow_null=True)
    practitioner = serializers.CharField(allow_blank=True)
    is_current = serializers.BooleanField()
