"""Two cases of the demo are worked by the real services: sign-off and release show a real package."""

import pytest

from dsar.audit.verification import verify
from dsar.cases.models import Case
from dsar.cases.vocabulary import Stage
from dsar.delivery.gates import release_gate
from dsar.management.demo.finishing import TO_FINISH, finish_demo
from dsar.management.demo.loading import load_demo
from dsar.response.models import Package

pytestmark = [pytest.mark.django_db, pytest.mark.slow(14)]


def test_sign_off_and_release_have_a_package_that_can_be_decided_and_sent(tmp_path):
    load_demo(root=tmp_path / "demo")

    worked = finish_demo(tmp_path / "demo")

    packages = {package.case.stage: package for package in Package.objects.select_related("case")}
    assert worked == 2
    assert set(packages) == {Stage.SIGN_OFF, Stage.READY}
    assert all(package.digest and package.holds_data for package in packages.values())
    assert packages[Stage.SIGN_OFF].approved_at is None
    assert packages[Stage.READY].approver_id != packages[Stage.READY].author_id
    assert release_gate(Case.objects.get(stage=Stage.READY)).is_met
    assert verify().is_whole
    assert not (tmp_path / "demo" / TO_FINISH).exists()
    assert finish_demo(tmp_path / "demo") == 0
