"""Addresses of the administration, all below /verwaltung/."""

from django.urls import path

from workspace.views import history
from workspace.views.administration import (
    accounts,
    authorities,
    invitations,
    jobs,
    overview,
    periods,
    redaction,
    retention,
)

app_name = "administration"
urlpatterns = [
    path("verwaltung/", overview.overview, name="overview"),
    path("verwaltung/konten/", accounts.account_list, name="accounts"),
    path("verwaltung/konten/<int:pk>/", accounts.account, name="account"),
    path("verwaltung/konten/<int:pk>/sperren/", accounts.deactivate, name="account_deactivate"),
    path("verwaltung/konten/<int:pk>/entsperren/", accounts.reactivate, name="account_reactivate"),
    path("verwaltung/konten/name-ersetzen/", redaction.replace_unknown, name="person_replace"),
    path("verwaltung/konten/<int:pk>/name-ersetzen/", redaction.replace_name, name="account_replace"),
    path(
        "verwaltung/konten/<int:pk>/zweiter-faktor/",
        accounts.reset_second_factor,
        name="account_second_factor",
    ),
    path(
        "verwaltung/konten/<int:pk>/einladung/senden/", accounts.resend_invitation, name="invitation_resend"
    ),
    path(
        "verwaltung/konten/<int:pk>/einladung/zurueckziehen/",
        accounts.revoke_invitation,
        name="invitation_revoke",
    ),
    path("verwaltung/einladungen/", invitations.invitation_list, name="invitations"),
    path("verwaltung/einladungen/neu/", invitations.invite, name="invite"),
    path("verwaltung/zugehoerigkeiten/", periods.membership_list, name="memberships"),
    path("verwaltung/zugehoerigkeiten/neu/", periods.membership_add, name="membership_add"),
    path("verwaltung/zugehoerigkeiten/<int:pk>/ende/", periods.membership_end, name="membership_end"),
    path("verwaltung/behoerden/", authorities.authority_list, name="authorities"),
    path("verwaltung/behoerden/neu/", authorities.authority_add, name="authority_add"),
    path("verwaltung/behoerden/<int:pk>/", authorities.authority_rename, name="authority_rename"),
    path("verwaltung/behoerden/<int:pk>/gebiet/", authorities.authority_area, name="authority_area"),
    path("verwaltung/mandate/", periods.mandate_list, name="mandates"),
    path("verwaltung/mandate/neu/", periods.mandate_add, name="mandate_add"),
    path("verwaltung/mandate/<int:pk>/ende/", periods.mandate_end, name="mandate_end"),
    path("verwaltung/mandate/<int:pk>/gebiet/", periods.mandate_area, name="mandate_area"),
    path("verwaltung/verlauf/", history.role_history, name="history"),
    path("verwaltung/aufbewahrung/", retention.retention_periods, name="retention"),
    path("verwaltung/auftraege/", jobs.job_list, name="jobs"),
    path("verwaltung/auftraege/mails/<int:pk>/erneut/", jobs.mail_restart, name="mail_restart"),
    path("verwaltung/auftraege/steckbriefe/<int:pk>/erneut/", jobs.edition_restart, name="edition_restart"),
    path(
        "verwaltung/auftraege/modellblaetter/<int:pk>/erneut/",
        jobs.model_sheet_restart,
        name="model_sheet_restart",
    ),
    path(
        "verwaltung/auftraege/uebergabeblaetter/<int:pk>/erneut/",
        jobs.handover_restart,
        name="handover_restart",
    ),
    path(
        "verwaltung/auftraege/niederschriften/<int:pk>/erneut/",
        jobs.minutes_restart,
        name="minutes_restart",
    ),
    path(
        "verwaltung/auftraege/vereinbarungen/<int:pk>/erneut/",
        jobs.document_restart,
        name="document_restart",
    ),
    path("verwaltung/auftraege/importe/<int:pk>/erneut/", jobs.import_restart, name="import_restart"),
]
