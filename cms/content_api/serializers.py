"""The shape of what the content API says."""

from django.conf import settings
from rest_framework import serializers

from cms.content_api.kinds import models_by_kind

LANGUAGES = tuple(settings.LANGUAGES)
KINDS = tuple((kind, kind) for kind in models_by_kind())


class PageQuerySerializer(serializers.Serializer):
    language = serializers.ChoiceField(LANGUAGES, required=False, help_text="Only pages of this language.")
    kind = serializers.ChoiceField(KINDS, required=False, help_text="Only pages of this kind.")
    below = serializers.IntegerField(
        required=False, help_text="Only pages anywhere below the page with this id."
    )
    page = serializers.IntegerField(required=False, min_value=1, help_text="Which page of the list.")
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=100, help_text="At most 100.")


class AddressQuerySerializer(serializers.Serializer):
    path = serializers.CharField(help_text="The path of the page's address, such as /en/doctors/.")


class VersionSerializer(serializers.Serializer):
    language = serializers.CharField()
    id = serializers.IntegerField()
    url = serializers.URLField()


class PageSummarySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(KINDS)
    language = serializers.ChoiceField(LANGUAGES)
    title = serializers.CharField()
    slug = serializers.CharField()
    url = serializers.URLField()
    first_published_at = serializers.DateTimeField(allow_null=True)
    last_published_at = serializers.DateTimeField(allow_null=True)
    translations = VersionSerializer(many=True, help_text="Published versions in other languages.")


class StepSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()
    url = serializers.URLField()


class AlternateSerializer(serializers.Serializer):
    language = serializers.CharField(help_text="A language, or x-default.")
    url = serializers.URLField()


class SocialPictureSerializer(serializers.Serializer):
    url = serializers.URLField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField()


class HeadSerializer(serializers.Serializer):
    """What the page's head holds on the site."""

    title = serializers.CharField(help_text="Without the name of the site.")
    description = serializers.CharField()
    canonical = serializers.URLField()
    robots = serializers.CharField()
    kind = serializers.CharField(help_text="og:type")
    site_name = serializers.CharField()
    alternates = AlternateSerializer(many=True)
    picture = SocialPictureSerializer(allow_null=True)


class PageSerializer(PageSummarySerializer):
    changed_at = serializers.DateTimeField(
        allow_null=True, help_text="When the words of the page last changed."
    )
    breadcrumbs = StepSerializer(many=True, help_text="Published pages above this one, home page first.")
    head = HeadSerializer()
    content = serializers.DictField(
        help_text="The fields of this kind of page. Blocks come as {blocks, html}, pictures with their sizes."
    )
    json_ld = serializers.DictField(allow_null=True, help_text="The page's schema.org graph.")


class ContentProblemSerializer(serializers.Serializer):
    """RFC 9457."""

    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]  # a field of that name is taken out of the class
        required=False, help_text="By parameter, if parameters were wrong."
    )
