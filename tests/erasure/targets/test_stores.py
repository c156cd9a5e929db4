import os
import uuid

import boto3
import pytest
import redis
from moto.server import ThreadedMotoServer
from qdrant_client import QdrantClient
from qdrant_client.models import Distance, PointStruct, VectorParams

from erasure.errors import TargetFailed
from erasure.plan import Action, Policy, Terms
from erasure.runs.returning import reapply
from erasure.runs.services import TargetOrder
from erasure.suppression.services import suppress
from erasure.targets import make_target
from erasure.targets.keys import expanded
from tests.erasure.shop import PERSON


def always() -> bool:
    return True


@pytest.fixture
def keys(redis_url):
    """A Redis with keys of two people and entries of both in shared ones."""
    client = redis.Redis.from_url(redis_url)
    client.flushdb()
    client.set("session:mira.holt@example.org", "abc", ex=3600)
    client.set("session:jon.beck@example.org", "def")
    client.hset("user:C-88017:basket", mapping={"teapot": 1})
    client.hset("newsletter", mapping={"mira.holt@example.org": "yes", "jon.beck@example.org": "yes"})
    client.rpush("recent", "login mira.holt@example.org", "login jon.beck@example.org")
    client.sadd("vip", "jon.beck@example.org")
    client.zadd("score", {"mira.holt@example.org": 5, "jon.beck@example.org": 7})
    yield client
    client.flushdb()
    client.close()


def _keys_target(redis_url):
    patterns = ["session:{email}", "user:{customer number}:*", "cache:*"]
    return make_target("redis", {"url": redis_url, "patterns": patterns})


def test_keys_of_the_person_go_and_shared_keys_keep_the_others(keys, redis_url):
    target = _keys_target(redis_url)

    planned = target.preview(PERSON, Terms())
    outcome = target.erase(planned.changes, PERSON, always)

    assert outcome.done == 4
    assert sorted(keys.keys()) == [b"newsletter", b"recent", b"score", b"session:jon.beck@example.org", b"vip"]
    assert keys.hgetall("newsletter") == {b"jon.beck@example.org": b"yes"}
    assert len(keys.lrange("recent", 0, -1)) == 2  # her address in the midst of a line: that is asked
    assert keys.zrange("score", 0, -1) == [b"jon.beck@example.org"]
    assert any("expire by itself in" in change.why for change in planned.changes)
    assert target.verify(PERSON, Terms()).changes == ()
    assert target.erase(planned.changes, PERSON, always).already == 4


def test_what_others_keep_about_the_person_in_redis_is_asked_and_never_changed_unasked(keys, redis_url):
    keys.set("basket:C-88018", '{"note": "a gift for mira.holt@example.org", "of": "jon.beck@example.org"}')
    keys.hset("user:C-88018", mapping={"note": "met mira.holt@example.org", "mail": "jon.beck@example.org"})
    target, theirs = _keys_target(redis_url), (b"basket:C-88018", b"user:C-88018", b"recent")
    before = [keys.dump(name) for name in theirs]

    planned = target.preview(PERSON, Terms())
    target.erase(planned.changes, PERSON, always)
    unasked = [keys.dump(name) for name in theirs]
    answers = {one.key: "erase" for one in planned.questions}
    target.erase(target.preview(PERSON, Terms(choices=answers)).changes, PERSON, always)

    assert sorted((one.set, one.reason) for one in planned.questions) == [
        ("other keys/hash", "shared"), ("other keys/list", "shared"), ("other keys/string", "shared")
    ]  # fmt: skip
    assert unasked == before
    assert keys.hgetall("user:C-88018") == {b"mail": b"jon.beck@example.org"}
    assert keys.lrange("recent", 0, -1) == [b"login jon.beck@example.org"]
    assert not keys.exists("basket:C-88018")


def test_who_comes_back_in_redis_is_known_by_pattern_and_by_address(db, keys, redis_url, journal):
    suppress(person=PERSON, run_id=uuid.uuid4())
    settings = {"url": redis_url, "patterns": ["session:{email}", "user:{customer number}:*"]}

    found, _by_hand = reapply([TargetOrder(uuid.uuid4(), "Cache", "redis", settings)], "seed")

    assert [(row.people, row.changed, row.left, row.failure) for row in found] == [(2, 4, {"to_check": 1}, "")]
    assert not keys.exists("session:mira.holt@example.org", "user:C-88017:basket")
    assert keys.exists("session:jon.beck@example.org")


@pytest.mark.parametrize("name", ["*", "other keys/hash"])
def test_entries_of_shared_keys_stay_where_a_policy_keeps_them(keys, redis_url, name):
    kept = Policy(name, Action.KEEP, exception="legal_claims", why="A claim is pending")

    planned = _keys_target(redis_url).preview(PERSON, Terms((kept,)))

    assert ("other keys/hash", "legal_claims") in {(stay.set, stay.reason) for stay in planned.stays}
    assert "other keys/hash" not in {change.set for change in planned.changes}


def test_a_key_that_changed_since_the_rehearsal_stays(keys, redis_url):
    planned = _keys_target(redis_url).preview(PERSON, Terms())
    keys.set("session:mira.holt@example.org", "renewed")

    with pytest.raises(TargetFailed) as refused:
        _keys_target(redis_url).erase(planned.changes, PERSON, always)

    assert refused.value.code == "changed_meanwhile"
    assert keys.get("session:mira.holt@example.org") == b"renewed"


def test_a_pattern_without_a_value_of_the_person_takes_nothing():
    assert list(expanded(["cache:*", "a:{email}:{phone}"], PERSON)) == []
    assert dict(expanded(["s:{email}"], PERSON)) == {"s:{email}": "s:mira.holt@example.org"}


