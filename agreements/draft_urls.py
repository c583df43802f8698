"""Addresses of agreements and their drafts."""

from django.urls import path

from agreements.views import agreements, clauses, contributions, drafts

COOPERATION = "kooperationen/<slug:slug>/vereinbarungen/"
ONE = "vereinbarungen/<int:pk>/"
DRAFT = f"{ONE}entwurf/"
CLAUSE = f"{DRAFT}klauseln/<int:clause_pk>/"
THREAD = f"{DRAFT}anmerkungen/<int:thread_pk>/"
PROPOSAL = f"{DRAFT}vorschlaege/<int:proposal_pk>/"

urlpatterns = [
    path(COOPERATION, agreements.list_page, name="list"),
    path(f"{COOPERATION}neu/", agreements.create, name="create"),
    path(ONE, agreements.overview, name="overview"),
    path(f"{ONE}bearbeiten/", agreements.edit, name="edit"),
    path(f"{ONE}aufgeben/", agreements.drop, name="drop"),
    path(f"{ONE}wiederaufnehmen/", agreements.pursue, name="pursue"),
    path(DRAFT, drafts.draft_page, name="draft"),
    path(f"{DRAFT}druck/", drafts.print_page, name="draft_print"),
    path(f"{DRAFT}katalog/", drafts.add_from_catalog, name="clause_from_catalog"),
    path(f"{DRAFT}katalog/<slug:key>/weglassen/", clauses.omit_kind, name="kind_omit"),
    path(f"{DRAFT}klauseln/neu/", clauses.add, name="clause_add"),
    path(CLAUSE, clauses.edit, name="clause"),
    path(f"{CLAUSE}verschieben/", drafts.move, name="clause_move"),
    path(f"{CLAUSE}einsetzen/", drafts.take, name="clause_take"),
    path(f"{CLAUSE}weglassen/", clauses.omit, name="clause_omit"),
    path(f"{CLAUSE}aufnehmen/", drafts.include, name="clause_include"),
    path(f"{CLAUSE}entfernen/", clauses.remove, name="clause_remove"),
    path(f"{CLAUSE}anmerkung/", contributions.comment, name="comment"),
    path(f"{CLAUSE}vorschlag/", contributions.propose_change, name="propose"),
    path(f"{DRAFT}vorschlag/", contributions.propose_new, name="propose_new"),
    path(THREAD, contributions.answer, name="thread"),
    path(f"{THREAD}stand/", contributions.settle, name="thread_settle"),
    path(PROPOSAL, contributions.proposal, name="proposal"),
    path(f"{PROPOSAL}zurueckziehen/", contributions.withdraw, name="proposal_withdraw"),
]
