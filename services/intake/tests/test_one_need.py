"""In any course of signals, consultations, merges and splits one human has one need, or none."""

import itertools
from contextlib import suppress
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from services.intake.commands import person_matching, signal_grouping
from services.intake.commands.signal_intake import accept
from services.intake.definition import DEFINITION
from services.intake.domain.case import Case
from services.intake.domain.signal import Signal
from services.intake.projections.cases import case_list
from services.intake.projections.identity import records_of
from services.intake.projections.signals import signal_list
from services.intake.schemas.signals import SignalBody
from tsunagu.domain.errors import Refused
from tsunagu.hosting.runtime import Runtime

DAY = date(2026, 11, 20)
numbers = itertools.count(1)
SOUNDS = "アカサタナハマヤラワガザダバパ"


def details(n):
    """Of a human whom nobody resembles."""
    sounds = "".join(SOUNDS[n // 15**k % 15] for k in range(4))
    return {
        "name": f"座間　{sounds}",
        "birth_date": f"19{40 + n % 60}-{n % 12 + 1:02d}-{n // 60 % 28 + 1:02d}",
        "phone": f"090-{n % 9000 + 1000}-{n * 7919 % 9000 + 1000}",
    }


def machine(store):
    class OneNeed(RuleBasedStateMachine):
        records, signals = Bundle("records"), Bundle("signals")

        def __init__(self):
            super().__init__()
            self.humans = [details(next(numbers)) for _ in range(3)]
            self.known = []

        @rule(target=signals, who=st.integers(0, 2), urgent=st.booleans())
        def notice(self, who, urgent):
            body = {
                "id": f"s-{next(numbers)}",
                "department": "tax_collection",
                "kind": "tax_arrears",
                "noticed_on": "2026-11-19",
                "basis": "conference",
                "person": self.humans[who],
                "urgent": urgent,
            }
            with store.work() as work:
                id = accept(work, SignalBody.load(body), store.clock()).signal_id
                self.known.append(work.load(Signal, id).person_id)
            return id

        @rule(target=records, n=st.integers(0, 30))
        def choose(self, n):
            return self.known[n % len(self.known)] if self.known else None

        @rule(one=records, other=records)
        def merge(self, one, other):
            self._try(lambda work: self._merged(work, one, other), one, other)

        @staticmethod
        def _merged(work, one, other):
            signal_grouping.gather(work, person_matching.merge(work, one, other, DAY), DAY)

        @rule(record=records)
        def split(self, record):
            self._try(lambda work: self._split(work, record), record)

        @staticmethod
        def _split(work, record):
            before = person_matching.split(work, record, DAY, "different_person")
            signal_grouping.separate(work, record, before, DAY)

        @rule(record=records)
        def consult(self, record):
            self._try(lambda work: self._consulted(work, record), record)

        @staticmethod
        def _consulted(work, record):
            work.new(Case, f"c-{next(numbers)}").accept_consultation(
                record_id=f"r-{next(numbers)}",
                person_id=record,
                on=DAY,
                channel="walk_in",
                owner_desk="consultation_support",
                next_step="assessment",
                due_on=DAY,
            )
            signal_grouping.gather(work, record, DAY, came=True)

        @rule(signal=signals)
        def close(self, signal):
            self._try(
                lambda work: signal_grouping.close_all(work, signal, on=DAY, reason="other"), signal
            )

        def _try(self, command, *given):
            if None in given:
                return
            with suppress(Refused), store.work() as work:
                command(work)

        @invariant()
        def one_human_has_one_need(self):
            with store.reading() as connection:
                for record in self.known:
                    self._look_at(connection, records_of(connection, record))

        @staticmethod
        def _look_at(connection, records):
            cases = connection.execute(
                sa.select(case_list.c.case_id).where(
                    case_list.c.person_id.in_(records), case_list.c.state == "open"
                )
            ).all()
            table = signal_list
            live = connection.execute(
                sa.select(table).where(
                    table.c.person_id.in_(records), table.c.state.in_(("open", "attached"))
                )
            ).all()
            leads = [row for row in live if row.state == "open"]
            assert not cases or all(row.due_at for row in live), "a case carries all but urgent"
            assert len(leads) == (1 if live else 0)
            for row in live:
                assert row.owner_desk and row.next_step and row.due_on
                assert row.attached_to in (None, leads[0].signal_id)
                assert (row.owner_desk, row.due_on) == (leads[0].owner_desk, leads[0].due_on)

    return OneNeed


@pytest.fixture(scope="module")
def runtime(tmp_path_factory):
    folder = tmp_path_factory.mktemp("one-need")
    made = Runtime(
        DEFINITION,
        amqp_url="tsunagu-memory://unused/",
        database_url=f"sqlite:///{folder / 'intake.sqlite'}",
        key_file=folder / "key",
        city="142166",
    )
    made.open()
    yield made
    made.database.close()


def test_one_human_has_one_need_in_any_course_and_the_log_says_the_same(runtime):
    run_state_machine_as_test(
        machine(runtime.store),
        settings=settings(max_examples=20, stateful_step_count=25, deadline=None),
    )
    violations = [
        v
        for v in runtime.verify(lambda done, total: None)
        if v["code"] not in ("source_silent", "source_never_heard")
    ]
    assert violations == []
