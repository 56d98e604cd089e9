"""What every page of the site says to the browser about itself: one place, for the server and for the pages.

The function sets its own (its preview may be framed by the site): nothing here is laid over `/api`.
"""

_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
_FRAMING = {"frame-ancestors": "'none'"}


def _written(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


CONTENT_SECURITY_POLICY = _written(_POLICY | _FRAMING)

# In a page, browsers ignore `frame-ancestors` and complain about it: it is left to the header.
META_POLICY = _written(_POLICY)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
