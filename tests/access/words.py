"""The vocabulary of the access table: roles, rows, and columns that recur."""

from dataclasses import dataclass, field

ROLES = ("anonymous", "stranger", "staff", "coordinator", "supervision", "administrator")

# Columns that recur. Order: anonymous, stranger, staff, coordinator, supervision, administrator.
NEVER = "refused refused refused refused refused refused"
PUBLIC = "ok ok ok ok ok ok"
SIGNED_IN = "login ok ok ok ok ok"
API_SIGNED_IN = "401 ok ok ok ok ok"
OF_PARTNERS = "login 404 ok ok 404 404"
API_OF_PARTNERS = "401 404 ok ok 404 404"
# Below a cooperation: staff contribute for their own municipality, the coordination decides.
CONTRIBUTE = "login 404 ok ok 403 404"
OWN_MUNICIPALITY = "login 404 ok 403 403 404"
COORDINATE = "login 404 403 ok 403 404"
COORDINATOR_PAGE = "login 404 403 ok 404 404"
API_CONTRIBUTE = "401 404 ok ok 403 404"
# Somebody who works for a municipality.
STAFF_ONLY = "login ok ok ok 403 403"
# Who keeps offers: staff for their municipality, and the administration. Kusel keeps the one of this world.
KEEPS_OFFERS = "login ok ok ok 403 ok"
KEEPS_OFFER = "login 403 ok 403 403 ok"
# Staff of Kusel; everybody else who is signed in sees the municipality, but keeps nothing of it.
KUSEL_ONLY = "login 403 ok 403 403 403"
NEED_FORM = "login 404 ok 403 404 404"
ADMINISTRATOR_PAGE = "login 404 404 404 404 ok"
ADMINISTRATE = "login 404 404 404 403 ok"
SUPERVISION_PAGE = "login 404 404 404 ok 404"
# An address with a secret or a number that does not exist for anybody of the cast.
UNKNOWN_TO_ALL = "404 404 404 404 404 404"
UNKNOWN_SIGNED_IN = "login 404 404 404 404 404"


@dataclass(frozen=True)
class Row:
    """The expected answers at one route; ``url`` is filled with the facts of the test's world."""

    url: str
    get: str = NEVER
    post: str = NEVER
    more: dict[str, str] = field(default_factory=dict)

    def expected(self, method: str, role: str) -> str:
        """The word for a method and a role."""
        columns = {"GET": self.get, "HEAD": self.get, "POST": self.post, **self.more}.get(method, NEVER)
        return columns.split()[ROLES.index(role)]
