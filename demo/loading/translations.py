"""Tells wagtail-localize that the English pages translate the Russian ones, string by string.

Editors then see what an English page was made from, and when a Russian page has changed since. wagtail-localize would
ask the database some twenty thousand times for what is written here in a few bulk inserts; the rows are the same
(tests/demo/test_loading.py checks them against its own).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments


@dataclass
class _Rows:
    """What will be inserted, by kind; contexts and strings once each."""

    contexts: dict[tuple[Any, str], TranslationContext] = field(default_factory=dict)
    strings: dict[str, String] = field(default_factory=dict)
    templates: dict[Any, Template] = field(default_factory=dict)
    segments: list[Any] = field(default_factory=list)
    translations: dict[tuple[str, Any, str], StringTranslation] = field(default_factory=dict)


def load_translations(pairs: Iterable[tuple[Page, Page]]) -> None:
    """`pairs` are Russian pages with their English versions. A page that has a source already is left alone."""
    known = set(TranslationSource.objects.values_list("object_id", flat=True))
    new = [(source, target) for source, target in pairs if source.translation_key not in known]
    if not new:
        return
    russian, english = (Locale.objects.get(language_code=code) for code in ("ru", "en"))
    sources = _sources([source for source, _ in new], russian, english)
    rows = _Rows()
    for source, target in new:
        _collect(rows, sources[source.translation_key], source, target, russian, english)
    _insert(rows, russian)


def _sources(pages: Sequence[Page], russian: Locale, english: Locale) -> dict[Any, TranslationSource]:
    page_type = ContentType.objects.get_for_model(Page)
    TranslatableObject.objects.bulk_create(
        [TranslatableObject(translation_key=page.translation_key, content_type=page_type) for page in pages],
        ignore_conflicts=True,
    )
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=page.translation_key,
            locale=russian,
            specific_content_type=page.cached_content_type,
            object_repr=str(page)[:200],
            content_json=page.to_json(),
            schema_version=get_schema_version(page._meta.app_label),
            last_updated_at=timezone.now(),
        )
        for page in pages
    )
    Translation.objects.bulk_create(Translation(source=source, target_locale=english) for source in sources)
    return {source.object_id: source for source in sources}


def _collect(
    rows: _Rows, source: TranslationSource, page: Page, target: Page, russian: Locale, english: Locale
) -> None:
    words = _words_by_path(target)
    for path, values in _by_path(extract_segments(page)).items():
        context = rows.contexts.setdefault((source.object_id, path), _context(source, path, page))
        strings = [value for value in values if isinstance(value, StringSegmentValue)]
        # Another number of sentences means another text: then nothing can be matched.
        translated = (
            words.get(path, []) if len(words.get(path, [])) == len(strings) else [None] * len(strings)
        )
        for value in values:
            rows.segments.append(_segment(rows, source, context, value, russian))
        for value, said in zip(strings, translated, strict=True):
            if said is not None:
                string = _string(rows, value.string.data, russian)
                rows.translations[value.string.data, source.object_id, path] = StringTranslation(
                    translation_of=string,
                    locale=english,
                    context=context,
                    data=said,
                    translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                )


def _by_path(values: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for value in values:
        found[value.path].append(value)
    return found


def _words_by_path(page: Page) -> dict[str, list[str]]:
    return {
        path: [value.string.data for value in values if isinstance(value, StringSegmentValue)]
        for path, values in _by_path(extract_segments(page)).items()
    }


def _context(source: TranslationSource, path: str, page: Page) -> TranslationContext:
    context = TranslationContext(
        object_id=source.object_id, path=path, path_id=TranslationContext._get_path_id(path)
    )
    context.field_path = field_path(context, page)
    return context


def field_path(context: TranslationContext, page: Page) -> str:
    """What wagtail-localize fills in and saves when a source is made: the path without the ids of blocks."""
    unsaved = _Unsaved(context)
    return str(TranslationContext.get_field_path(unsaved, page))


class _Unsaved:
    """A context whose `save` does nothing, so that many can be inserted at once."""

    def __init__(self, context: TranslationContext) -> None:
        self.path = context.path
        self.field_path = ""

    def save(self, **kwargs: Any) -> None:
        pass


def _string(rows: _Rows, data: str, russian: Locale) -> String:
    return rows.strings.setdefault(
        data, String(locale=russian, data=data, data_hash=String._get_data_hash(data))
    )


def _segment(
    rows: _Rows, source: TranslationSource, context: TranslationContext, value: Any, russian: Locale
) -> Any:
    place = {"source": source, "context": context, "order": value.order}
    match value:
        case StringSegmentValue():
            string = _string(rows, value.string.data, russian)
            return StringSegment(**place, string=string, attrs=json.dumps(value.attrs, cls=DjangoJSONEncoder))
        case TemplateSegmentValue():
            if value.template not in rows.templates:
                rows.templates[value.template] = Template.from_value(value)
            return TemplateSegment(**place, template=rows.templates[value.template])
        case RelatedObjectSegmentValue():
            related, _ = TranslatableObject.objects.get_or_create(
                content_type=value.content_type, translation_key=value.translation_key
            )
            return RelatedObjectSegment(**place, object=related)
        case OverridableSegmentValue():
            return OverridableSegment(**place, data_json=json.dumps(value.data, cls=DjangoJSONEncoder))
    raise TypeError(type(value).__name__)


def _insert(rows: _Rows, russian: Locale) -> None:
    TranslationContext.objects.bulk_create(rows.contexts.values(), batch_size=500)
    String.objects.bulk_create(rows.strings.values(), batch_size=500, ignore_conflicts=True)
    # Strings that were there before have keys of their own, which `ignore_conflicts` does not tell.
    keys = dict(String.objects.filter(locale=russian).values_list("data_hash", "pk"))
    for string in rows.strings.values():
        string.pk = keys[string.data_hash]
    for kind in (StringSegment, TemplateSegment, RelatedObjectSegment, OverridableSegment):
        segments = [segment for segment in rows.segments if isinstance(segment, kind)]
        for segment in segments:
            segment.context_id = segment.context.pk
            if isinstance(segment, StringSegment):
                segment.string_id = segment.string.pk
        kind.objects.bulk_create(segments, batch_size=500)
    for translation in rows.translations.values():
        translation.translation_of_id = translation.translation_of.pk
        translation.context_id = translation.context.pk
    StringTranslation.objects.bulk_create(rows.translations.values(), batch_size=500)
