"""Which blocks a page may hold. There is no block for raw HTML."""

from wagtail.blocks import StreamBlock

from cms.blocks.booking import BookingBlock, DoctorFinderBlock, NearestTimesBlock, ReviewsBlock
from cms.blocks.callouts import AdviceBlock, ImportantBlock, UrgentBlock
from cms.blocks.links import ActionBlock, CardsBlock
from cms.blocks.lists import ArticlesBlock, BranchesBlock, PromotionsBlock, TeamBlock
from cms.blocks.media import DocumentsBlock, GalleryBlock, PictureBlock, VideoBlock
from cms.blocks.questions import QuestionsBlock
from cms.blocks.tables import DataTableBlock, FiguresBlock, PricesBlock
from cms.blocks.text import DoDontBlock, ExpanderBlock, ParagraphsBlock, QuoteBlock, StepsBlock


class LegalBlocks(StreamBlock):
    """A legal text stays plain: what was agreed to must be the same words in every version of the site's look."""

    text = ParagraphsBlock()
    table = DataTableBlock()
    documents = DocumentsBlock()


class HelpBlocks(StreamBlock):
    text = ParagraphsBlock()
    important = ImportantBlock()
    advice = AdviceBlock()
    expander = ExpanderBlock()
    questions = QuestionsBlock()


class BodyBlocks(StreamBlock):
    text = ParagraphsBlock()
    quote = QuoteBlock()
    steps = StepsBlock()
    do_dont = DoDontBlock()
    expander = ExpanderBlock()
    questions = QuestionsBlock()
    table = DataTableBlock()
    important = ImportantBlock()
    urgent = UrgentBlock()
    advice = AdviceBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    documents = DocumentsBlock()
    action = ActionBlock()
    booking = BookingBlock()
    nearest_times = NearestTimesBlock()
    prices = PricesBlock()
    reviews = ReviewsBlock()
    team = TeamBlock()


class HomeBlocks(BodyBlocks):
    """Pages that introduce the clinic also arrange what the site has."""

    doctor_finder = DoctorFinderBlock()
    cards = CardsBlock()
    figures = FiguresBlock()
    branches = BranchesBlock()
    articles = ArticlesBlock()
    promotions = PromotionsBlock()
