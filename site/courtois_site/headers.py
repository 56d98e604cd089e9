"""The security headers of every page and every answer, written once for the site, the server and the function.

The function reads them in `build/headers.json`, and allows the site to frame its previews.
"""

# The two public registers that a person may search from their own browser.
REGISTERS = (
    "https://recherche-entreprises.api.gouv.fr",
    "https://bodacc-datadila.opendatasoft.com",
)
_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": f"'self' {' '.join(REGISTERS)}",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
# In a page, browsers ignore the first and validators do not know the others: they are in the header alone.
_IN_HEADER_ALONE = {
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "courtois",
}


def _written(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


CONTENT_SECURITY_POLICY = _written(_POLICY | _IN_HEADER_ALONE)
META_POLICY = _written(_POLICY)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # « no-referrer » would make our own forms post with « Origin: null » (courtois_api.incoming).
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",  # browsers obey it over https alone
}
