"""The ids that the platform gives out."""

from tsunagu.process.ids import new_id


def test_no_id_is_given_twice():
    assert len({new_id() for _ in range(100)}) == 100
