"""What goes wrong with AWS, as one clear French sentence that says how to mend it."""

from __future__ import annotations

import re

from botocore import exceptions as aws

RENEW = "reconnectez-vous (par exemple « aws sso login »), puis relancez."
KEYS = (
    "donnez une clé par AWS_ACCESS_KEY_ID et AWS_SECRET_ACCESS_KEY, ou un profil par AWS_PROFILE."
)
EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"}
WRONG_KEY = {
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
    "UnrecognizedClientException",
    "AuthFailure",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
}
DENIED = {
    "AccessDenied",
    "AccessDeniedException",
    "UnauthorizedOperation",
    "NotAuthorized",
    "403",
}
THROTTLED = {
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "SlowDown",
    "TooManyInvalidationsInProgress",
}
QUOTA = {"LimitExceededException", "ServiceQuotaExceededException", "LimitExceeded"}
NOT_OPENED = {"OptInRequired", "SubscriptionRequiredException"}

# What a resource of the stack answers when it cannot be made, and what to do about it.
REASONS = (
    (
        r"must be verified before you can add",
        "AWS doit encore vérifier ce compte pour CloudFront : demandez-le au support (gratuit)",
    ),
    (
        r"UnreservedConcurrentExecution below",
        'ce compte a trop peu d’exécutions simultanées : relancez avec SET="ReservedConcurrency=0"',
    ),
    (
        r"CNAMEAlreadyExists|CNAMEs you provided are already associated",
        "ce domaine sert déjà à une autre distribution CloudFront : retirez-le d’elle d’abord",
    ),
    (
        r"(?i)image manifest.*not supported",
        "l’image n’a pas la forme que Lambda accepte : reconstruisez-la sans attestations",
    ),
    (
        r"policy/courtois-boundary",
        "il manque la politique « courtois-boundary » : créez-la (infra/README.md, étape 2)",
    ),
    (
        r"not authorized to perform",
        "il manque une permission à qui déploie (liste : infra/deploy/policy.json)",
    ),
)


class Refused(Exception):
    """Nothing more can be done as things stand: every reason at once, in French."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def sentence(error: Exception) -> str:
    """One sentence for what AWS, or the way to it, answered."""
    if isinstance(error, aws.ClientError):
        return _answered(error)
    if isinstance(error, aws.NoCredentialsError):
        return f"Aucun identifiant AWS n’a été trouvé : {KEYS}"
    if isinstance(error, aws.PartialCredentialsError):
        return f"Les identifiants AWS sont incomplets : {KEYS}"
    if isinstance(error, aws.ProfileNotFound):
        return f"Le profil AWS « {error.kwargs['profile']} » n’existe pas : corrigez AWS_PROFILE."
    if isinstance(error, aws.TokenRetrievalError | aws.SSOError | aws.LoginError):
        return f"La session AWS a expiré : {RENEW}"
    if isinstance(error, aws.WaiterError):
        return "AWS n’a pas fini à temps : attendez un peu, puis relancez."
    if isinstance(error, aws.HTTPClientError | aws.ConnectionError):
        where = error.kwargs.get("endpoint_url") or error.kwargs.get("proxy_url")
        named = f" ({where})" if where else ""
        return f"AWS est injoignable{named} : vérifiez le réseau et la région, puis relancez."
    return f"La bibliothèque d’AWS a refusé ({type(error).__name__}) : {error}"


def code_of(error: aws.ClientError) -> str:
    """The service's own word for it, such as `AccessDenied`."""
    return str(error.response.get("Error", {}).get("Code", "?"))


def message_of(error: aws.ClientError) -> str:
    """The service's own sentence."""
    return str(error.response.get("Error", {}).get("Message", error))


def _answered(error: aws.ClientError) -> str:
    code, message = code_of(error), message_of(error)
    if code in EXPIRED:
        return f"La session AWS a expiré : {RENEW}"
    if code in WRONG_KEY:
        return (
            f"AWS ne reconnaît pas ces identifiants ({code}). Clé inactive ? Réactivez-la dans IAM. "
            f"Horloge décalée ? Mettez-la à l’heure. Sinon, {KEYS}"
        )
    if code in DENIED:
        return _denied(error, message)
    if code in THROTTLED:
        return f"AWS demande d’aller moins vite ({code}) : attendez une minute, puis relancez."
    if code in QUOTA:
        return f"Un quota du compte est atteint ({message}) : libérez de la place ou demandez plus."
    if code in NOT_OPENED:
        return f"Ce compte AWS n’est pas encore ouvert à ce service ({message}) : finissez l’inscription."
    return f"{error.operation_name} a été refusé ({code}) : {message}"


def _denied(error: aws.ClientError, message: str) -> str:
    """Names the missing permission, as the service does when it is in a good mood."""
    named = re.search(r"not authorized to perform: (\S+)", message)
    what = named[1] if named else error.operation_name
    return (
        f"Il manque la permission « {what} » à l’identité qui déploie : ajoutez-la à sa politique "
        "(liste : infra/deploy/policy.json), puis relancez."
    )


def explained(reason: str) -> str:
    """The reason AWS gave for a resource, after what to do when we know."""
    told = re.sub(r"^Resource handler returned message: ", "", reason).strip(' "')
    told = re.sub(r'"? \(RequestToken: .*\)$', "", told)
    for pattern, advice in REASONS:
        if re.search(pattern, reason):
            return f"{advice} (AWS dit : {told})"
    return told
