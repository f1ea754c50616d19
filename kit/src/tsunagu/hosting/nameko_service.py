"""A service in nameko: its base class, the command decorator, and what opens its runtime."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar

from marshmallow import ValidationError
from nameko.extensions import DependencyProvider
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from tsunagu.contracts.payload import Payload
from tsunagu.contracts.routes import find_route, load_arguments
from tsunagu.contracts.text_fields import STORY, find_argument_faults
from tsunagu.contracts.validation_errors import list_faults
from tsunagu.domain.errors import (
    Conflict,
    Invalid,
    TsunaguError,
)
from tsunagu.domain.json_object import JsonObject
from tsunagu.hosting.definition import Definition
from tsunagu.hosting.refusals import (
    DATABASE_UNAVAILABLE,
    INTERNAL,
    NO_SUCH_JOB,
    SCHEMA_DIFFERS,
    TAKES_NO_MESSAGES,
)
from tsunagu.hosting.runtime import Runtime
from tsunagu.hosting.settings import read_named_services
from tsunagu.log.database import find_missing_name
from tsunagu.log.kept_answers import answer_once, find_answer
from tsunagu.log.unit_of_work import EventStore, UnitOfWork
from tsunagu.messaging import parking, rejected_messages, request_keys
from tsunagu.messaging.inbound_queue import InboundQueue
from tsunagu.messaging.refusals import NOT_PARKED
from tsunagu.messaging.rpc_entrypoint import answer_calls
from tsunagu.process import patches
from tsunagu.process.structured_logging import bind_log_fields, get_logger

_log = get_logger(__name__)

CONFLICT_RETRIES = 3  # of which the first sees nothing stale; then only a key may clash

patches.refuse_compressed_messages()
patches.reconnect_soon()


def read_installed_services(config: Mapping[str, Any]) -> list[str] | None:
    """The services of this installation: TSUNAGU_SERVICES, or as configured; None: not said."""
    given = read_named_services() or config["TSUNAGU"].get("services")
    return sorted(given) if given else None


class ServiceRuntime(DependencyProvider):  # type: ignore[misc]
    """Opens the service's runtime with the container and closes it with it."""

    def setup(self) -> None:
        config = self.container.config
        definition: Definition = self.container.service_cls.definition
        ours = config["TSUNAGU"]
        self.runtime = Runtime(
            definition,
            amqp_url=config["AMQP_URI"],
            database_url=ours["databases"][definition.name],
            key_file=Path(ours["key_file"]),
            city=ours["city"],
            exclusive=ours.get("exclusive", False),
            installed=read_installed_services(config),
        )
        self.runtime.open()
        ours.setdefault("runtimes", {})[definition.name] = self.runtime

    def start(self) -> None:
        for number, loop in enumerate(self.runtime.list_loops()):
            self.container.spawn_managed_thread(
                functools.partial(self._run, loop), identifier=f"tsunagu loop {number}"
            )

    def _run(self, loop: Callable[[], None]) -> None:
        with bind_log_fields(service=self.runtime.definition.name):
            loop()

    def stop(self) -> None:
        self.runtime.close()

    def kill(self) -> None:
        self.runtime.database.close()

    def get_dependency(self, worker_ctx: Any) -> Runtime:
        return self.runtime


def wrap_command(method: Callable[..., Any]) -> Callable[..., JsonObject]:
    """Wrap a method so that it answers `{"result": …}` or `{"error": …}`, never a traceback.

    A keyword `_meta` tells who calls. What was decided on a stale read is decided again, with the
    log held from the start: so the caller is told what the rules say of what stands now. Under a
    caller's idempotency key it is done once: then `"replayed": true` stands beside the result.
    """
    signature = inspect.signature(method)

    @functools.wraps(method)
    def answering(self: Any, *args: Any, **kwargs: Any) -> JsonObject:
        meta = kwargs.pop("_meta", None) or {}
        if request_keys.KEY in meta and not request_keys.is_asked_noted(meta):
            meta = request_keys.note_asked(meta, method.__name__, args, kwargs)
        key = request_keys.read_request_key(meta)
        self.meta = request_keys.pass_on(meta) if key else meta
        try:
            signature.bind(self, *args, **kwargs)
        except TypeError:
            wrong = _explain_wrong_arguments(method, self, *args, **kwargs)
            return _refuse_unless_kept(self, method, wrong, meta)
        if faults := find_argument_faults({**self.meta, **kwargs}, STORY):
            return _refuse_unless_kept(self, method, Invalid(faults), meta)
        once = functools.partial(method, self, *args, **kwargs)
        with bind_log_fields(
            service=self.name,
            correlation=self.meta.get("correlation"),
            actor=self.meta.get("actor"),
        ):
            answer: JsonObject = {}
            for retries in range(CONFLICT_RETRIES, -1, -1):
                self.deciding_again = retries < CONFLICT_RETRIES
                try:
                    answer = answer_once(self.store, key, once) if key else {"result": once()}
                except Exception as failure:
                    if isinstance(failure, Conflict) and retries:
                        continue
                    answer = {"error": _explain_failure(method, failure).to_wire()}
                break
            refusal = answer.get("error") or {}
            _log.debug("command answered", method=method.__name__, refused=refusal.get("code"))
            return answer

    return answering


