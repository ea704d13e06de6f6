"""Pictures, films and files, all from the clinic's own host."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock, ListBlock, RichTextBlock, StructBlock
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from cms.blocks.text import SHORT_TEXT_FEATURES


class PictureBlock(StructBlock):
    image = ImageBlock(label=_("Picture"))
    caption = CharBlock(label=_("Caption"), max_length=250, required=False)

    class Meta:
        icon = "image"
        group = _("Pictures and files")
        label = _("Picture")
        description = _("One picture with an optional caption.")
        preview_template = "blocks/previews/picture.html"
        template = "blocks/picture.html"


class GalleryBlock(StructBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)
    pictures = ListBlock(
        StructBlock(
            [
                ("image", ImageBlock(label=_("Picture"))),
                ("caption", CharBlock(label=_("Caption"), max_length=150, required=False)),
            ]
        ),
        label=_("Pictures"),
        min_num=2,
        max_num=24,
    )

    class Meta:
        icon = "grip"
        group = _("Pictures and files")
        label = _("Gallery")
        description = _("Several pictures of one subject: rooms, equipment, the building.")
        preview_template = "blocks/previews/gallery.html"
        template = "blocks/gallery.html"


class VideoBlock(StructBlock):
    """A film on our own host: another company's player would learn who reads about which illness."""

    title = CharBlock(label=_("Title"), max_length=150)
    film = DocumentChooserBlock(label=_("Film"), help_text=_("An MP4 file."))
    poster = ImageChooserBlock(label=_("Still picture"))
    captions = DocumentChooserBlock(
        label=_("Subtitles"),
        required=False,
        help_text=_("A WebVTT file. Required unless nobody speaks in the film."),
    )
    silent = BooleanBlock(label=_("Nobody speaks in the film"), required=False)
    transcript = RichTextBlock(label=_("What is said and shown"), features=SHORT_TEXT_FEATURES)

    class Meta:
        icon = "media"
        group = _("Pictures and files")
        label = _("Film")
        description = _("A film with subtitles and a transcript; it loads only when the visitor starts it.")
        preview_template = "blocks/previews/video.html"
        template = "blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = {}
        if not cleaned["film"].filename.lower().endswith(".mp4"):
            errors["film"] = ValidationError(_("The film must be an MP4 file."))
        if cleaned["captions"] and not cleaned["captions"].filename.lower().endswith(".vtt"):
            errors["captions"] = ValidationError(_("Subtitles must be a WebVTT file."))
        if not cleaned["captions"] and not cleaned["silent"]:
            errors["captions"] = ValidationError(_("Add subtitles, or say that nobody speaks in the film."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned


class DocumentsBlock(StructBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)
    documents = ListBlock(DocumentChooserBlock(label=_("File")), label=_("Files"), min_num=1)

    class Meta:
        icon = "doc-full"
        group = _("Pictures and files")
        label = _("Files")
        description = _("Files to download, with kind and size.")
        preview_template = "blocks/previews/documents.html"
        template = "blocks/documents.html"
