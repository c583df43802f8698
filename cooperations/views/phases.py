"""The guiding questions by phase, and the answers to them, each saved in its place."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cooperations import catalog
from cooperations.catalog import Phase
from cooperations.forms.answers import AnswerForm
from cooperations.models import Cooperation, GuidingAnswer
from cooperations.selectors import conduct, guiding
from cooperations.selectors.guiding import AnswerCard
from cooperations.selectors.relations import Relation
from cooperations.services import save_answer
from cooperations.views.lookup import partner_of, seen
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from ikz.ui.forms import add_errors
from ikz.ui.htmx import render_page_or_partial, wants_partial

KEEP_STORED = "gespeicherte"
MERGE = "zusammen"


@dataclass(frozen=True)
class Shown:
    """An answer as the page shows it: open for writing where there is a form."""

    card: AnswerCard
    form: AnswerForm | None
    saved: bool = False


def _form(card: AnswerCard, data: Any = None, **initial: Any) -> AnswerForm:
    values = {"text": card.text, "version": card.version} | initial
    form = AnswerForm(data, initial=values, auto_id=f"{card.anchor}-%s")
    who = f" von {card.partner}" if card.partner else ""
    form.fields["text"].label = f"Antwort{who}"
    return form


@require_safe
@login_required
def phases(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the questions of one phase, the present one unless asked otherwise."""
    cooperation, viewer = seen(request, slug)
    phase = catalog.phases().get(request.GET.get("phase", cooperation.phase))
    if phase is None:
        raise Http404
    user = actor_of(request)
    answers = guiding.visible_answers(user, cooperation)
    only_open = "offen" in request.GET
    steps = []
    for cards in guiding.step_cards(cooperation, phase, answers, viewer, read_only=user.read_only):
        questions = [
            (item, [_shown(card, request) for card in item.cards])
            for item in cards.questions
            if not only_open or item.answered < len(item.cards)
        ]
        if questions:
            steps.append((cards.step, questions))
    context = {
        "cooperation": cooperation,
        "viewer_relation": viewer,
        "phase": phase,
        "steps": steps,
        "only_open": only_open,
        **_progress(cooperation, phase, answers),
        **_conduct(user, cooperation),
    }
    return render_page_or_partial(
        request, page="cooperations/phases.html", partial="cooperations/partials/phase.html", context=context
    )


def _conduct(user: User, cooperation: Cooperation) -> dict[str, Any]:
    """How the cooperation came here: transitions and self-evaluations."""
    changes = conduct.phase_changes(user, cooperation)
    return {
        "timeline": conduct.timeline(cooperation, changes),
        "changes": changes,
        "evaluations": conduct.self_evaluations(user, cooperation),
        "due": conduct.conducts([cooperation])[cooperation.pk].due,
    }


def _shown(card: AnswerCard, request: HttpRequest) -> Shown:
    # What waits for this person's words stands open; the rest opens on request.
    waits = card.may_edit and not card.text and (card.own or card.partner is None)
    return Shown(
        card=card, form=_form(card) if waits else None, saved=request.GET.get("gespeichert") == card.anchor
    )


def _progress(cooperation: Cooperation, phase: Phase, answers: list[GuidingAnswer]) -> dict[str, Any]:
    rows = guiding.phase_progress(cooperation, answers)
    return {"progress": rows, "phase_progress": next(row for row in rows if row.key == phase.key)}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: HttpRequest, slug: str, question_key: str) -> HttpResponse:
    """Read or save one answer; ``?kommune=<ags>`` names the partner of a question that each answers for itself."""
    cooperation, viewer = seen(request, slug)
    question = catalog.questions().get(question_key)
    ags = request.GET.get("kommune", "")
    if question is None or question.per_partner != bool(ags):
        raise Http404
    partner = partner_of(cooperation, ags) if ags else None
    user = actor_of(request)
    answers = guiding.visible_answers(user, cooperation)
    stored = {(row.question_key, row.partner_id): row for row in answers}
    card = guiding.answer_card(
        question,
        partner,
        stored.get((question_key, partner.pk if partner else None)),
        viewer,
        read_only=user.read_only,
    )
    if not card.may_edit:
        raise PermissionDenied
    page = _AnswerPage(request, cooperation, viewer, card, answers)
    if request.method == "POST":
        return page.post()
    return page.leave(saved=False) if request.GET.get("ansicht") == "lesen" else page.show(_form(card))


