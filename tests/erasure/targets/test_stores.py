import os

import boto3
import pytest
import redis
from moto.server import ThreadedMotoServer
from qdrant_client import QdrantClient
from qdrant_client.models import Distance, PointStruct, VectorParams

from erasure.errors import TargetFailed
from erasure.plan import Action, Terms
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

    assert outcome.done == 5
    assert sorted(keys.keys()) == [b"newsletter", b"recent", b"score", b"session:jon.beck@example.org", b"vip"]
    assert keys.hgetall("newsletter") == {b"jon.beck@example.org": b"yes"}
    assert keys.lrange("recent", 0, -1) == [b"login jon.beck@example.org"]
    assert keys.zrange("score", 0, -1) == [b"jon.beck@example.org"]
    assert any("expire by itself in" in change.why for change in planned.changes)
    assert target.verify(PERSON, Terms()).changes == ()
    assert target.erase(planned.changes, PERSON, always).already == 5


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


def test_points_of_the_person_go_by_field_and_by_text(tmp_path):
    client = QdrantClient(path=str(tmp_path / "vectors"))
    client.create_collection("memory", vectors_config=VectorParams(size=2, distance=Distance.COSINE))
    payloads = [
        {"user": {"number": "C-88017"}, "text": "likes tea"},
        {"user": {"number": "C-88018"}, "text": "asked for mira.holt@example.org"},
        {"user": {"number": "C-88019"}, "text": "likes coffee"},
    ]
    client.upsert("memory", [PointStruct(id=n + 1, vector=[0.1, 0.2], payload=body) for n, body in enumerate(payloads)])
    client.close()
    target = make_target("qdrant", {"place": str(tmp_path / "vectors"), "fields": ["user.number = customer number"]})

    planned = target.preview(PERSON, Terms())
    outcome = target.erase(planned.changes, PERSON, always)

    assert [change.locator["id"] for change in planned.changes] == [1, 2]
    assert outcome.done == 2
    assert target.verify(PERSON, Terms()).changes == ()
    assert target.erase(planned.changes, PERSON, always).already == 2
    left = QdrantClient(path=str(tmp_path / "vectors"))
    assert [point.id for point in left.scroll("memory")[0]] == [3]
    left.close()


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
