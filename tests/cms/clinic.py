"""An invented clinic with one page of every kind in both languages, small enough to read."""

import datetime as dt
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, Page, Site

from booking import models as booking
from cms import models as cms
from tests.factories import make_patient

TODAY = dt.date(2026, 11, 23)


def picture(title="Portrait", *, size=(640, 800), **fields):
    data = BytesIO()
    Image.new("RGB", size, "#2f6f5e").save(data, "JPEG")
    data.seek(0)
    return cms.ClinicImage.objects.create(
        title=title, file=ImageFile(data, name=f"{title.lower()}.jpg"), **fields
    )


def make_branch(number=1, **fields):
    organization, _ = booking.Organization.objects.get_or_create(
        code="clinic",
        defaults={
            "name_ru": "Клиника Пример",
            "name_en": "Example Clinic",
            "legal_name_ru": "ООО «Пример»",
            "licence": "Л000-00000-00/00000000",
        },
    )
    location = booking.Location.objects.create(
        organization=organization,
        code=f"branch-{number}",
        name_ru=f"Филиал {number}",
        name_en=f"Branch {number}",
        postal_code="000001",
        region_ru="Примерская область",
        region_en="Example Region",
        city_ru="Примерск",
        city_en="Exampletown",
        street_ru=f"Образцовая ул., {number}",
        street_en=f"{number} Sample Street",
        latitude=Decimal("55.75000"),
        longitude=Decimal("37.61000"),
        phone=f"+7 000 000-00-0{number}",
        **fields,
    )
    for weekday in range(5):
        booking.HoursRule.objects.create(
            location=location, weekday=weekday, start_time="08:00", end_time="20:00", valid_from="2026-01-01"
        )
    return location


def make_speciality(code="cardiology", name_ru="Кардиология", title_ru="кардиолог", **fields):
    return booking.Speciality.objects.create(
        code=code,
        name_ru=name_ru,
        name_en=fields.pop("name_en", code.capitalize()),
        title_ru=title_ru,
        title_en=fields.pop("title_en", code.removesuffix("y") + "ist"),
        schema_org_value=fields.pop("schema_org_value", "Cardiovascular"),
        **fields,
    )


def make_service(speciality, code="consultation", *, price="2500", **fields):
    category, _ = booking.ServiceCategory.objects.get_or_create(
        code="visits", defaults={"name_ru": "Приёмы", "name_en": "Visits"}
    )
    fields.setdefault("name_ru", f"Приём: {code}")
    fields.setdefault("name_en", f"Visit: {code}")
    service = booking.HealthcareService.objects.create(
        code=code, category=category, speciality=speciality, duration_minutes=30, **fields
    )
    if price is not None:
        booking.ServiceTerms.objects.create(
            service=service, price=Decimal(price), valid_from=dt.date(2026, 1, 1)
        )
    return service


def make_doctor(number, location, speciality, services, **fields):
    fields.setdefault("languages", ["ru"])
    practitioner = booking.Practitioner.objects.create(
        family_ru=fields.pop("family_ru", f"Примерова{number}"),
        given_ru="Анна",
        patronymic_ru="Образцовна",
        family_en=f"Example{number}",
        given_en="Anna",
        practising_since=dt.date(2010, 9, 1),
        **fields,
    )
    role = booking.PractitionerRole.objects.create(practitioner=practitioner, location=location)
    role.specialities.set([speciality])
    role.services.set(services)
    return practitioner


def review_of(
    practitioner, service, location, *, text="Врач всё объяснил.", rating=5, status="published", **fields
):
    """A review of a visit that took place, by an invented patient."""
    start = timezone.now() - dt.timedelta(days=10)
    patient = make_patient()
    appointment = booking.Appointment.objects.create(
        patient=patient,
        practitioner=practitioner,
        service=service,
        location=location,
        start=start,
        end=start + dt.timedelta(minutes=30),
        status="fulfilled",
        created_at=start,
        updated_at=start,
    )
    return booking.Review.objects.create(
        appointment=appointment,
        patient=patient,
        practitioner=practitioner,
        service=service,
        location=location,
        status=status,
        rating=rating,
        text=text,
        language="ru",
        asked_at=start,
        submitted_at=timezone.now(),
        published_at=timezone.now() if status == "published" else None,
        **fields,
    )


