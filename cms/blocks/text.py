"""Running text and the ways to order it."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock, TextBlock

#: No raw HTML, no colours, no first-level heading: those belong to the page.
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
SHORT_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class ParagraphsBlock(RichTextBlock):
    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        group = _("Text")
        label = _("Text")
        description = _("Paragraphs, headings, lists and links.")
        template = "blocks/text.html"

        @staticmethod
        def preview_value() -> str:
            return (
                f"<h2>{gettext('Before the visit')}</h2>"
                f"<p>{gettext('Bring your earlier results. The doctor looks at them together with you.')}</p>"
                f"<ul><li>{gettext('identity document')}</li><li>{gettext('list of medicines you take')}</li></ul>"
            )


class QuoteBlock(StructBlock):
    text = TextBlock(label=_("Words"))
    who = CharBlock(label=_("Who says it"), max_length=100)
    position = CharBlock(label=_("Position"), max_length=150, required=False)

    class Meta:
        icon = "openquote"
        group = _("Text")
        label = _("Quotation")
        description = _(
            "Words of a doctor or of the clinic's staff. Patients' words belong to the reviews block."
        )
        template = "blocks/quote.html"

        @staticmethod
        def preview_value() -> dict[str, str]:
            return {
                "text": gettext(
                    "I explain every step before I do it: a patient who knows is a patient who is calm."
                ),
                "who": gettext("Dr Example"),
                "position": gettext("cardiologist"),
            }


class ExpanderBlock(StructBlock):
    summary = CharBlock(label=_("What is inside"), max_length=120)
    text = RichTextBlock(label=_("Text"), features=SHORT_TEXT_FEATURES)

    class Meta:
        icon = "arrow-down-big"
        group = _("Text")
        label = _("Expander")
        description = _("A detail that few readers need, opened on demand.")
        template = "blocks/expander.html"

        @staticmethod
        def preview_value() -> dict[str, str]:
            return {
                "summary": gettext("How long are the results valid?"),
                "text": f"<p>{gettext('Most blood tests are taken into account for two weeks.')}</p>",
            }


class StepsBlock(StructBlock):
    heading = CharBlock(label=_("Heading"), max_length=120, required=False)
    steps = ListBlock(
        StructBlock(
            [
                ("title", CharBlock(label=_("Step"), max_length=100)),
                (
                    "text",
                    RichTextBlock(label=_("What happens"), features=SHORT_TEXT_FEATURES, required=False),
                ),
            ]
        ),
        label=_("Steps"),
        min_num=2,
    )

    class Meta:
        icon = "list-ol"
        group = _("Text")
        label = _("Steps")
        description = _("What happens one after another: a visit, a preparation, an admission.")
        template = "blocks/steps.html"

        @staticmethod
        def preview_value() -> dict[str, object]:
            return {
                "heading": gettext("How the visit goes"),
                "steps": [
                    {
                        "title": gettext("Conversation"),
                        "text": f"<p>{gettext('The doctor asks what troubles you.')}</p>",
                    },
                    {
                        "title": gettext("Examination"),
                        "text": f"<p>{gettext('It takes about ten minutes.')}</p>",
                    },
                    {"title": gettext("Plan"), "text": f"<p>{gettext('You leave with a written plan.')}</p>"},
                ],
            }


class DoDontBlock(StructBlock):
    do = ListBlock(CharBlock(label=_("Item"), max_length=200), label=_("Do"), min_num=1)
    dont = ListBlock(CharBlock(label=_("Item"), max_length=200), label=_("Don't"), default=[])

    class Meta:
        icon = "tick-inverse"
        group = _("Text")
        label = _("Do and don't")
        description = _("Two lists side by side: what helps and what harms.")
        template = "blocks/do_dont.html"

        @staticmethod
        def preview_value() -> dict[str, list[str]]:
            return {
                "do": [gettext("come on an empty stomach"), gettext("drink water")],
                "dont": [gettext("smoke in the hour before the test")],
            }
