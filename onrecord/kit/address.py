"""The address of a page without what does not name it, so that one page met twice has one address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

# What an address carries to count its readers, not to name the page.
_COUNTING = re.compile(r"(?:utm_|fb_|mc_|pk_|ga_)|(?:fbclid|gclid|ref|cmpid|share|smid|ocid|srcref)$", re.I)


def address_of(url: str) -> str:
    """An address without what does not name the page: scheme, "www.", fragment, counting parameters, a last slash.

    >>> address_of("https://www.Example.org/dam/?utm_source=x&id=4#top")
    'example.org/dam?id=4'
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower().removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    except ValueError:
        return ""
    named = [(key, value) for key, value in parse_qsl(parts.query) if not _COUNTING.match(key)]
    path = parts.path.rstrip("/")
    if not host or (not path and not named):
        return ""
    return f"{host}{path}" + (f"?{urlencode(sorted(named))}" if named else "")
