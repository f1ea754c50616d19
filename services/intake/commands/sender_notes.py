"""What a sender should know though the signal is taken: the form of its id, an unknown kind, other
content before.

A note has the form of a fault: field, problem, remedy.
"""

from __future__ import annotations

from difflib import get_close_matches

from services.intake import reference
from services.intake.commands.urgency import is_urgent
from services.intake.domain.person import Person
from services.intake.domain.signal import Signal
from services.intake.schemas.shared import PersonDetails, details_of
from services.intake.schemas.signals import SignalBody
from tsunagu.contracts.validation_errors import fault
from tsunagu.domain.plain_text import normalise_key
from tsunagu.domain.text import Text
from tsunagu.log.unit_of_work import UnitOfWork

Note = dict[str, str]
ALIKE = 0.75  # as difflib measures it: one or two letters of a code

UNKNOWN_KIND = Text(
    "一覧にない種類です。急ぎの期限は自動では付きません",
    "not a kind of the list; no clock of hours comes with it",
)
PERHAPS_ANOTHER = Text(
    "{near} のことなら、新しい id で送り直す",
    "if {near} was meant, send it again under a new id",
)
PERHAPS_ITS_OWN = Text(
    "部署独自の種類ならこのままで。急ぐなら urgent を true に",
    "fine if it is your own; if it is urgent, say so by urgent",
)
TAKEN_AS = Text("この id は「{form}」として受け付けました", 'this id was taken as "{form}"')
WRITE_IT_SO = Text(
    "このままで。全角と半角の違い、前後の空白は同じ id とみなします",
    "fine as it is: width, and blanks around it, make no other id",
)
OTHER_CONTENT = Text(
    "この id は、前に別の内容で受け付けています。前の内容のままです",
    "this id was accepted before with other content, which stands",
)
SEND_A_NEW_ONE = Text(
    "直すには新しい id で送り、相談窓口にどちらが正しいか知らせる",
    "send the right one under a new id, and tell the desk which one counts",
)


def notes_on_id(id: str) -> list[Note]:
    """An id is known by its one form, so that it is one whichever way it comes."""
    form = normalise_key(id)
    if form == id:
        return []
    return [fault("id", str(TAKEN_AS.fill(form=form)), str(WRITE_IT_SO))]


def notes_on_kind(kind: str) -> list[Note]:
    """A code that is in no list may be the department's own, or a slip of the pen."""
    if kind in reference.kinds():
        return []
    near = get_close_matches(kind, reference.kinds(), n=1, cutoff=ALIKE)
    remedy = PERHAPS_ANOTHER.fill(near=near[0]) if near else PERHAPS_ITS_OWN
    return [fault("kind", str(UNKNOWN_KIND), str(remedy))]


def notes_on_repetition(work: UnitOfWork, signal: Signal, sent: SignalBody) -> list[Note]:
    """The same id was sent before, with something else in it: that stands."""
    names = signal.differs_from(
        kind=sent.kind,
        noticed_on=sent.noticed_on,
        basis=sent.basis,
        urgent=is_urgent(sent.kind, sent.urgent, sent.basis),
    )
    notes = notes_on_id(sent.id)
    if _is_another_person(work, signal, sent.person):
        names = [*names, "person"]
    return notes + [fault(name, str(OTHER_CONTENT), str(SEND_A_NEW_ONE)) for name in names]


def _is_another_person(work: UnitOfWork, signal: Signal, sent: PersonDetails | None) -> bool:
    details = details_of(sent)
    if signal.person_id is None:
        return bool(details)
    if not details:
        return True
    before = work.load(Person, signal.person_id).as_registered
    return bool(before) and details != before  # of somebody forgotten nothing is left to compare