def trees():
    """Home pages of both languages, Russian being the site's root."""
    russian, _ = Locale.objects.get_or_create(language_code="ru")
    english, _ = Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node()
    home = root.add_child(
        instance=cms.HomePage(title="Клиника", slug="ru-home", heading="Клиника рядом", locale=russian)
    )
    english_home = root.add_child(
        instance=cms.HomePage(
            title="Clinic",
            slug="en-home",
            heading="A clinic nearby",
            locale=english,
            translation_key=home.translation_key,
        )
    )
    site, _ = Site.objects.get_or_create(
        is_default_site=True, defaults={"hostname": "testserver", "root_page": home}
    )
    Page.objects.filter(sites_rooted_here=site).exclude(pk=home.pk)
    site.hostname, site.port, site.root_page = "testserver", 80, home
    site.save()
    for locale, name in ((russian, "Клиника Пример"), (english, "Example Clinic")):
        cms.LocaleTexts.objects.create(locale=locale, clinic_name=name, phone="+7 000 000-00-00")
    return {"ru": home, "en": english_home}


def add(parents, model, titles, *, slug=None, **fields):
    """A page and its translation under the pages of `parents`; `titles` are Russian and English."""
    pages = {}
    key = None
    for language, title in zip(("ru", "en"), titles, strict=True):
        extra = {"translation_key": key} if key else {}
        page = model(title=title, slug=slug or titles[1].lower().replace(" ", "-"), **fields, **extra)
        page.locale = parents[language].locale
        # A page found again knows its children's number, which adding a second child needs.
        parents[language].__class__.objects.get(pk=parents[language].pk).add_child(instance=page)
        page.refresh_from_db()
        key = page.translation_key
        pages[language] = page
        model.objects.filter(pk=page.pk).update(
            first_published_at=timezone.now(), last_published_at=timezone.now()
        )
    return pages


def small_site():
    """A list of doctors with one doctor, a service, and the booking page, in both languages."""
    homes = trees()
    branch = make_branch(1)
    speciality = make_speciality()
    service = make_service(speciality)
    speciality.consultation = service
    speciality.save()
    anna = make_doctor(1, branch, speciality, [service], languages=["ru", "en"])
    doctors = add(homes, cms.DoctorIndexPage, ("Врачи", "Doctors"))
    doctor = add(doctors, cms.DoctorPage, ("Примерова Анна", "Anna Example"), practitioner=anna)
    booking_page = add(homes, cms.BookingPage, ("Запись", "Booking"))
    return SimpleNamespace(
        homes=homes,
        branch=branch,
        speciality=speciality,
        service=service,
        anna=anna,
        doctors=doctors,
        doctor=doctor,
        booking_page=booking_page,
    )