class _AnswerPage:
    """One answer, as a fragment for HTMX or as a page of its own."""

    def __init__(
        self,
        request: HttpRequest,
        cooperation: Cooperation,
        viewer: Relation,
        card: AnswerCard,
        answers: list[GuidingAnswer],
    ) -> None:
        self.request, self.cooperation, self.viewer = request, cooperation, viewer
        self.card, self.answers = card, answers
        self.phase = next(phase for phase in catalog.phases().values() if card.question in phase.questions)

    def post(self) -> HttpResponse:
        form = _form(self.card, self.request.POST)
        if not form.is_valid():
            return self.show(form)
        choice, text = self.request.POST.get("wahl", ""), form.cleaned_data["text"]
        if choice == KEEP_STORED:
            return self.leave(saved=False, word="Die gespeicherte Fassung bleibt.")
        if choice == MERGE:
            joined = "\n\n".join(part for part in (text.strip(), self.card.text) if part)
            return self.conflict(joined, self.card, "Beide Fassungen stehen jetzt untereinander.")
        try:
            self._save(text, form.cleaned_data["version"])
        except EditConflict as conflict:
            return self.conflict(text, self._reread(conflict.current))
        except ValidationError as error:
            add_errors(form, error)
            return self.show(form)
        return self.leave(saved=True, word="Antwort gespeichert.")

    def _save(self, text: str, version: int) -> None:
        row = save_answer(
            actor=actor_of(self.request),
            cooperation=self.cooperation,
            question_key=self.card.question.key,
            text=text,
            expected_version=version,
            partner=self.card.partner,
        )
        self.card = self._reread(row)
        self.answers = [kept for kept in self.answers if kept.pk != row.pk] + [row]

    def _reread(self, row: GuidingAnswer) -> AnswerCard:
        card = self.card
        return AnswerCard(
            question=card.question, partner=card.partner, answer=row, may_edit=card.may_edit, own=card.own
        )

    def show(self, form: AnswerForm) -> HttpResponse:
        """The form, open for writing."""
        form.fields["text"].widget.attrs.update({"data-autofocus": "1", "autofocus": not form.errors})
        return self._render(item=Shown(card=self.card, form=form))

    def conflict(self, typed: str, card: AnswerCard, word: str = "") -> HttpResponse:
        """Both versions beside each other; saving now replaces the one that is shown as stored."""
        form = _form(card, text=typed)
        return self._render(item=Shown(card=card, form=form), conflict=True, word=word)

    def leave(self, *, saved: bool, word: str = "") -> HttpResponse:
        """Back to reading: the card for HTMX, else the place of the answer in its phase."""
        if wants_partial(self.request):
            return self._render(item=Shown(card=self.card, form=None, saved=saved), word=word, left=True)
        query = f"phase={self.phase.key}" + (f"&gespeichert={self.card.anchor}" if saved else "")
        return redirect(
            f"{reverse('cooperations:phases', args=[self.cooperation.slug])}?{query}#{self.card.anchor}"
        )

    def _render(self, **context: Any) -> HttpResponse:
        return render_page_or_partial(
            self.request,
            page="cooperations/answer.html",
            partial="cooperations/partials/answer.html",
            context={
                "cooperation": self.cooperation,
                "viewer_relation": self.viewer,
                "phase": self.phase,
                "swapped": True,
                **_progress(self.cooperation, self.phase, self.answers),
                **context,
            },
        )
