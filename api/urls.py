"""Every address of the API, version 1."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from .views import activity, actors, codebooks, editing, jobs, members, outlets, projects, rim, sources

project: list[URLPattern | URLResolver] = [
    path("", projects.ProjectDetailView.as_view(), name="project"),
    path("archive/", projects.ArchiveView.as_view(), name="archive"),
    path("reopen/", projects.ReopenView.as_view(), name="reopen"),
    path("members/", members.MembersView.as_view(), name="members"),
    path("members/<str:code>/", members.MemberView.as_view(), name="member"),
    path("invitations/", members.InvitationsView.as_view(), name="invitations"),
    path("invitations/<int:pk>/", members.InvitationView.as_view(), name="invitation"),
    path("outlets/", outlets.OutletsView.as_view(), name="outlets"),
    path("outlets/<int:pk>/", outlets.OutletView.as_view(), name="outlet"),
    path("outlets/<int:pk>/grades/", outlets.GradesView.as_view(), name="grades"),
    path("sources/", sources.SourcesView.as_view(), name="sources"),
    path("sources/<int:pk>/", sources.SourceView.as_view(), name="source"),
    path("sentences/<int:pk>/operations/", editing.OperationsView.as_view(), name="operations"),
    path("codebooks/", codebooks.CodebooksView.as_view(), name="codebooks"),
    path("actors/", actors.ActorsView.as_view(), name="actors"),
    path("actors/<int:pk>/", actors.ActorView.as_view(), name="actor"),
    path("actors/<int:pk>/aliases/", actors.AliasesView.as_view(), name="aliases"),
    path("jobs/", jobs.JobsView.as_view(), name="jobs"),
    path("jobs/<int:pk>/", jobs.JobView.as_view(), name="job"),
    path("jobs/<int:pk>/cancel/", jobs.CancelView.as_view(), name="cancel_job"),
    path("jobs/<int:pk>/retry/", jobs.RetryView.as_view(), name="retry_job"),
    path("activity/", activity.ActivityView.as_view(), name="activity"),
]

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", rim.SchemaView.as_view(), name="schema"),
    path("me/", projects.MeView.as_view(), name="me"),
    path("tokens/", members.TokensView.as_view(), name="tokens"),
    path("tokens/<int:pk>/", members.TokenView.as_view(), name="token"),
    path("invitations/accept/", members.AcceptView.as_view(), name="accept"),
    path("projects/", projects.ProjectsView.as_view(), name="projects"),
    path("projects/<slug:slug>/", include(project)),
    re_path(r"^(?P<rest>.*)$", rim.NowhereView.as_view(), name="nowhere"),
]
