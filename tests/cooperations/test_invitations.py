"""Who is written to when a municipality is invited."""

from cooperations.models import Cooperation
from cooperations.services import add_partner, remove_partner, respond_to_invitation
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from municipalities.models import Municipality


def mails_to(user: User) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to=user.email).order_by("pk"))


def test_each_person_of_the_invited_municipality_gets_one_mail(
    cooperation: Cooperation, coordinator: User, stranger: User, halberstadt: Municipality
) -> None:
    add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    [mail] = mails_to(stranger)
    assert mail.subject == f"Einladung zur Kooperation „{cooperation.title}“"
    assert "/kooperationen/donnersberg/" in mail.body_text
    assert "Halberstadt" in mail.body_html
    assert not mails_to(coordinator)


def test_an_answer_holds_back_what_has_not_left(
    cooperation: Cooperation, coordinator: User, stranger: User, halberstadt: Municipality
) -> None:
    partner = add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    respond_to_invitation(actor=stranger, partner=partner, accept=False)
    assert [mail.state for mail in mails_to(stranger)] == ["withdrawn"]


def test_a_repeated_invitation_is_a_new_mail(
    cooperation: Cooperation, coordinator: User, stranger: User, halberstadt: Municipality
) -> None:
    partner = add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    remove_partner(actor=coordinator, partner=partner)
    first = partner.invited_at
    again = add_partner(actor=coordinator, cooperation=cooperation, municipality=halberstadt)
    assert again.invited_at > first
    assert {mail.state for mail in mails_to(stranger)} == {"withdrawn", "queued"}
