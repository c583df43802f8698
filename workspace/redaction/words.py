"""What stands in place of a name, and of an address."""

from typing import Final

# Reserved for names that lead nowhere (RFC 2606): no mail ever goes there.
GONE_DOMAIN: Final = "@entfernt.ikz.invalid"
