"""Every page's address."""

from django.contrib.auth import views as auth
from django.urls import URLPattern, URLResolver, include, path

from .views import (
    accounts,
    activity,
    actors,
    codebook_drafts,
    codebooks,
    exports,
    jobs,
    members,
    outlets,
    projects,
    reviews,
    sources,
    tokens,
    versions,
    workbench,
)

ACCOUNT: list[URLPattern | URLResolver] = [
    path("login/", accounts.SignIn.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/change/", accounts.PasswordChange.as_view(), name="password-change"),
    path("password/forgotten/", auth.PasswordResetView.as_view(), name="password_reset"),
    path("password/sent/", auth.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "password/new/<uidb64>/<token>/",
        auth.PasswordResetConfirmView.as_view(),
        name="password_reset_confirm",
    ),
    path("password/set/", auth.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path("join/<str:secret>/", accounts.invitation, name="invitation"),
    path("theme/", accounts.theme, name="theme"),
    path("language/", accounts.language, name="language"),
    path("tokens/", tokens.token_list, name="token-list"),
    path("tokens/<int:token_id>/revoke/", tokens.token_revoke, name="token-revoke"),
]

PROJECT: list[URLPattern | URLResolver] = [
    path("", projects.project, name="project"),
    path("settings/", projects.project_settings, name="project-settings"),
    path("settings/archive/", projects.project_archive, name="project-archive"),
    path("sources/", sources.source_list, name="source-list"),
    path("sources/import/", sources.source_import, name="source-import"),
    path("sources/<int:source_id>/", workbench.workbench, name="workbench"),
    path("sources/<int:source_id>/versions/", versions.version_list, name="version-list"),
    path("sources/<int:source_id>/versions/<int:number>/file/", versions.version_file, name="version-file"),
    path("sentences/<int:sentence_id>/", workbench.workbench_sentence, name="workbench-sentence"),
    path("queue/", reviews.queue_list, name="queue"),
    path("queue/next/", reviews.queue_next, name="queue-next"),
    path("review/<int:set_id>/", reviews.review, name="review"),
    path("decisions/<int:decision_id>/undo/", reviews.decision_undo, name="decision-undo"),
    path("outlets/", outlets.outlet_list, name="outlet-list"),
    path("outlets/<int:outlet_id>/", outlets.outlet_detail, name="outlet-detail"),
    path("actors/", actors.actor_list, name="actor-list"),
    path("actors/new/", actors.actor_create, name="actor-create"),
    path("actors/<int:actor_id>/", actors.actor_detail, name="actor-detail"),
    path("activity/", activity.activity, name="activity"),
    path("codebooks/", codebooks.codebook_list, name="codebook-list"),
    path("codebooks/changes/<int:change_id>/", codebook_drafts.codebook_change, name="codebook-change"),
    path("codebooks/<slug:book>/", codebooks.codebook, name="codebook"),
    path("codebooks/<slug:book>/choose/", codebooks.codebook_choose, name="codebook-choose"),
    path("codebooks/<slug:book>/<int:version>.<str:ending>", codebooks.codebook_file, name="codebook-file"),
    path("codebooks/<slug:book>/draft/", codebook_drafts.codebook_draft, name="codebook-draft"),
    path("codebooks/<slug:book>/draft/new/", codebook_drafts.codebook_code_new, name="codebook-code-new"),
    path(
        "codebooks/<slug:book>/draft/codes/<slug:value>/",
        codebook_drafts.codebook_code,
        name="codebook-code",
    ),
    path("members/", members.member_list, name="member-list"),
    path("members/<int:member_id>/", members.member, name="member"),
    path("members/<int:member_id>/remove/", members.member_remove, name="member-remove"),
    path("invitations/<int:invitation_id>/revoke/", members.invitation_revoke, name="invitation-revoke"),
    path("releases/", exports.release_list, name="dataset-list"),
    path("releases/new/", exports.release_start, name="release-start"),
    path("releases/schedule/", exports.release_schedule, name="release-schedule"),
    path("releases/text/", exports.release_text, name="release-text"),
    path(
        "releases/<slug:dataset>/<int:number>/<str:name>",
        exports.release_file,
        name="release-file",
    ),
    path("jobs/", jobs.job_list, name="job-list"),
    path("jobs/<int:job_id>/", jobs.job, name="job"),
    path("jobs/<int:job_id>/cancel/", jobs.job_cancel, name="job-cancel"),
    path("jobs/<int:job_id>/retry/", jobs.job_retry, name="job-retry"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", projects.home, name="home"),
    path("projects/new/", projects.project_create, name="project-create"),
    *ACCOUNT,
    path("projects/<slug:slug>/", include(PROJECT)),
]
