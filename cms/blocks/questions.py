from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock

from cms.blocks.text import SHORT_TEXT_FEATURES


class QuestionsBlock(StructBlock):
    heading = CharBlock(label=_("Heading"), max_length=120)
    questions = ListBlock(
        StructBlock(
            [
                ("question", CharBlock(label=_("Question"), max_length=200)),
                ("answer", RichTextBlock(label=_("Answer"), features=SHORT_TEXT_FEATURES)),
            ]
        ),
        label=_("Questions"),
        min_num=1,
    )

    class Meta:
        icon = "help"
        group = _("Text")
        label = _("Questions and answers")
        description = _("Questions under one heading; each answer opens on demand.")
        template = "blocks/questions.html"

        @staticmethod
        def preview_value() -> dict[str, object]:
            return {
                "heading": gettext("Booking"),
                "questions": [
                    {
                        "question": gettext("Can I move a visit?"),
                        "answer": f"<p>{gettext('Yes, in the cabinet, until the day before.')}</p>",
                    },
                    {
                        "question": gettext("Can I come with a child?"),
                        "answer": f"<p>{gettext('Yes. There is a play corner at every branch.')}</p>",
                    },
                ],
            }


class QuestionStream(StreamBlock):
    section = QuestionsBlock()
