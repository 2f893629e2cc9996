"""Tokens of programs."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts import services
from accounts.models import ApiToken
from activity.models import Activity
from common.errors import Invalid, NotThere
from common.time import now
from tests.cast import Cast, person


def test_a_token_is_its_persons_key(cast: Cast) -> None:
    secret = services.create_token(cast.editor.user, "nightly script")
    assert secret.startswith("attest_")
    assert services.user_of_token(secret) == cast.editor.user


def test_only_the_hash_of_a_token_is_kept(cast: Cast) -> None:
    secret = services.create_token(cast.editor.user, "script")
    assert secret not in str(list(ApiToken.objects.values())) + str(list(Activity.objects.values()))


@pytest.mark.parametrize("wrong", ["", "attest_", "attest_guess", "guess", "attest_\ud800"])
def test_a_wrong_token_is_nobodys(cast: Cast, wrong: str) -> None:
    services.create_token(cast.editor.user, "script")
    assert services.user_of_token(wrong) is None


def test_a_token_ends_when_revoked_expired_or_its_person_is_shut_out(cast: Cast) -> None:
    user = cast.editor.user
    revoked = services.create_token(user, "one")
    services.revoke_token(user, services.tokens_of(user)[0].pk)
    assert services.user_of_token(revoked) is None
    brief = services.create_token(user, "two", lifetime=timedelta(hours=1))
    assert services.user_of_token(brief) == user
    with time_machine.travel(now() + timedelta(hours=2)):
        assert services.user_of_token(brief) is None
    user.is_active = False
    user.save()
    assert services.user_of_token(brief) is None


def test_a_demo_accounts_token_is_refused_when_others_can_reach_the_site(
    cast: Cast, settings: Settings
) -> None:
    user = cast.editor.user
    user.is_demo = True
    user.save()
    secret = services.create_token(user, "demo")
    assert services.user_of_token(secret) == user
    settings.ATTEST_LISTENS_TO_OTHERS = True
    assert services.user_of_token(secret) is None


def test_a_token_outlives_a_seat(cast: Cast) -> None:
    secret = services.create_token(cast.editor.user, "script")
    services.remove_member(cast.owner, cast.editor)
    assert services.user_of_token(secret) == cast.editor.user


def test_use_is_noted_at_most_once_a_minute(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    secret = services.create_token(cast.editor.user, "script")
    with time_machine.travel(now(), tick=False) as clock:
        with django_assert_num_queries(2):
            services.user_of_token(secret)
        first = ApiToken.objects.get().last_used_at
        clock.shift(timedelta(seconds=59))
        with django_assert_num_queries(1):
            services.user_of_token(secret)
        assert ApiToken.objects.get().last_used_at == first
        clock.shift(timedelta(seconds=2))
        services.user_of_token(secret)
        assert ApiToken.objects.get().last_used_at == now()


def test_nobody_revokes_anothers_token(cast: Cast) -> None:
    services.create_token(cast.editor.user, "script")
    token = ApiToken.objects.get()
    with pytest.raises(NotThere):
        services.revoke_token(cast.owner.user, token.pk)
    services.revoke_token(cast.editor.user, token.pk)
    services.revoke_token(cast.editor.user, token.pk)
    assert Activity.objects.filter(verb="token.revoked").count() == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00b"])
def test_a_token_needs_a_name(cast: Cast, name: str) -> None:
    with pytest.raises(Invalid):
        services.create_token(cast.editor.user, name)


def test_the_command_prints_the_token_alone(cast: Cast) -> None:
    out = io.StringIO()
    call_command("api_token", "edith", stdout=out)
    assert services.user_of_token(out.getvalue().removesuffix("\n")) == cast.editor.user


def test_the_command_refuses_an_unknown_name(cast: Cast) -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("api_token", "nobody")


@pytest.mark.parametrize("model", ["user", "project", "membership", "invitation", "apitoken"])
def test_operators_see_rows_and_no_secrets(cast: Cast, client: Client, model: str) -> None:
    services.create_token(cast.editor.user, "script")
    services.invite(cast.owner, "n@example.org", ["viewer"])
    operator = person("opal")
    operator.is_staff = operator.is_superuser = True
    operator.save()
    client.force_login(operator)
    page = client.get(f"/admin/accounts/{model}/")
    assert page.status_code == 200
    row = {"apitoken": ApiToken}.get(model)
    if row is not None:
        page = client.get(f"/admin/accounts/apitoken/{row.objects.get().pk}/change/")
        assert row.objects.get().secret_sha256 not in page.content.decode()