@pytest.fixture
def journal(settings, tmp_path):
    """The journal of erasures in a folder of the test's own."""
    settings.DSAR_CHECKPOINT_DIR = tmp_path / "checkpoints"


@pytest.fixture
def vectors(tmp_path):
    """A vector store in its local mode: three people's points, one of which names another person."""
    client = QdrantClient(path=str(tmp_path / "vectors"))
    client.create_collection("memory", vectors_config=VectorParams(size=2, distance=Distance.COSINE))
    payloads = [
        {"user": {"number": "C-88017"}, "text": "likes tea"},
        {"user": {"number": "C-88018"}, "text": "asked for mira.holt@example.org"},
        {"user": {"number": "C-88019"}, "text": "likes coffee"},
        {"from": "mira.holt@example.org", "text": "hello"},
    ]
    client.upsert("memory", [PointStruct(id=n + 1, vector=[0.1, 0.2], payload=body) for n, body in enumerate(payloads)])
    client.close()
    return {"place": str(tmp_path / "vectors"), "fields": ["user.number = customer number"]}


def test_points_of_the_person_go_by_field_and_by_value_and_anothers_point_is_asked(vectors):
    target = make_target("qdrant", vectors)

    planned = target.preview(PERSON, Terms())
    outcome = target.erase(planned.changes, PERSON, always)
    answered = target.preview(PERSON, Terms(choices={"memory|shared|point": "erase"}))

    assert [change.locator["id"] for change in planned.changes] == [1, 4]
    assert [(one.key, one.count, one.samples) for one in planned.questions] == [("memory|shared|point", 1, ("2",))]
    assert outcome.done == 2
    assert [change.locator["id"] for change in answered.changes] == [2]
    assert target.verify(PERSON, Terms()).changes == ()
    assert target.erase(planned.changes, PERSON, always).already == 2
    assert _points(vectors) == [2, 3]


def test_who_comes_back_in_qdrant_is_known_by_field_and_by_address(db, vectors, journal):
    suppress(person=PERSON, run_id=uuid.uuid4())

    found, _by_hand = reapply([TargetOrder(uuid.uuid4(), "Memory", "qdrant", vectors)], "seed")

    assert [(row.people, row.changed, row.left, row.failure) for row in found] == [(2, 2, {"to_check": 1}, "")]
    assert _points(vectors) == [2, 3]


def _points(settings):
    left = QdrantClient(path=settings["place"])
    found = [point.id for point in left.scroll("memory")[0]]
    left.close()
    return found


@pytest.fixture(scope="module")
def store():
    """An object store on this machine that keeps versions."""
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client("s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="a",
                          aws_secret_access_key="b")  # fmt: skip
    client.create_bucket(Bucket="exports")
    client.put_bucket_versioning(Bucket="exports", VersioningConfiguration={"Status": "Enabled"})
    yield client, address
    client.close()
    server.stop()


def test_every_version_of_an_object_goes_with_its_marks_of_deletion(store):
    client, address = store
    client.put_object(Bucket="exports", Key="a/letter.txt", Body=b"Dear Mira Holt, number C-88017, first.")
    client.put_object(Bucket="exports", Key="a/letter.txt", Body=b"Dear Mira Holt, number C-88017, second.")
    client.delete_object(Bucket="exports", Key="a/letter.txt")
    client.put_object(Bucket="exports", Key="mira.holt@example.org.json", Body=b"{}")
    client.put_object(Bucket="exports", Key="b/other.txt", Body=b"Dear Jon Beck, nothing else.")
    target = make_target("s3", {"bucket": "exports", "endpoint": address}, "a:b")

    planned = target.preview(PERSON, Terms())
    outcome = target.erase(planned.changes, PERSON, always)

    listed = client.list_object_versions(Bucket="exports")
    assert [entry["Key"] for entry in listed["Versions"]] == ["b/other.txt"]
    assert listed.get("DeleteMarkers", []) == []
    assert outcome.done == 4
    assert {change.action for change in planned.changes} == {Action.DELETE}
    assert target.erase(planned.changes, PERSON, always).already == 4
    assert target.verify(PERSON, Terms()).changes == ()


def test_who_comes_back_in_a_bucket_is_known_in_every_version(db, store, journal, monkeypatch):
    client, address = store
    client.create_bucket(Bucket="restored")
    client.put_bucket_versioning(Bucket="restored", VersioningConfiguration={"Status": "Enabled"})
    suppress(person=PERSON, run_id=uuid.uuid4())
    monkeypatch.setenv("DSAR_SECRET_BUCKET", "a:b")
    client.put_object(Bucket="restored", Key="c/list.txt", Body=b"Write to mira.holt@example.org, C-88017.")
    client.put_object(Bucket="restored", Key="c/list.txt", Body=b"Nobody.")
    client.put_object(Bucket="restored", Key="c/shared.txt", Body=b"mira.holt@example.org and jon.beck@example.org")
    client.put_object(Bucket="restored", Key="d/to jon for mira.holt@example.org.txt", Body=b"His, not hers.")
    settings = {"bucket": "restored", "endpoint": address}

    found, _by_hand = reapply([TargetOrder(uuid.uuid4(), "Bucket", "s3", settings, "bucket")], "seed")

    assert [(row.people, row.changed, row.left, row.failure) for row in found] == [(1, 1, {"to_check": 2}, "")]
    left = [client.get_object(Bucket="restored", Key=entry["Key"], VersionId=entry["VersionId"])["Body"].read()
            for entry in client.list_object_versions(Bucket="restored", Prefix="c/")["Versions"]]  # fmt: skip
    assert sorted(left) == [b"Nobody.", b"mira.holt@example.org and jon.beck@example.org"]
