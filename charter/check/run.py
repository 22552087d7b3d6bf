"""The walk over charters and rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from charter.catalog import Catalog
from charter.check.severities import is_silent, with_severities
from charter.check.subject import Subject
from charter.check.table import RULES
from charter.check.waivers import waive
from charter.config import Config
from charter.source import Diagnostic
from charter.standing import stand


def check_catalog(
    catalog: Catalog, config: Config, today: date, settings: Iterable[Diagnostic] = ()
) -> list[Diagnostic]:
    """Return everything that reading the charters, where they stand on `today`, and the rules bring up.

    What a comment waives is left out, and everything is as severe as `config` says. `settings` is what reading the
    configuration brought up.
    """
    found = [*settings, *catalog.diagnostics]
    rules = [rule for rule in RULES if not is_silent(rule.code, config)]
    for charter in catalog.charters:
        try:
            standing = stand(charter, today)
            subject = Subject(charter=charter, standing=standing, catalog=catalog, config=config, today=today)
            found += standing.diagnostics
            for rule in rules:
                found += rule.find(subject)
        except Exception as error:
            error.add_note(f"while checking {charter.id}")
            raise
    return with_severities(waive(found, catalog.charters, config), config)
