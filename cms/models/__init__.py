from cms.models.announcing import ChangedAddress
from cms.models.blog import ArticleKind, ArticlePage, BlogCategoryPage, BlogIndexPage
from cms.models.branches import BranchIndexPage, BranchPage, ContactsPage
from cms.models.campaigns import LandingPage, PromotionPage
from cms.models.checking import DataCheck, DataFinding, EditorialFinding
from cms.models.doctors import DoctorIndexPage, DoctorPage, SpecialityPage
from cms.models.enquiries import EnquiryField, EnquiryPage
from cms.models.guidance import FAQPage, LegalTextPage, LegalTextVersion
from cms.models.home import HomePage
from cms.models.images import ClinicImage, ClinicRendition
from cms.models.mounts import BookingPage, CabinetPage
from cms.models.programs import ProgramIndexPage, ProgramPage
from cms.models.searching import BrokenLink, LinkProblem, SearchEntry, SearchPage, SearchTerm, SearchWord
from cms.models.services import PricesPage, ProcedureKind, ServiceCategoryPage, ServiceIndexPage, ServicePage
from cms.models.site_texts import BannerTone, BranchNotice, LocaleTexts, SiteSettings
from cms.models.workflow import CheckedApprovalTask, MedicalReviewTask

__all__ = [
    "ArticleKind",
    "ArticlePage",
    "BannerTone",
    "BlogCategoryPage",
    "BlogIndexPage",
    "BookingPage",
    "BranchIndexPage",
    "BranchNotice",
    "BranchPage",
    "BrokenLink",
    "CabinetPage",
    "ChangedAddress",
    "CheckedApprovalTask",
    "ClinicImage",
    "ClinicRendition",
    "ContactsPage",
    "DataCheck",
    "DataFinding",
    "DoctorIndexPage",
    "DoctorPage",
    "EditorialFinding",
    "EnquiryField",
    "EnquiryPage",
    "FAQPage",
    "HomePage",
    "LandingPage",
    "LegalTextPage",
    "LegalTextVersion",
    "LinkProblem",
    "LocaleTexts",
    "MedicalReviewTask",
    "PricesPage",
    "ProcedureKind",
    "ProgramIndexPage",
    "ProgramPage",
    "PromotionPage",
    "SearchEntry",
    "SearchPage",
    "SearchTerm",
    "SearchWord",
    "ServiceCategoryPage",
    "ServiceIndexPage",
    "ServicePage",
    "SiteSettings",
    "SpecialityPage",
]
