"""Rules of a cooperation's dates, with no Django in them: form and service say the same."""

from datetime import date

FIXED_TERM = "fixed-term"


def date_errors(
    *, duration: str, ends_on: date | None, build_up_from: date | None, build_up_to: date | None
) -> dict[str, str]:
    """What is wrong with the dates, by field; empty where all is well.

    The build-up is told in whole months, by their first days. The constraints of the database hold the same rules.
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
    for name, day in (("build_up_from", build_up_from), ("build_up_to", build_up_to)):
        if day is not None and day.day != 1:
            errors[name] = "Geben Sie den Monat durch seinen ersten Tag an, zum Beispiel 2022-09-01."
    if (
        "ends_on" not in errors
        and ends_on is not None
        and build_up_from is not None
        and ends_on < build_up_from
    ):
        errors["ends_on"] = "Die Kooperation endet vor dem Beginn der Aufbauphase."
    return errors
