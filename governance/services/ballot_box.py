"""The box of a secret ballot: who voted and what was voted, kept apart. Inside the caller's transaction."""

import secrets

from django.db import IntegrityError, transaction

from governance.models import Ballot, SecretPaper, SecretVoter


def put_into_the_box(ballot: Ballot, partner: int, choice: str) -> bool:
    """Take a municipality's paper; False where it has voted before. The ballot's row is locked."""
    try:
        with transaction.atomic():
            SecretVoter.objects.create(ballot=ballot, partner_id=partner)
    except IntegrityError:
        return False
    SecretPaper.objects.create(ballot=ballot, choice=choice)
    lay_anew(ballot)
    return True


def lay_anew(ballot: Ballot) -> list[str]:
    """Write papers and voters anew, each in an order of chance, and return the choices.

    What stands in the tables bears the keys, places and transaction of this moment: none of them leads from a paper
    back to the moment at which somebody voted, in a copy made while the ballot is open either.
    """
    chance = secrets.SystemRandom()
    choices = list(SecretPaper.objects.filter(ballot=ballot).values_list("choice", flat=True))
    partners = list(SecretVoter.objects.filter(ballot=ballot).values_list("partner", flat=True))
    SecretPaper.objects.filter(ballot=ballot).delete()
    SecretVoter.objects.filter(ballot=ballot).delete()
    chance.shuffle(choices)
    chance.shuffle(partners)
    SecretPaper.objects.bulk_create(SecretPaper(ballot=ballot, choice=choice) for choice in choices)
    SecretVoter.objects.bulk_create(SecretVoter(ballot=ballot, partner_id=pk) for pk in partners)
    return choices
