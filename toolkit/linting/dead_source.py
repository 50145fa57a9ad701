"""dead-source: a web address that is none, or that no longer answers."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException, HTTPMessage
from typing import IO, ClassVar
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import regex

from toolkit.findings import Severity
from toolkit.linting import Flaw, Inventory, LintRule

_ADDRESS = regex.compile(r"\b(?:https?|ftp)://?[^\s;,“”\"<>()（）]*", regex.IGNORECASE)
_HOST = regex.compile(r"(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)*[\p{L}\p{N}-]{1,63}\.?")
_GONE = {404, 410}
_AT_ONCE = 8


class DeadSource(LintRule, frozen=True):
    """Flags an address in source or note that is no valid web address.

    With `online` each address is asked once, by a HEAD request that sends nothing of the glossary but the
    address; one that is gone (404, 410) or does not answer within `timeout` seconds is flagged too. Any other
    answer will do, also one that wants a login. Without it nothing is fetched.

    ## Why is this bad?
    Nobody can look the rendering up.

    ## Example
    zh,en,status,source
    新三样,new three,preferred,SCIO (https:/english.scio.gov.cn/pressroom)

    ## Use instead
    The address as the browser has it, or the one of an archived copy.

    ## References
    RFC 3986; RFC 9110, HEAD.
    """

    online: bool = False
    timeout: float = 10.0
    severity: ClassVar[Severity] = Severity.MINOR
    summary: ClassVar[str] = "a web address that is none, or that no longer answers"

    def inspect(self, inventory: Inventory) -> Iterator[Flaw]:
        """Yield each address that is wrong or, with `online`, dead."""
        found = [
            (use, address)
            for use in (*inventory.terms("zh"), *inventory.terms("en"))
            for address in dict.fromkeys(_ADDRESS.findall(f"{use.designation.source} {use.designation.note}"))
        ]
        good = {address for _, address in found if _is_valid(address)}
        silent = self._silent(good) if self.online else {}
        for use, address in found:
            if address not in good:
                yield self.flaw(use, f"has the source {address}, which is no web address", "correct it")
            elif address in silent:
                message = f"has the source {address}, which is dead ({silent[address]})"
                yield self.flaw(use, message, "name another source, or an archived copy")

    def _silent(self, addresses: Iterable[str]) -> Mapping[str, str]:
        """Return why each address that gives no answer gives none."""
        asked = sorted(addresses)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return {address: why for address, why in zip(asked, pool.map(self._ask, asked), strict=True) if why}

    def _ask(self, address: str) -> str:
        request = Request(address, method="HEAD", headers={"User-Agent": "xindaya"})  # noqa: S310 - http(s) alone
        try:
            build_opener(_NoRedirect).open(request, timeout=self.timeout).close()
        except HTTPError as error:
            error.close()
            return f"{error.code} {error.reason}" if error.code in _GONE else ""
        except (OSError, HTTPException, ValueError) as error:
            return str(getattr(error, "reason", "") or error) or type(error).__name__
        return ""


class _NoRedirect(HTTPRedirectHandler):
    """Takes a redirect for an answer, so that no request goes where the glossary does not say."""

    def redirect_request(  # noqa: PLR0913, PLR0917 - the standard library's signature
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow no redirect."""


def _is_valid(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    known = host == "localhost" or "." in host.strip(".") or ":" in host
    return parts.scheme in {"http", "https"} and known and bool(":" in host or _HOST.fullmatch(host))
