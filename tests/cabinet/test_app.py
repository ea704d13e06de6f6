"""The cabinet as an application that can be installed."""

import pytest


@pytest.mark.parametrize(("language", "name"), [("ru", "Личный кабинет"), ("en", "My cabinet")])
def test_manifest_speaks_its_language_and_opens_the_cabinet(mounted, client, language, name):
    manifest = client.get(f"/app.{language}.webmanifest")

    assert manifest["Content-Type"] == "application/manifest+json"
    assert manifest.json()["name"] == name
    assert manifest.json()["start_url"] == f"/{language}/cabinet/"


def test_manifest_of_an_unknown_language_is_not_found(db, client):
    assert client.get("/app.xx.webmanifest").status_code == 404


def test_worker_is_never_older_than_the_portal(db, client, settings, tmp_path):
    (tmp_path / "build" / "site").mkdir(parents=True)
    (tmp_path / "build" / "site" / "service-worker.js").write_text("self")
    settings.BASE_DIR = tmp_path

    worker = client.get("/service-worker.js")

    assert worker["Cache-Control"] == "no-cache"
    assert worker["Content-Type"].startswith("text/javascript")


def test_worker_that_is_not_built_is_not_found(db, client, settings, tmp_path):
    settings.BASE_DIR = tmp_path

    assert client.get("/service-worker.js").status_code == 404


def test_offline_page_names_nobody(house, signed_in):
    page = signed_in.get("/en/cabinet/offline/")

    assert page.status_code == 200
    assert "No connection" in page.content.decode()
    assert "Примерова" not in page.content.decode()


def test_cabinet_links_its_manifest_and_public_pages_do_not(house, signed_in):
    assert "/app.en.webmanifest" in signed_in.get("/en/cabinet/").content.decode()
    assert "webmanifest" not in signed_in.get("/en/").content.decode()
