"""Take everything away again: the stack and what it holds, and the images; never without a yes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from infra.deploy import change, image, stack
from infra.deploy.cloud import Cloud
from infra.deploy.faults import Refused, code_of
from infra.deploy.steps import Order


def remove(cloud: Cloud, order: Order) -> None:
    """Empty the buckets, delete the registry, then the stack: while it stands, one can run this again.

    Raises Refused without a stack: a registry of the same name may be someone else's.
    """
    formation = cloud.client("cloudformation")
    found = stack.read(formation, stack.NAME)
    account = cloud.client("sts").get_caller_identity()["Account"]
    here = f"Compte {account}, région {cloud.region}"
    if found is None:
        raise Refused(
            f"{here} : il n’y a pas de pile « {stack.NAME} », et rien n’a été supprimé. Le dépôt d’images "
            f"« {image.REPOSITORY} » qu’un essai aurait laissé se supprime dans la console (ECR)."
        )
    print(
        f"{here}, pile « {stack.NAME} » ({found.status}) : les pages, les liens courts en cours, "
        "la fonction, ses images et ses alarmes disparaîtront."
    )
    if order.dry_run:
        return
    order.confirm("Tout supprimer ?")
    for bucket in filter(None, map(found.outputs.get, ("SiteBucket", "SharesBucket"))):
        with _unless("NoSuchBucket"):
            _empty(cloud.client("s3"), bucket)
    with _unless("RepositoryNotFoundException"):
        cloud.client("ecr").delete_repository(repositoryName=image.REPOSITORY, force=True)
    formation.delete_stack(StackName=stack.NAME)
    change.wait(formation, stack.NAME, "DELETE")
    print("Tout est supprimé. Le certificat et le pare-feu, s’il y en a : infra/README.md.")


@contextmanager
def _unless(code: str) -> Iterator[None]:
    """A former try took it away already: the service says this, and that is well."""
    try:
        yield
    except ClientError as error:
        if code_of(error) != code:
            raise


def _empty(s3: Any, bucket: str) -> None:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        keys = [{"Key": one["Key"]} for one in page.get("Contents", [])]
        if keys:
            s3.delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True})
