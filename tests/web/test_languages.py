"""Which language a page is in: the browser's choice, the person's, what the browser asks for."""

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import choose_language
from common.errors import Invalid
from tests.cast import Cast

from .conftest import As

PASSWORD = "correct horse battery"
ARABIC = '<html lang="ar" dir="rtl"'
ENGLISH = '<html lang="en" dir="ltr"'


def test_a_page_is_in_the_language_the_browser_asks_for(client: Client, db: None) -> None:
    assert ENGLISH in client.get(reverse("login")).content.decode()
    assert (
        ARABIC
        in client.get(reverse("login"), headers={"accept-language": "ar-EG, en;q=0.5"}).content.decode()
    )
    assert ENGLISH in client.get(reverse("login"), headers={"accept-language": "fi, ja"}).content.decode()


def test_a_choice_holds_on_the_browser_and_leads_back(client: Client, db: None) -> None:
    back = reverse("password_reset")
    response = client.post(reverse("language"), {"language": "ar", "next": back})
    assert response.headers["Location"] == back
    assert ARABIC in client.get(back).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_a_choice_leads_nowhere_else(client: Client, db: None, elsewhere: str) -> None:
    response = client.post(reverse("language"), {"language": "ar", "next": elsewhere})
    assert response.headers["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client, db: None) -> None:
    response = client.post(reverse("language"), {"language": "../ar", "next": "/"})
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies
    with pytest.raises(Invalid, match="does not speak"):
        choose_language(User(), "xx")


def test_a_choice_follows_the_person_to_another_browser(cast: Cast, as_: As, client: Client) -> None:
    as_(cast.editor).post(reverse("language"), {"language": "ar"})
    client.post(reverse("login"), {"username": cast.editor.user.username, "password": PASSWORD})
    assert ARABIC in client.get(reverse("home"), follow=True).content.decode()


def test_what_was_chosen_at_the_door_stays_after_signing_in(cast: Cast, client: Client) -> None:
    choose_language(cast.editor.user, "ar")
    client.post(reverse("language"), {"language": "en"})
    client.post(reverse("login"), {"username": cast.editor.user.username, "password": PASSWORD})
    assert ENGLISH in client.get(reverse("home"), follow=True).content.decode()
    cast.editor.user.refresh_from_db()
    assert cast.editor.user.language == "en"


def test_every_page_offers_each_language_by_its_own_name(cast: Cast, as_: As, client: Client) -> None:
    for page in (client.get(reverse("login")), as_(cast.viewer).get(reverse("project", args=["desk"]))):
        for code, name in settings.LANGUAGES:
            assert f'value="{code}" lang="{code}" dir="auto"' in page.content.decode()
            assert f">{name}</button>" in page.content.decode()


def test_the_browsers_catalogue_is_loaded_where_it_is_needed(client: Client, db: None) -> None:
    assert "js/locale" not in client.get(reverse("login")).content.decode()
    page = client.get(reverse("login"), headers={"accept-language": "ar"}).content.decode()
    assert '<script src="/static/js/locale/ar.js" defer></script>' in page
    assert page.index("js/locale/ar.js") < page.index('type="module"')


def test_a_program_that_asks_for_no_language_is_refused_in_english(cast: Cast, as_: As) -> None:
    browser, address = as_(cast.viewer), "/api/v1/projects/nowhere/"
    english = browser.get(address).json()
    arabic = browser.get(address, headers={"accept-language": "ar"}).json()
    assert english["detail"] == "There is no such project, or you are not a member of it."
    assert arabic["detail"] == "لا مشروع كهذا، أو لست عضوًا فيه."
    assert arabic["code"] == english["code"]


def test_a_refusal_on_a_page_is_said_in_the_readers_language(cast: Cast, as_: As) -> None:
    browser = as_(cast.viewer)
    page = browser.get(
        reverse("source-import", args=["desk"]), headers={"accept-language": "ar"}
    ).content.decode()
    assert "استيراد المصادر" in page
    assert "مالك أو محرِّر" in page
    assert "Only an" not in page


def test_a_mail_is_in_the_language_it_was_asked_for_in(cast: Cast, client: Client) -> None:
    client.post(reverse("password_reset"), {"email": "edith@example.org"}, headers={"accept-language": "ar"})
    assert mail.outbox[0].subject == "كلمة مرور جديدة في Attest"
    assert "/password/new/" in str(mail.outbox[0].body)
