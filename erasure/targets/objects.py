"""Object stores that speak S3: every version of an object and every delete marker, by content and by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from discovery.documents import Decision, SubjectProfile
from discovery.sources.ports import ConnectionTest
from discovery.sources.registry import Setting
from dsar.foundation.words import Words as _
from erasure.errors import TargetFailed
from erasure.plan import Action, Change, Gap, Outcome, Preview, Terms, digest_of
from erasure.targets.content import Gathered, is_named_after, judge, names_person, rule, set_of
from erasure.targets.ports import Pace, keep_pace
from erasure.targets.recognising import people_in_content
from erasure.targets.registry import TargetKind, register

LARGEST_BYTES = 100 * 1024 * 1024
_MARKER = digest_of("marker")
_DENIED = {"AccessDenied", "403", "InvalidAccessKeyId", "SignatureDoesNotMatch"}


@dataclass(frozen=True)
class ObjectsTarget:
    """A bucket, or the part of it below a prefix. `secret` is "access key id:secret access key"."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    secret: str | None = field(default=None, repr=False)

    def test(self) -> ConnectionTest:
        """Whether the bucket can be listed and keeps versions."""
        try:
            client = self._client()
            state = _asked(lambda: client.get_bucket_versioning(Bucket=self.bucket)).get("Status", "")
            _asked(lambda: client.list_object_versions(Bucket=self.bucket, Prefix=self.prefix, MaxKeys=1))
        except TargetFailed as error:
            words = {"not_installed": "The package boto3 is not installed.",
                     "permission_denied": "These credentials may not list the bucket."}  # fmt: skip
            return ConnectionTest(ok=False, message=words.get(error.code, _("The bucket cannot be reached.")))
        kept = "It keeps versions: all of them are erased." if state else "It keeps no versions."
        return ConnectionTest(ok=True, message=f"The bucket can be listed. {kept}")

    def preview(self, person: SubjectProfile, terms: Terms) -> Preview:
        """See `Target`."""
        client, found = self._client(), Gathered()
        theirs: set[str] = set()
        left: set[str] = set()
        markers: list[Mapping[str, Any]] = []
        for entry in self._versions(client):
            if "ETag" not in entry:
                markers.append(entry)
            elif (goes := self._look(client, entry, person, terms, found)) is not None:
                (theirs if goes else left).add(str(entry["Key"]))
        found.changes += [
            Change(set_of("objects", entry["Key"]), {"key": entry["Key"], "version": str(entry["VersionId"])},
                   Action.DELETE, _MARKER, "the mark of a deletion: its key names the object")
            for entry in markers
            if entry["Key"] in theirs - left
        ]  # fmt: skip
        return found.preview()

    def _look(
        self, client: Any, entry: Mapping[str, Any], person: SubjectProfile, terms: Terms, found: Gathered
    ) -> bool | None:
        """Whether the version goes; None where it is not the person's."""
        name, key = set_of("objects", entry["Key"]), str(entry["Key"])
        if int(entry.get("Size", 0)) > LARGEST_BYTES:
            found.gaps.append(Gap(name, "too_large"))
            return None
        place = {"key": key, "version": str(entry["VersionId"])}
        judged = judge(self._content(client, place), key, person)
        if judged.decision is None and names_person(key, person):
            surely = is_named_after(key, person)
            decision, reason = (Decision.CONFIRMED, "") if surely else (Decision.REVIEW, "name_of_file")
            judged = replace(judged, decision=decision, reason=reason, why="the key of the object names the person")
        if judged.decision is None:
            found.gaps += [Gap(name, judged.unread)] if judged.unread else []
            return None
        ruling = rule(terms, judged, set_name=name, ref=f"{key} {place['version']}", can_redact=False)
        before = digest_of(entry["ETag"], entry.get("Size"))
        return found.take(ruling, judged, set_name=name, locator=place, before=before, sample=key)

    def erase(self, changes: Sequence[Change], person: SubjectProfile, pace: Pace) -> Outcome:
        """Delete version by version; one that is gone was deleted before. A version never changes, so nothing else."""
        client, done, already = self._client(), 0, 0
        standing = {(entry["Key"], str(entry["VersionId"])) for entry in self._versions(client)}
        for change in changes:
            keep_pace(pace)
            key, version = change.locator["key"], change.locator["version"]
            if (key, version) not in standing:
                already += 1
                continue
            if change.before != _MARKER:
                self._refuse_changed(client, change)
            _asked(
                lambda key=key, version=version: client.delete_object(Bucket=self.bucket, Key=key, VersionId=version)
            )
            done += 1
        return Outcome(done, already)

    def verify(self, person: SubjectProfile, terms: Terms) -> Preview:
        """The same search again."""
        return self.preview(person, terms)

    def people(self) -> Iterator[SubjectProfile]:
        """See `Target`; every version is read."""
        client = self._client()
        for entry in self._versions(client):
            if "ETag" in entry and int(entry.get("Size", 0)) <= LARGEST_BYTES:
                key = str(entry["Key"])
                content = self._content(client, {"key": key, "version": str(entry["VersionId"])})
                yield from people_in_content(content, key)

    def _refuse_changed(self, client: Any, change: Change) -> None:
        """In a bucket without versions the object of this key may be another one by now."""
        place = {"Bucket": self.bucket, "Key": change.locator["key"], "VersionId": change.locator["version"]}
        head = _asked(lambda: client.head_object(**place))
        if digest_of(head["ETag"], head.get("ContentLength")) != change.before:
            raise TargetFailed("changed_meanwhile")

    def _versions(self, client: Any) -> Iterator[Mapping[str, Any]]:
        marks: dict[str, str] = {}
        while True:
            page = _asked(partial(client.list_object_versions, Bucket=self.bucket, Prefix=self.prefix, **marks))
            yield from page.get("Versions", ())
            yield from page.get("DeleteMarkers", ())
            if not page.get("IsTruncated"):
                return
            marks = {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]}

    def _content(self, client: Any, place: Mapping[str, str]) -> bytes:
        answer = _asked(lambda: client.get_object(Bucket=self.bucket, Key=place["key"], VersionId=place["version"]))
        return bytes(answer["Body"].read())

    def _client(self) -> Any:
        try:
            import boto3  # type: ignore[import-untyped,unused-ignore]  # optional
            from botocore.config import Config  # type: ignore[import-untyped,unused-ignore]
        except ImportError:
            raise TargetFailed("not_installed") from None
        identity, _, key = (self.secret or ":").partition(":")
        return boto3.client(
            "s3", endpoint_url=self.endpoint or None, region_name=self.region or "us-east-1",
            aws_access_key_id=identity or None, aws_secret_access_key=key or None,
            config=Config(connect_timeout=10, read_timeout=60, retries={"max_attempts": 3}),
        )  # fmt: skip


def _asked(ask: Any) -> Any:
    from botocore.exceptions import (  # type: ignore[import-untyped,unused-ignore]  # optional
        BotoCoreError,
        ClientError,
    )

    try:
        return ask()
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        raise TargetFailed("permission_denied" if code in _DENIED else "refused_by_target") from None
    except BotoCoreError:
        raise TargetFailed("unreachable", can_wait=True) from None


def _make(settings: Mapping[str, Any], secret: str | None) -> ObjectsTarget:
    given = {name: str(settings[name] or "") for name in ("bucket", "prefix", "endpoint", "region")}
    return ObjectsTarget(**given, secret=secret)


OBJECTS = TargetKind(
    name="s3",
    label=_("Object store (S3), with all versions"),
    settings=(
        Setting("bucket", _("Bucket"), required=True),
        Setting("prefix", _("Only keys that begin with")),
        Setting("endpoint", _("Address of the service"), hint=_("Empty for Amazon; https://… for others.")),
        Setting("region", _("Region")),
    ),
    make=_make,
    needs_secret=True,
    needs_package="boto3",
)
register(OBJECTS)