def full_site():
    """Every kind of page, in both languages, joined to booking's records."""
    homes = trees()
    branch = make_branch(1)
    second = make_branch(2)
    speciality = make_speciality()
    service = make_service(speciality)
    speciality.consultation = service
    speciality.save()
    anna = make_doctor(1, branch, speciality, [service], languages=["ru", "en"])
    boris = make_doctor(2, second, speciality, [service])
    program = booking.Program.objects.create(code="checkup", name_ru="Чекап", name_en="Checkup")
    program.locations.set([branch])
    booking.ProgramLeg.objects.create(program=program, number=1, service=service, fasting=True)
    photo = picture(alt_ru="Портрет врача", alt_en="Portrait of a doctor")

    doctors = add(homes, cms.DoctorIndexPage, ("Врачи", "Doctors"))
    cardiologists = add(doctors, cms.SpecialityPage, ("Кардиологи", "Cardiologists"), speciality=speciality)
    doctor = add(
        doctors,
        cms.DoctorPage,
        ("Примерова Анна", "Anna Example"),
        practitioner=anna,
        photo=photo,
        introduction="Ведёт пациентов с гипертонией.",
    )
    add(doctors, cms.DoctorPage, ("Примерова Вторая", "Second Example"), practitioner=boris)
    services = add(homes, cms.ServiceIndexPage, ("Услуги", "Services"))
    category = add(services, cms.ServiceCategoryPage, ("Приёмы", "Visits"), category=service.category)
    service_page = add(
        category,
        cms.ServicePage,
        ("Приём кардиолога", "Cardiologist visit"),
        service=service,
        author=anna,
        medical_reviewer=boris,
        last_reviewed_on=dt.date(2026, 6, 1),
        how_performed="Врач расспрашивает и осматривает.",
        preparation="- возьмите выписки\n- не ешьте",
    )
    prices = add(services, cms.PricesPage, ("Цены", "Prices"))
    branches = add(homes, cms.BranchIndexPage, ("Филиалы", "Branches"))
    branch_page = add(branches, cms.BranchPage, ("Филиал 1", "Branch 1"), location=branch)
    blog = add(homes, cms.BlogIndexPage, ("Блог", "Blog"))
    subject = add(blog, cms.BlogCategoryPage, ("Сердце", "Heart"))
    article = add(
        subject,
        cms.ArticlePage,
        ("Как мерить давление", "Measuring pressure"),
        introduction="Пять правил.",
        author=anna,
        medical_reviewer=boris,
        last_reviewed_on=dt.date(2026, 6, 1),
        body=[("text", "<p>Сядьте и отдохните пять минут.</p>")],
    )
    programs = add(homes, cms.ProgramIndexPage, ("Программы", "Programs"))
    program_page = add(programs, cms.ProgramPage, ("Чекап", "Checkup"), program=program)
    landing = add(homes, cms.LandingPage, ("О клинике", "About"))
    promotion = add(
        landing,
        cms.PromotionPage,
        ("Осень", "Autumn"),
        introduction="Скидка на приём.",
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2099, 1, 1),
        terms="Один раз.",
        service=service,
    )
    question = {"question": "Можно перенести?", "answer": "<p>Да.</p>"}
    faq = add(
        homes,
        cms.FAQPage,
        ("Вопросы", "Questions"),
        questions=[("section", {"heading": "Запись", "questions": [question]})],
    )
    legal = add(
        homes,
        cms.LegalTextPage,
        ("Персональные данные", "Privacy"),
        version="1",
        effective_from=dt.date(2026, 1, 1),
        body=[("text", "<p>Мы храним записи.</p>")],
    )
    contacts = add(homes, cms.ContactsPage, ("Контакты", "Contacts"))
    enquiry = add(contacts, cms.EnquiryPage, ("Партнёрам", "Partners"))
    search = add(homes, cms.SearchPage, ("Поиск", "Search"))
    booking_page = add(homes, cms.BookingPage, ("Запись", "Booking"))
    cabinet = add(homes, cms.CabinetPage, ("Кабинет", "Cabinet"))
    return SimpleNamespace(
        homes=homes,
        branch=branch,
        second_branch=second,
        speciality=speciality,
        service=service,
        program=program,
        anna=anna,
        boris=boris,
        photo=photo,
        public={
            "home": homes,
            "doctors": doctors,
            "speciality": cardiologists,
            "doctor": doctor,
            "services": services,
            "category": category,
            "service": service_page,
            "prices": prices,
            "branches": branches,
            "branch": branch_page,
            "blog": blog,
            "blog category": subject,
            "article": article,
            "programs": programs,
            "program": program_page,
            "landing": landing,
            "promotion": promotion,
            "faq": faq,
            "legal": legal,
            "contacts": contacts,
            "enquiry": enquiry,
            "search": search,
        },
        booking_page=booking_page,
        cabinet_page=cabinet,
    )
