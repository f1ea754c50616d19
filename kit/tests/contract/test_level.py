"""What `verify` says of a subscription that has not, or not yet, what its source published."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tsunagu.hosting import runtime as runtime_module


@pytest.fixture
def reaches(source_runtime, monkeypatch):
    """`reaches(2, 3)`: verify of a service that has received so much each time it is looked at."""

    def verified(*positions, head=3):
        seen = iter(positions)
        processor = SimpleNamespace(checkpoints=lambda: {"other": next(seen, positions[-1])})
        subscription = SimpleNamespace(sources=["other"], processor=processor)
        monkeypatch.setattr(source_runtime, "subscription", subscription)
        answers = SimpleNamespace(call=lambda *_, **__: head)
        monkeypatch.setattr(source_runtime, "caller", answers)
        return [v["code"] for v in source_runtime.verify(lambda done, total: None)]

    return verified


def test_a_fact_on_its_way_is_no_violation(reaches):
    assert reaches(2, 2, 3) == []


@pytest.mark.parametrize("reached", [2, 4])
def test_a_subscription_that_stays_apart_from_its_source_is_one(reaches, monkeypatch, reached):
    monkeypatch.setattr(runtime_module, "LEVEL_SECONDS", 0.2)
    assert reaches(reached) == ["subscription_not_level"]
