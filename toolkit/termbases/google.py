"""Unidirectional glossaries of Google Cloud Translation: CSV or TSV, source and target, no header, 10 MB in all.

https://cloud.google.com/translate/docs/advanced/glossary; the limit, in code points, is that of
https://cloud.google.com/translate/docs/reference/rest/v3beta1/projects.locations.glossaries.
"""

from typing import ClassVar

from toolkit.termbases._pairs import Pairs


class Google(Pairs, frozen=True):
    """Pairs for Google Cloud Translation."""

    service: ClassVar[str] = "Google"
    largest: ClassVar[int] = 10_000_000
