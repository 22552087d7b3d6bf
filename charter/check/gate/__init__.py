"""What a branch would do to promises made: released texts, signatures and reviews against the commit it came from.

`base` reads what stood there, `past` makes charters of it, the rules (`released`, `signed`, `promises`, `reviews`,
`results`) look at one charter then and now, `acks` takes out what somebody answers for, `gate` does it all.
"""

from __future__ import annotations

from charter.check.gate.base import Base, read_base
from charter.check.gate.gate import check_against

__all__ = ["Base", "check_against", "read_base"]
