"""Decisions as a caller sees them: granted or not, how much, and in words why."""

from __future__ import annotations

from services.housing.commands.course_lifecycle import state_of
from services.housing.domain.amounts import Verdict
from services.housing.domain.application import Application
from tsunagu.domain.json_object import JsonObject


def describe_verdict(verdict: Verdict) -> JsonObject:
    """What the rules say of figures."""
    return {
        "granted": verdict.granted,
        "amount": verdict.amount,
        "reasons": list(verdict.reasons),
        "rule_version": verdict.rule_version,
        "unverified": list(verdict.unverified),
        "explanation": verdict.explanation,
    }


def describe_decision(application: Application) -> JsonObject:
    """Where an application stands after a decision, and in words why."""
    return state_of(application) | {
        "granted": not application.reasons,
        "reasons": list(application.reasons),
        "amount": application.amount,
        "rule_version": application.rule_version,
        "unverified": list(application.unverified),
        "explanation": application.explanation,
    }
