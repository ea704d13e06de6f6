from typing import Any

from rest_framework import serializers

from people.codes import Gender
from people.models import ConsentText


class PersonSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    family = serializers.CharField()
    given = serializers.CharField()
    patronymic = serializers.CharField(allow_blank=True)
    birth_date = serializers.DateField()
    gender = serializers.ChoiceField(choices=Gender.choices)
    phone = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    preferred_language = serializers.CharField(help_text="ru or en.")


class FamilyMemberSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    is_self = serializers.BooleanField()


class ConsentTextSerializer(serializers.ModelSerializer[ConsentText]):
    # Said here, because a field made from the model would have the bounds of whichever database is in use.
    version = serializers.IntegerField()

    class Meta:
        model = ConsentText
        fields = ["id", "kind", "language", "version", "title", "body", "valid_from"]
