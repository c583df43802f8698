"""Rules of a cooperation's dates, with no Django in them: form and service say the same."""

from datetime import date

FIXED_TERM = "fixed-term"


def date_errors(
    *, duration: str, ends_on: date | None, build_up_from: date | None, build_up_to: date | None
) -> dict[str, str]:
    """What is wrong with the dates, by field; empty where all is well.

    The constraints of the database hold the same rules.
    """
    errors = {}
    if duration == FIXED_TERM and ends_on is None:
        errors["ends_on"] = "Bitte geben Sie an, wann die befristete Kooperation endet."
    if duration != FIXED_TERM and ends_on is not None:
        errors["ends_on"] = "Ein Enddatum gehört nur zu einer befristeten Kooperation."
    if build_up_to is not None and build_up_from is None:
        errors["build_up_from"] = "Bitte geben Sie auch an, wann die Aufbauphase beginnt."
    if build_up_to is not None and build_up_from is not None and build_up_to < build_up_from:
        errors["build_up_to"] = "Das Ende der Aufbauphase liegt vor ihrem Anfang."
    if (
        "ends_on" not in errors
        and ends_on is not None
        and build_up_from is not None
        and ends_on < build_up_from
    ):
        errors["ends_on"] = "Die Kooperation endet vor dem Beginn der Aufbauphase."
    return errors
