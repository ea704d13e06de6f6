import pytest

PAGES = [
    "home",
    "doctors",
    "speciality",
    "doctor",
    "services",
    "category",
    "service",
    "prices",
    "branches",
    "branch",
    "blog",
    "blog category",
    "article",
    "programs",
    "program",
    "landing",
    "promotion",
    "faq",
    "legal",
    "contacts",
    "enquiry",
    "search",
]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", PAGES)
def test_page_answers_in_its_language(client, site, kind, language):
    page = site.public[kind][language]

    response = client.get(page.url)

    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text
    assert "<h1" in response.text