def _explain_failure(method: Callable[..., Any], failure: Exception) -> TsunaguError:
    """What the caller is told of a failure; one that is no refusal is logged."""
    if isinstance(failure, TsunaguError):
        return failure
    if isinstance(failure, ValidationError):
        return Invalid(list_faults(failure))
    if isinstance(failure, DBAPIError) and (missing := find_missing_name(failure)):
        _log.error("the database lacks what the code names", missing=missing)
        return SCHEMA_DIFFERS(missing=missing)
    if isinstance(failure, OperationalError | InterfaceError):
        return DATABASE_UNAVAILABLE()
    return _log_internal_error(method, failure)


def _refuse_unless_kept(
    service: ServiceBase,
    method: Callable[..., Any],
    failure: Exception,
    meta: Mapping[str, Any],
) -> JsonObject:
    """What a request is answered that nothing could be made of.

    Under a key that came before, the answer of then: what its request may hold may have changed.
    """
    key = request_keys.read_request_key(meta)
    try:
        answer = find_answer(service.store, key) if key else None
    except Exception as other:
        answer = {"error": _explain_failure(method, other).to_wire()}
    return answer or {"error": _explain_failure(method, failure).to_wire()}


def _explain_wrong_arguments(method: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Invalid:
    """Which argument is missing or too many, in the words of Python's own call."""
    sentence = ""
    try:
        inspect.getcallargs(method, *args, **kwargs)
    except TypeError as wrong:
        sentence = str(wrong).partition(") ")[2]
    return Invalid([{"field": "arguments", "problem": sentence, "remedy": ""}])


def _log_internal_error(method: Callable[..., Any], failure: Exception) -> TsunaguError:
    trace = failure.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    # The message may quote what somebody typed: type and place only.
    _log.error("command failed", method=method.__name__, error=type(failure).__name__, place=place)
    return INTERNAL()


def command(declared: Any) -> Any:
    """An RPC method with typed errors: `@command`, or `@command(Payload)` where it takes one.

    A method with a payload takes it as its first argument; of what comes over the wire, the
    arguments that the method names are passed by name and everything else is loaded into the
    payload, once. What REST has loaded already is passed to `perform` of the method, with those
    arguments that are among its `names`.
    """
    if isinstance(declared, type) and issubclass(declared, Payload):
        return functools.partial(_wrap_payload_command, declared)
    return answer_calls(wrap_command(declared))


def _wrap_payload_command(kind: type[Payload], method: Callable[..., Any]) -> Callable[..., Any]:
    perform: Callable[..., JsonObject] = wrap_command(method)
    names = list(inspect.signature(method).parameters)[2:]  # beside self and the payload

    @functools.wraps(method)
    def load_and_perform(self: Any, **given: Any) -> JsonObject:
        meta = given.pop("_meta", None) or {}
        if request_keys.KEY in meta:
            meta = request_keys.note_asked(meta, method.__name__, given)
        named = {name: given.pop(name) for name in names if name in given}
        try:
            loaded = kind.load(given)
        except ValidationError as wrong:
            return _refuse_unless_kept(self, method, wrong, meta)
        return perform(self, loaded, **named, _meta=meta)

    load_and_perform.payload = kind  # type: ignore[attr-defined]
    load_and_perform.perform = perform  # type: ignore[attr-defined]
    load_and_perform.names = names  # type: ignore[attr-defined]
    return answer_calls(load_and_perform)


class ServiceBase:
    """Base class of every service: its store, and the RPC methods that all services have."""

    name: ClassVar[str]
    definition: ClassVar[Definition]

    runtime: Runtime = ServiceRuntime()  # type: ignore[assignment]
    meta: JsonObject
    deciding_again: bool = False

    @property
    def store(self) -> EventStore:
        return self.runtime.store

    def work(self, **options: Any) -> AbstractContextManager[UnitOfWork]:
        """A unit of work in the caller's name."""
        options.setdefault("hold_log", self.deciding_again)
        options.setdefault("actor", self.meta.get("actor") or "system")
        options.setdefault("correlation", self.meta.get("correlation"))
        return self.store.work(**options)

    @command
    def about(self) -> JsonObject:
        """The service's name, what it imports and publishes, whom it follows, and for what."""
        d = self.definition
        return {
            "name": self.name,
            "imports": sorted(d.importers),
            "facts": sorted(d.catalogue.facts) if d.catalogue else [],
            "follows": self.runtime.sources,
            "follows_every": sorted(d.follows_every),
            "jobs": sorted({"verify", *d.jobs, *d.repairs}),
        }

    # -- what others may rely on: the console asks these ----------------------------------------

    @command
    def contract(self) -> JsonObject:
        """The facts it publishes, what it takes in, every refusal; see `asyncapi`."""
        from tsunagu.hosting.asyncapi import describe_service

        return describe_service(self.definition)

    @command
    def routes(self) -> list[JsonObject]:
        """What of this service REST offers, as plain data with JSON Schemas."""
        from tsunagu.contracts.openapi import describe_route

        return [describe_route(route) for route in self.definition.routes]

    @answer_calls
    def rest(self, verb: str, path: str, *, _meta: Any = None, **given: Any) -> JsonObject:
        """Answer one request on a route of this service, as the route's command answers it.

        `path` as declared; `given` has `parameters`, `body`, `query` and `acting`, see
        `tsunagu.contracts.routes.load_arguments`. Whether the caller's role may is decided before.
        """
        meta = _meta or {}
        if request_keys.KEY in meta:
            meta = request_keys.note_asked(meta, verb, path, given)
        try:
            route = find_route(self.definition.routes, verb, path)
            arguments, loaded = load_arguments(route, **given)
        except Exception as failure:
            return _refuse_unless_kept(self, ServiceBase.rest, failure, meta)
        # The command answers for itself.
        method = getattr(self, route.method)
        if loaded is None:
            answer: JsonObject = method(**arguments, _meta=meta)
        else:
            named = {name: arguments[name] for name in method.names if name in arguments}
            answer = method.perform(self, loaded, **named, _meta=meta)
        return answer

    # -- facts, health, work on the log -----------------------------------------------------------

    @command
    def feed(self, after: int, limit: int = 500) -> JsonObject:
        return self.runtime.read_feed(after, limit)

    @command
    def head(self) -> int:
        return self.runtime.read_head()

    @command
    def lag(self) -> JsonObject:
        return self.runtime.read_lag()

    @command
    def open_needs(self, kind: str, after: str = "", limit: int = 5_000) -> list[str]:
        """The ids of that kind that are open at its desks, in their order, after an id."""
        return self.runtime.list_open_ids(kind, after, limit)

    @command
    def health(self) -> JsonObject:
        return self.runtime.check_health()

    @command
    def start_job(self, kind: str) -> str:
        return self.runtime.start_job(kind)

    @command
    def job(self, id: str) -> JsonObject:
        try:
            return self.runtime.jobs[id]
        except KeyError:
            raise NO_SUCH_JOB(id=id) from None

    @command
    def import_lines(self, lines: list[JsonObject]) -> JsonObject:
        """Bring past records in; see `tsunagu.hosting.record_import`."""
        from tsunagu.hosting.record_import import import_lines

        result: JsonObject = import_lines(self.store, self.definition.importers, lines)
        self.store.notify()
        return result

    @command
    def refused_list(self, limit: int = 100) -> JsonObject:
        """Which of others' messages were not taken, and why; never what is in them."""
        return rejected_messages.list_rejected(self._require_incoming(), limit)

    @command
    def refused_retry(self, limit: int = 100) -> dict[str, int]:
        """Try them again, after a fault of ours was mended."""
        return rejected_messages.retry_rejected(self._require_incoming(), limit)

    def _require_incoming(self) -> InboundQueue:
        if self.runtime.incoming is None:
            raise TAKES_NO_MESSAGES(service=self.name)
        return self.runtime.incoming

    @command
    def parked_list(self) -> list[JsonObject]:
        with self.store.reading() as connection:
            return parking.list_parked_facts(connection)

    @command
    def parked_show(self, id: str) -> JsonObject:
        """One parked message with its body; the reading is the operator's responsibility."""
        with self.store.reading() as connection:
            row = parking.find_parked(connection, id)
        if row is None:
            raise NOT_PARKED(id=id)
        body = parking.unseal_body(self.runtime.keyring, row)
        _log.info("parked message shown", parked=id)
        return {k: v for k, v in row.items() if k != "body"} | {
            "body": body.decode("utf-8", "backslashreplace")
        }

    @command
    def parked_retry(self, id: str) -> JsonObject:
        if self.runtime.subscription is None:
            raise NOT_PARKED(id=id)
        result: JsonObject = self.runtime.subscription.processor.retry(id)
        return result

    @command
    def parked_discard(self, id: str) -> JsonObject:
        if self.runtime.subscription is None:
            raise NOT_PARKED(id=id)
        self.runtime.subscription.processor.discard(id)
        return {"discarded": id}
