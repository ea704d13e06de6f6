"""What the content files promise: numbers, both languages, invented people, careful words."""

import itertools
import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel, ValidationError

from demo.clinic import Places, the_clinic
from demo.crowd import crowd, principals
from demo.loading.people import staff_accounts
from demo.loading.results import histories
from demo.prose import Blocks
from demo.words import CONTENT, LANGUAGES, Words, read, spans
from demo.writing import codes_in, text_pair, the_answers, the_articles, the_promotions, the_site
from people.codes import ConsentKind

#: City numbers of Moscow and Yekaterinburg do not begin with 0; no operator has mobile code 972.
CANNOT_RING = re.compile(r"\+7(495|343|972)000\d{4}")
PHONE = re.compile(r"(?<![\w-])(?:\+7|8)[\s(.-]*\d{3}[\s).-]*\d{3}[\s.-]*\d{2}[\s.-]*\d{2}(?!\d)")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def texts_of(value: object) -> Iterator[Words]:
    """Every bilingual text below a value, wherever it stands."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts_of(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_of(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from texts_of(item)


def all_content():
    return (the_clinic(), the_site(), the_answers(), the_promotions(), histories(), staff_accounts())


def test_counts_are_as_promised():
    clinic = the_clinic()

    assert len(clinic.places.branches) == 4
    assert len({branch.time_zone for branch in clinic.places.branches}) == 2
    assert [branch.mis_system for branch in clinic.places.branches] == ["north", "south", "east", ""]
    assert len(clinic.specialities) == 22
    assert len(clinic.services) == 60
    assert len(clinic.doctors) == 40
    assert len(clinic.programs) == 3
    assert len(the_articles()) == 30


def test_every_text_is_written_in_both_languages():
    for words in itertools.chain.from_iterable(texts_of(content) for content in all_content()):
        assert words.ru.strip()
        assert words.en.strip()
        assert not CYRILLIC.search(words.en), words.en


@pytest.mark.parametrize("folder", ["articles", "consents", "legal", "pages"])
def test_every_long_text_has_the_same_parts_in_both_languages(folder):
    for code in codes_in(folder):
        pair = text_pair(folder, code)
        blocks = {language: Blocks(code).of(text.body) for language, text in pair.items()}

        assert set(pair) == set(LANGUAGES)
        assert [one["type"] for one in blocks["ru"]] == [one["type"] for one in blocks["en"]], code
        assert [one["id"] for one in blocks["ru"]] == [one["id"] for one in blocks["en"]]
        assert not CYRILLIC.search(pair["en"].body), code


def test_articles_are_long_enough_signed_and_checked_by_another_doctor():
    doctors = {doctor.code for doctor in the_clinic().doctors}

    for article in the_articles():
        for text in text_pair("articles", article.code).values():
            paragraphs = [part for part in text.body.split("\n\n") if part.strip()]
            assert len(paragraphs) >= 5, article.code
            assert len(text.introduction) <= 400
            assert 50 <= len(text.description) <= 160, article.code
        assert {article.author, article.reviewer} <= doctors
        assert article.author != article.reviewer
        assert article.reviewed >= article.published
        assert article.sources


@pytest.mark.parametrize(
    "promise",
    ["гарантируем", "вылечим", "навсегда избавит", "100 %", "we guarantee", "we will cure", "100% cure"],
)
def test_no_text_promises_a_cure(promise):
    for path in CONTENT.rglob("*"):
        if path.suffix in {".md", ".yaml"}:
            assert promise not in path.read_text(encoding="utf-8").lower(), path.name


def test_no_phone_number_can_ring():
    found = {
        re.sub(r"[^\d+]", "", number)
        for path in CONTENT.rglob("*")
        if path.suffix in {".md", ".yaml"}
        for number in PHONE.findall(path.read_text(encoding="utf-8"))
    }
    found |= {person.phone for person in (*crowd(), *principals()) if person.phone}

    assert len(found) > 300
    assert [number for number in found if not CANNOT_RING.fullmatch(number)] == []


def test_mail_goes_nowhere():
    addresses = {
        address
        for path in CONTENT.rglob("*")
        if path.suffix in {".md", ".yaml"}
        for address in re.findall(r"[\w.+-]+@[\w.-]+\w", path.read_text(encoding="utf-8"))
    }

    assert addresses
    assert all(address.endswith(".example.org") for address in addresses)


def test_doctors_differ_from_one_another():
    doctors = the_clinic().doctors

    for language in LANGUAGES:
        assert len({doctor.about[language] for doctor in doctors}) == 40
        assert len({doctor.quote[language] for doctor in doctors}) == 40
    assert len({doctor.ru for doctor in doctors}) == 40
    assert len({doctor.code for doctor in doctors}) == 40


def test_every_service_is_given_somewhere():
    clinic = the_clinic()
    given = {
        code
        for branch in clinic.places.branches
        for person in clinic.doctors
        if branch.code in person.hours
        for code in person.services
        if clinic.can_be_given(clinic.services[code], branch)
    }
    by_nurses = {code for code, service in clinic.services.items() if service.room == "sampling"}

    assert given | by_nurses == set(clinic.services)


def test_hours_lie_within_those_of_the_branch():
    clinic = the_clinic()

    for branch in clinic.places.branches:
        opening = {
            weekday: (start, end)
            for days, (start, end) in branch.hours.items()
            for weekday, start, end in spans(f"{days} {start:%H:%M}-{end:%H:%M}")
        }
        for person in (*clinic.doctors, *clinic.nurses):
            for weekday, start, end in (
                spans(person.hours.get(branch.code, "")) if branch.code in person.hours else ()
            ):
                opens, closes = opening[weekday]
                assert opens <= start < end <= closes, (person.code, branch.code, weekday)


def test_the_long_program_is_the_one_that_was_asked_for():
    program = the_clinic().programs[0]
    legs = {leg.code: leg for leg in program.legs}
    rooms = {branch.code: [room.kind for room in branch.rooms] for branch in the_clinic().places.branches}

    assert len(program.legs) == 8
    assert program.legs[0].fasting
    assert program.legs[0].stage == 0
    assert legs["second-blood"].after == program.legs[0].code
    assert legs["second-blood"].gap == (120, 135)
    assert all(rooms[branch].count("ultrasound") == 2 for branch in program.branches)


def test_every_consent_has_a_text():
    assert sorted(codes_in("consents")) == sorted(ConsentKind.values)


def test_a_misspelt_key_is_refused(tmp_path, monkeypatch):
    (tmp_path / "clinic.yaml").write_text("organisation: {}\n", encoding="utf-8")
    monkeypatch.setattr("demo.words.CONTENT", tmp_path)

    with pytest.raises(ValidationError, match="organisation"):
        read(Places, "clinic.yaml")
