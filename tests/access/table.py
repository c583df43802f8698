"""Who may do what at which address: one row per route, one column per role.

A row names the answers to GET and POST in the order of :data:`tests.access.words.ROLES`; every other method must
be refused unless the row names it. The words:

===========  =====================================================================================
``ok``       2xx, a redirect that is not to the sign-in page, or a refusal for what was *entered* (400, 409)
``login``    redirect to the sign-in page
``refused``  anything but success: the address does not know the method, or not for this role
``any``      whatever the view makes of it; only at forms of one's own account
a number     exactly this status
===========  =====================================================================================

The rows stand in :mod:`tests.access.rows`, one module per room; a module laid there is part of the table.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.access import rows
from tests.access.words import Row


def _joined() -> dict[str, Row]:
    table: dict[str, Row] = {}
    for room in iter_modules(rows.__path__, f"{rows.__name__}."):
        of_room: dict[str, Row] = import_module(room.name).ROWS
        assert not table.keys() & of_room.keys(), f"Twice in the table: {table.keys() & of_room.keys()}"
        table |= of_room
    return table


TABLE = _joined()
