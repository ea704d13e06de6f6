from typing import Any

from rest_framework import serializers


class FieldProblemSerializer(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="Path of the field; empty when it is the request as a whole.")
    code = serializers.CharField()
    detail = serializers.CharField()


class AlternativeSerializer(serializers.Serializer[Any]):
    offer = serializers.CharField(help_text="Token of an offer that can be held.")
    start = serializers.DateTimeField()
    practitioner = serializers.UUIDField()
    location = serializers.UUIDField()


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="For programs; it never changes.")
    detail = serializers.CharField(help_text="For people, in the language of the request.")
    # The metaclass takes declared fields off the class, so the name hides nothing.
    errors = FieldProblemSerializer(many=True, required=False)  # type: ignore[assignment]
    alternatives = AlternativeSerializer(many=True, required=False)
